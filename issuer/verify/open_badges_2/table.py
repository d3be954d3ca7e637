"""The term table of Open Badges 2.0: which members each class has, and what kind of value each takes.

It stands in the place of the JSON-LD context, for which there is no package: a member means what its name
means in the 2.0 vocabulary, and nothing can rename it. An inline `@context` could, for software that executes
it, so a document that brings one is refused. Members of other vocabularies (`extensions:...`) are left alone.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import ConformanceError, InputError
from issuer.terms import ob2
from issuer.verify.open_badges_2.edition import contexts_of
from issuer.verify.presented import types_of

MAX_IRI: Final = 2048
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+")

_Read = Callable[[Json], bool]


def is_iri(value: Json) -> bool:
    """Whether a value is an absolute IRI in plain characters."""
    return isinstance(value, str) and len(value) <= MAX_IRI and _IRI.fullmatch(value) is not None


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value)


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_object(value: Json) -> bool:
    return isinstance(value, dict)


def _is_reference(value: Json) -> bool:
    return is_iri(value) or isinstance(value, dict)


def _is_texts(value: Json) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str) for item in items)


def _is_references(value: Json) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(_is_reference(item) for item in items)


def _is_revoked_list(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | dict) for item in value)


def _is_time(value: Json) -> bool:
    try:
        parse_time(value)
    except InputError:
        return False
    return True


_NAMED: Final[Mapping[str, _Read]] = {"id": is_iri, "name": _is_text}
TABLE: Final[Mapping[str, Mapping[str, _Read]]] = {
    ob2.ASSERTION: {
        "id": is_iri,
        "recipient": _is_object,
        "badge": _is_reference,
        "verification": _is_object,
        "verify": _is_object,
        "issuedOn": _is_time,
        "expires": _is_time,
        "revoked": _is_flag,
        "revocationReason": _is_text,
    },
    ob2.BADGE_CLASS: {**_NAMED, "issuer": _is_reference},
    "Profile": {
        **_NAMED,
        "verification": _is_object,
        "publicKey": _is_references,
        "revocationList": is_iri,
    },
    ob2.CRYPTOGRAPHIC_KEY: {"id": is_iri, "owner": is_iri, "publicKeyPem": _is_text},
    ob2.REVOCATION_LIST: {"id": is_iri, "issuer": _is_reference, "revokedAssertions": _is_revoked_list},
    "Identity": {"type": _is_texts, "identity": _is_text, "hashed": _is_flag, "salt": _is_text},
    "Verification": {
        "type": _is_texts,
        "creator": _is_reference,
        "startsWith": _is_texts,
        "allowedOrigins": _is_texts,
    },
}
"""What is judged is in the table; what is only shown (description, image, evidence ...) need not be."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    ob2.ASSERTION: ("id", "recipient", "badge", "issuedOn"),
    ob2.BADGE_CLASS: ("name", "issuer"),
    "Profile": ("id", "name"),
    ob2.CRYPTOGRAPHIC_KEY: ("id", "owner", "publicKeyPem"),
    ob2.REVOCATION_LIST: ("id", "revokedAssertions"),
    "Identity": ("type", "identity", "hashed"),
    "Verification": ("type",),
}
_TYPES: Final[Mapping[str, frozenset[str]]] = {
    **{name: frozenset({name}) for name in (ob2.ASSERTION, ob2.BADGE_CLASS)},
    **{name: frozenset({name}) for name in (ob2.CRYPTOGRAPHIC_KEY, ob2.REVOCATION_LIST)},
    "Profile": ob2.PROFILES,
}


def require(document: JsonObject, kind: str, *, at: str = "", inside: bool = False) -> None:
    """Return quietly when a document is of its class, by the table.

    Args:
        document: the object.
        kind: a class of the table.
        at: pointer of the object, for the error.
        inside: whether it stands inside another document, whose context counts for it too.

    Raises:
        ConformanceError: CONTEXT_NOT_ALLOWED, or SCHEMA_VIOLATION with the member at fault.
    """
    _require_context(document, at=at, inside=inside)
    if kind in _TYPES and not _TYPES[kind].intersection(types_of(document)):
        raise ConformanceError(f"this is not of the type {kind}", pointer=f"{at}/type")
    for name in REQUIRED[kind]:
        if name not in document:
            raise ConformanceError(f"a {kind} of Open Badges 2.0 has '{name}'", pointer=f"{at}/{name}")
    for name, value in document.items():
        if name.startswith("@") and name != "@context":
            raise ConformanceError("a member beginning with '@' is not one of 2.0", pointer=f"{at}/{name}")
        reads = TABLE[kind].get(name)
        if reads is not None and not reads(value):
            raise ConformanceError(f"'{name}' of a {kind} has another form", pointer=f"{at}/{name}")


def _require_context(document: JsonObject, *, at: str, inside: bool) -> None:
    value = document.get("@context")
    if value is None and inside:
        return
    items = value if isinstance(value, list) else [value]
    if all(isinstance(item, str) for item in items) and ob2.CONTEXT_20 in contexts_of(document):
        return
    raise ConformanceError(
        f"the '@context' of a 2.0 badge is {ob2.CONTEXT_20}, by address; terms of its own are not read",
        code="CONTEXT_NOT_ALLOWED",
        pointer=f"{at}/@context",
    )
