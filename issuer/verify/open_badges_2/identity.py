"""Whose badge it is: the identity object of Open Badges 2.0, in the clear or as a salted hash.

Asked only when the verifier knows about the person from elsewhere. A hash of an address that can be guessed
hides little: with an old algorithm or without a salt the report says so.
"""

from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.verify.case import text_of
from issuer.verify.checks.recipient import CHECK_ID, names, spellings
from issuer.verify.findings import failed, passed, skipped
from issuer.verify.policy import Policy
from issuer.verify.presented import types_of
from issuer.verify.report import Caution, Check, Outcome, Verdict

_TYPES: Final = {"email": "emailAddress", "telephone": "phone"}
"""The names of 2.0 by those of 3.0, where they differ."""


def check_recipient(identity: JsonObject, policy: Policy) -> Check:
    """Compare what is known about the holder with the identity of the assertion."""
    known, wanted = policy.recipient, policy.recipient_type
    if known is None:
        return skipped(CHECK_ID, "Nobody said whose it should be.")
    kinds = types_of(identity)
    is_wanted = wanted is None or wanted in {*kinds, *(_TYPES.get(kind, kind) for kind in kinds)}
    is_same = any(
        names(
            identity.get("identity"),
            spelling,
            hashed=identity.get("hashed") is True,
            salt=identity.get("salt", ""),
        )
        for spelling in spellings(known)
    )
    if is_wanted and is_same:
        return passed(CHECK_ID, "It is about the expected person.", by=", ".join(kinds))
    words = "It is not about the expected person."
    return failed(CHECK_ID, "RECIPIENT_MISMATCH", words, means=Verdict.VALID, pointer="/recipient")


def cautions_of(identity: JsonObject, whose: Check) -> tuple[Caution, ...]:
    """Return what a person should know about the identity."""
    noted = []
    if whose.outcome is Outcome.FAILED:
        noted.append(Caution("RECIPIENT_MISMATCH", whose.sentence, whose.pointer))
    if identity.get("hashed") is True:
        if not text_of(identity, "identity").startswith("sha256$"):
            words = "The holder's identity is hidden by a weak hash."
            noted.append(Caution("HASH_NOT_ALLOWED", words, "/recipient/identity"))
        if not text_of(identity, "salt"):
            words = "The holder's identity is hashed without salt."
            noted.append(Caution("UNSALTED_IDENTITY", words, "/recipient/salt"))
    return tuple(noted)
