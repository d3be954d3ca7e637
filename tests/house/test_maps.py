"""What a newcomer reads first leads to what is there, and to nothing that is gone.

The floor of use cases is the widest one, so that its first page is a map; decisions have a list.
"""

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


def test_the_list_of_decisions_leads_nowhere_that_is_gone() -> None:
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert len(listed) >= 18
    assert listed == sorted(set(listed) & {path.name for path in folder.glob("*.md")})
