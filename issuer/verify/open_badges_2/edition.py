"""Which edition of Open Badges a document is of, told by its form alone (OB 2.0 and its history of changes).

A document that names the W3C credential context or type is a credential of 3.0 and never of these, whatever
else it says. Editions before 2.0 have no types: they are told by the members that only they had.
"""

from enum import StrEnum

from issuer.documents.strict_json import JsonObject
from issuer.terms import ob2, vc
from issuer.verify.presented import Presented, types_of


class Edition(StrEnum):
    """An edition before 3.0, in words."""

    TWO = "Open Badges 2.0"
    ONE = "Open Badges 1"
    HALF = "Open Badges 0.5"


def is_older(presented: Presented) -> bool:
    """Whether what was handed in is a badge of an edition before 3.0."""
    return presented.address is not None or edition_of(presented.document) is not None


def edition_of(document: JsonObject) -> Edition | None:
    """Return the edition, None for a credential and for anything that is no badge."""
    contexts = contexts_of(document)
    if contexts & {vc.CONTEXT_V1, vc.CONTEXT_V2} or vc.VERIFIABLE_CREDENTIAL in types_of(document):
        return None
    if ob2.CONTEXT_20 in contexts:
        return Edition.TWO
    if ob2.CONTEXT_11 in contexts:
        return Edition.ONE
    badge, recipient = document.get("badge"), document.get("recipient")
    if isinstance(badge, dict) and isinstance(recipient, str) and "issuer" in badge:
        return Edition.HALF
    if {"uid", "badge", "verify"} <= document.keys() and isinstance(recipient, dict):
        return Edition.ONE
    return None


def contexts_of(document: JsonObject) -> frozenset[str]:
    """Return the contexts that a document names by address."""
    value = document.get("@context")
    items = value if isinstance(value, list) else [value]
    return frozenset(item for item in items if isinstance(item, str))
