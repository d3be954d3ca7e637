"""Reading members of entries and lists, each by one grammar.

An entry is part of what the issuer signed, so a wrong member breaks the credential
(ConformanceError, with a pointer). A list is somebody's answer, so a wrong member there only means
that nothing is known (StatusError).
"""

import re
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, StatusError

INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
"""Index grammar (security rule 9): a string, no sign, no space, no leading zero, ASCII digits."""


def wrong(detail: str, pointer: str) -> ConformanceError:
    """Return the refusal of an entry whose member at `pointer` has the wrong form."""
    return ConformanceError(detail, code="SCHEMA_VIOLATION", pointer=pointer)


def text(entry: JsonObject, name: str, pointer: str) -> str:
    """Return a string member of an entry.

    Raises:
        ConformanceError: it is missing, empty or not a string.
    """
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise wrong(f"A status entry needs `{name}` as a non-empty string.", f"{pointer}/{name}")
    return value


def optional_text(entry: JsonObject, name: str, pointer: str) -> str | None:
    """Return a string member of an entry, None where it is absent; raises as `text`."""
    return text(entry, name, pointer) if name in entry else None


def index(entry: JsonObject, name: str, pointer: str) -> int:
    """Return the list index of an entry, written as a string.

    Raises:
        ConformanceError: it is missing, not a string, or not a plain decimal number.
    """
    value = entry.get(name)
    if not isinstance(value, str) or not INDEX.fullmatch(value):
        raise wrong(
            f"`{name}` must be a string of 1 to 10 digits without sign or leading zero.", f"{pointer}/{name}"
        )
    return int(value)


def types(document: JsonObject, name: str = "type") -> tuple[str, ...]:
    """Return the types of a node, whether written as one string or as an array."""
    return strings(document.get(name))


def strings(value: Json) -> tuple[str, ...]:
    """Return one string or an array of strings as a tuple; anything else as an empty one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item for item in value if isinstance(item, str))
    return ()


def only_subject(document: JsonObject) -> JsonObject:
    """Return the one credentialSubject of a list credential.

    Raises:
        StatusError: there is none, or more than one.
    """
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    if not isinstance(subject, dict):
        raise StatusError("The status list has no single credentialSubject.")
    return subject


def require_address(document: JsonObject, url: str) -> None:
    """Refuse a list that is not the one that lies at `url`.

    An issuer may have many lists; one served in place of another would answer for other credentials.

    Raises:
        StatusError: the id of the list is missing or another one.
    """
    if document.get("id") != url:
        raise StatusError(f"The status list at {url[:120]} has another id than its address.")
