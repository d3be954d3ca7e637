"""An organization that can issue, built by commands; and the files that commands are given."""

import json
from pathlib import Path
from typing import Any

from issuer.documents.strict_json import JsonObject
from tests.badges import samples
from tests.cli.shell import Mintmark

SLUG = "scsc"


def record_file(folder: Path, **change: Any) -> Path:
    """Write a catalog record, spread over many lines as a person writes it."""
    path = folder / "achievement.json"
    path.write_text(json.dumps(samples.record(**change), indent=2), encoding="utf-8")
    return path


def attested_lines(folder: Path, *records: JsonObject) -> Path:
    """Write assessment records, one a line."""
    path = folder / "attested.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def set_up(mintmark: Mintmark, folder: Path) -> None:
    """Make an issuer with keys, its assessing council, one achievement and one person."""
    folder.mkdir(parents=True, exist_ok=True)
    mintmark("db", "upgrade")
    mintmark("profiles", "create", SLUG, "--name", "South Central Service Cooperative (demonstration)")
    mintmark("profiles", "create", "rcouncil", "--name", "Demonstration Review Council (demonstration)")
    mintmark("keys", "new", SLUG)
    mintmark("achievements", "publish", record_file(folder), "--owner", SLUG)
    mintmark("people", "register", "t01", "--detail", "name=Oona Vale")
