"""Check 5: is it about the person it is expected to be about? (OB 3.0 section 9.1 step 5; R20)

Only asked when the verifier brings along what it knows about the person, from another source than the
badge. The answer is apart from the verdict: a genuine badge of somebody else stays a genuine badge.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify.case import Case, objects
from issuer.verify.findings import failed, passed, skipped, undetermined
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "recipient"
_HASHES: Final = {"sha256": hashlib.sha256, "md5": hashlib.md5}


def check_recipient(case: Case) -> Check:
    """Compare what is known about the holder with the subject's id and every identifier."""
    known = case.policy.recipient
    if known is None:
        return skipped(CHECK_ID, "Nobody said whose it should be.")
    wanted = case.policy.recipient_type
    has_any = False
    for subject in case.subjects:
        if isinstance(subject.get("id"), str):
            has_any = True
            if wanted is None and subject["id"] == known:
                return passed(CHECK_ID, "It is about the expected person.", by="id")
        for identity in objects(subject.get("identifier")):
            has_any = True
            if wanted is not None and identity.get("identityType") != wanted:
                continue
            if any(_is(identity, spelling) for spelling in spellings(known)):
                return passed(
                    CHECK_ID, "It is about the expected person.", by=str(identity.get("identityType"))
                )
    if not has_any:
        return undetermined(CHECK_ID, "RECIPIENT_MISMATCH", "It does not say whom it is about.")
    return failed(
        CHECK_ID,
        "RECIPIENT_MISMATCH",
        "It is not about the expected person.",
        means=Verdict.VALID,
        pointer="/credentialSubject",
    )


def spellings(known: str) -> Iterator[str]:
    """Yield the ways in which an issuer may have written a known identity."""
    yield known
    # A mail address reads the same in any case, and issuers hash it in lower case or as it was typed.
    if "@" in known and known != known.lower():
        yield known.lower()


def _is(identity: JsonObject, known: str) -> bool:
    return names(
        identity.get("identityHash"),
        known,
        hashed=identity.get("hashed") is True,
        salt=identity.get("salt", ""),
    )


def names(stated: Json, known: str, *, hashed: bool, salt: Json) -> bool:
    """Whether an identity, in the clear or as `algorithm$digest` over itself and its salt, is the known one."""
    if not isinstance(stated, str) or not isinstance(salt, str):
        return False
    if not hashed:
        return stated in {known, known.lower()} if "@" in known else stated == known
    name, mark, digest = stated.partition("$")
    make = _HASHES.get(name)
    return bool(mark) and make is not None and make((known + salt).encode()).hexdigest() == digest.lower()
