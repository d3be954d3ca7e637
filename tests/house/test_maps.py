"""The floor of use cases is the widest one: its first page names every room, and no room that is gone."""

import ast
import re
from pathlib import Path

from tests.places import ROOT

SERVICES = ROOT / "issuer" / "services"


def _rooms(folder: Path) -> set[str]:
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return modules | {path.parent.name for path in folder.glob("*/__init__.py")}


def test_the_map_of_the_use_cases_names_every_room_once() -> None:
    page = ast.get_docstring(ast.parse((SERVICES / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = re.findall(r"`([a-z_]+)`", page)
    assert sorted(named) == sorted(_rooms(SERVICES))
