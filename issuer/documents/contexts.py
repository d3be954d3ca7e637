"""The bundled JSON-LD contexts, and which exact `@context` arrays a document may carry.

VC Data Integrity section 2.4.1 "Context Validation": a signature says nothing about a term whose
meaning the holder may change, so `@context` must be one of a few known arrays, letter for letter,
and no part below the top may bring a context of its own except a credential inside a credential.
Nothing here can reach the network.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from issuer.documents import jcs
from issuer.documents.context_files import CONTEXT_FILES, ContextFile
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.survey import Survey, survey
from issuer.errors import ConfigurationError, ConformanceError
from issuer.terms import ob, vc

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "schemas" / "contexts"
ContextSet: TypeAlias = Mapping[str, JsonObject]
DataModel: TypeAlias = Literal["1.1", "2.0"]

_OLD_303_LACKS: Final = ("jti", "endorsementJwt")
_CREDENTIAL_PLACES: Final = ("endorsement", "verifiableCredential")


@dataclass(frozen=True)
class ContextProfile:
    """What an accepted `@context` array means: a short name and the data model version."""

    name: str
    data_model: DataModel


_OB: Final = {"3.0.1": ob.CONTEXT_301, "3.0.2": ob.CONTEXT_302, "3.0.3": ob.CONTEXT_303}
_PROOF_CONTEXTS: Final = (vc.CONTEXT_DATA_INTEGRITY_V1, vc.CONTEXT_DATA_INTEGRITY_V2, vc.CONTEXT_ED25519_2020)


def _allowed() -> dict[tuple[str, ...], ContextProfile]:
    arrays: dict[tuple[str, ...], ContextProfile] = {
        (vc.CONTEXT_V2,): ContextProfile("vcdm-2.0", "2.0"),
        (vc.CONTEXT_V1,): ContextProfile("vcdm-1.1", "1.1"),
        (vc.CONTEXT_V1, vc.CONTEXT_STATUS_LIST_2021): ContextProfile("status-list-2021", "1.1"),
        (vc.CONTEXT_V2, vc.CONTEXT_STATUS_LIST_2021): ContextProfile("status-list-2021", "2.0"),
    }
    for version, url in _OB.items():
        arrays[(vc.CONTEXT_V2, url)] = ContextProfile(f"ob-{version}", "2.0")
        arrays[(vc.CONTEXT_V2, url, ob.CONTEXT_EXTENSIONS)] = ContextProfile(f"ob-{version}", "2.0")
        arrays[(vc.CONTEXT_V2, ob.CONTEXT_CLR_201, url)] = ContextProfile("clr-2.0.1", "2.0")
        arrays[(vc.CONTEXT_V2, ob.CONTEXT_CLR_201, url, ob.CONTEXT_EXTENSIONS)] = ContextProfile(
            "clr-2.0.1", "2.0"
        )
        arrays[(vc.CONTEXT_V1, url)] = ContextProfile(f"ob-{version}", "1.1")
        arrays[(vc.CONTEXT_V1, url, ob.CONTEXT_EXTENSIONS)] = ContextProfile(f"ob-{version}", "1.1")
    # The first edition redefines terms of VCDM 2.0, so it goes with VCDM 1.1 only.
    arrays[(vc.CONTEXT_V1, ob.CONTEXT_30)] = ContextProfile("ob-3.0", "1.1")
    arrays[(vc.CONTEXT_V1, ob.CONTEXT_30, ob.CONTEXT_EXTENSIONS)] = ContextProfile("ob-3.0", "1.1")
    for array, profile in list(arrays.items()):
        # Older proofs and VCDM 1.1 name the context of the proof last, as their suites ask.
        for proof_context in _PROOF_CONTEXTS:
            arrays[(*array, proof_context)] = profile
            if profile.name == "status-list-2021":
                continue
            arrays[(*array, vc.CONTEXT_STATUS_LIST_2021, proof_context)] = profile
            arrays[(*array, proof_context, vc.CONTEXT_STATUS_LIST_2021)] = profile
        if profile.name.startswith("ob-"):
            arrays[(*array, vc.CONTEXT_STATUS_LIST_2021)] = profile
    return arrays


ALLOWED_ARRAYS: Final[Mapping[tuple[str, ...], ContextProfile]] = MappingProxyType(_allowed())
EMITTED_ARRAY: Final[tuple[str, ...]] = (vc.CONTEXT_V2, ob.CONTEXT_303)


def _load(file: ContextFile) -> JsonObject:
    data = (FOLDER / file.file).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ConfigurationError(
            f"the bundled context {file.file} is not the pinned file", hint="install again"
        )
    document: JsonObject = json.loads(data)
    return document


@cache
def bundled() -> ContextSet:
    """Return every bundled context by its address, each compared with its pinned hash.

    Raises:
        ConfigurationError: a file was changed.
    """
    return MappingProxyType({file.url: _load(file) for file in CONTEXT_FILES})


@cache
def class_names() -> frozenset[str]:
    """Return the terms of the bundled contexts that name classes; by custom they begin with a capital."""
    tables = [table for context in bundled().values() for table in _tables(context.get("@context"))]
    return frozenset(term for table in tables for term in table if term[:1].isupper())


def _tables(context: Json) -> list[JsonObject]:
    items = context if isinstance(context, list) else [context]
    return [item for item in items if isinstance(item, dict)]


@cache
def old_ob_303() -> ContextSet:
    """Return the bundled set with the earlier content of the OB 3.0.3 address (before June 2026)."""
    contexts = dict(bundled())
    terms = contexts[ob.CONTEXT_303]["@context"]
    if not isinstance(terms, dict):
        raise ConfigurationError("the bundled OB 3.0.3 context has an unknown shape")
    contexts[ob.CONTEXT_303] = {"@context": _without(terms, _OLD_303_LACKS)}
    return MappingProxyType(contexts)


def _without(value: JsonObject, names: tuple[str, ...]) -> JsonObject:
    """Leave terms out of a context and of the scoped contexts within."""
    return {
        key: _without(item, names) if isinstance(item, dict) else item
        for key, item in value.items()
        if key not in names
    }


def pinned_hash(url: str) -> str:
    """Return the sha256 of the canonical JSON of a bundled context (kept with every issued credential).

    Raises:
        KeyError: the context is not bundled.
    """
    return next(file.jcs_sha256 for file in CONTEXT_FILES if file.url == url)


def canonical_hash(document: JsonObject) -> str:
    """Return the sha256 (hex) of the canonical JSON of a context document."""
    return hashlib.sha256(jcs.canonicalize(document)).hexdigest()


def require_known_arrays(document: JsonObject, *, seen: Survey | None = None) -> ContextProfile:
    """Accept the `@context` of a document and of the credentials inside it, or refuse.

    Args:
        document: the received JSON object.
        seen: what a look at it has gathered; it is looked at here otherwise.

    Returns:
        what the top array means.

    Raises:
        ConformanceError: CONTEXT_NOT_ALLOWED, with the pointer of the member at fault.
    """
    profile = _profile(document, "")
    # Nothing below the top is a context, a keyword or an address; most documents are so.
    if (seen or survey(document)).names <= plain_names():
        return profile
    for name, value in document.items():
        if name != "@context":
            _check_member(name, value, "", document["@context"])
    return profile


@cache
def plain_names() -> frozenset[str]:
    """Return every term of the bundled contexts, wherever it is defined: none changes how a document is read."""
    names = set[str]()
    left: list[Json] = [context.get("@context") for context in bundled().values()]
    while left:
        value = left.pop()
        if isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            names.update(value)
            left += [
                term["@context"] for term in value.values() if isinstance(term, dict) and "@context" in term
            ]
    return frozenset(name for name in names if not name.startswith("@") and ":" not in name)


def _profile(document: JsonObject, pointer: str) -> ContextProfile:
    array = document.get("@context")
    # One address alone means the same as a list of it (JSON-LD 1.1 section 9.15); envelopes are written so.
    array = [array] if isinstance(array, str) else array
    key = tuple(array) if isinstance(array, list) and all(isinstance(item, str) for item in array) else ()
    profile = ALLOWED_ARRAYS.get(key)  # type: ignore[arg-type]  # every item was just seen to be a string
    if profile is None:
        raise ConformanceError(
            "the @context is not one of the published arrays; a changed context can change what was signed",
            code="CONTEXT_NOT_ALLOWED",
            pointer=f"{pointer}/@context",
        )
    return profile


def _check_member(name: str, value: Json, above: str, context: Json) -> None:
    pointer = f"{above}/{name.replace('~', '~0').replace('/', '~1')}"
    if name.startswith("@") or ":" in name:
        raise ConformanceError(
            f"the member {name[:40]!r} changes how the document is read; none but @context is accepted",
            code="CONTEXT_NOT_ALLOWED",
            pointer=pointer,
        )
    _check_value(name, value, pointer, context)


def _check_value(name: str, value: Json, pointer: str, context: Json) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check_value(name, item, f"{pointer}/{index}", context)
    elif isinstance(value, dict):
        inner = context
        if "@context" in value:
            if name in _CREDENTIAL_PLACES:
                _profile(value, pointer)
            elif name != "proof" or value["@context"] != context:
                raise ConformanceError(
                    "a part of the document brings an @context of its own",
                    code="CONTEXT_NOT_ALLOWED",
                    pointer=f"{pointer}/@context",
                )
            inner = value["@context"]
        is_text = name in vc.TEXTS and "@value" in value
        for member, item in value.items():
            if member != "@context" and not (is_text and member in vc.TEXT_KEYWORDS):
                _check_member(member, item, pointer, inner)
