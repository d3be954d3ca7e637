"""The anatomy of a micro-credential beyond what is signed: method, reasons, resources, guidelines (CAT-02).

Follows the sections that Digital Promise names. A record may lack any of them, and what has another form
is left out: `record_lint` says what is missing. Nothing of it stands in a credential.
"""

import re
from dataclasses import dataclass
from typing import Final

from issuer.badges.certificate import mandated_areas
from issuer.documents.strict_json import Json, JsonObject

MOST: Final = 50
_ADDRESS: Final = re.compile(r"https://[!#-;=?-Z_a-z~]{1,2000}")


@dataclass(frozen=True)
class Resource:
    """Something to learn from.

    Attributes:
        kind: what it is, in words; empty where that is not said.
        url: an https address, None where it is kept elsewhere.
    """

    name: str
    kind: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Anatomy:
    """What a catalog record says of the work itself, in the order of its page."""

    method: str
    steps: tuple[str, ...]
    reasons: tuple[str, ...]
    resources: tuple[Resource, ...]
    guidelines: tuple[str, ...]
    indicators: tuple[str, ...]
    areas: tuple[str, ...]


def anatomy(record: JsonObject) -> Anatomy:
    """Read the sections of a record: `keyMethod`, `methodComponents`, `research`, `resources`, and so on.

    Each is a text or a list of texts; a resource may be an object of `name`, `kind` and an https `url`.
    """
    method = record.get("keyMethod")
    return Anatomy(
        method=method if isinstance(method, str) else "",
        steps=_texts(record.get("methodComponents")),
        reasons=_texts(record.get("research")),
        resources=_resources(record.get("resources")),
        guidelines=_texts(record.get("submissionGuidelines")),
        indicators=_texts(record.get("completionIndicators")),
        areas=tuple(area.name for area in mandated_areas(record)),
    )


def _texts(value: Json) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str) and item.strip())[:MOST]


def _resources(value: Json) -> tuple[Resource, ...]:
    items = value if isinstance(value, list) else [value]
    found = []
    for item in items[:MOST]:
        if isinstance(item, str) and item.strip():
            found.append(Resource(item))
        elif isinstance(item, dict) and isinstance(name := item.get("name"), str) and name.strip():
            kind, url = item.get("kind"), item.get("url")
            is_address = isinstance(url, str) and _ADDRESS.fullmatch(url) is not None
            found.append(
                Resource(name, kind if isinstance(kind, str) else "", str(url) if is_address else None)
            )
    return tuple(found)
