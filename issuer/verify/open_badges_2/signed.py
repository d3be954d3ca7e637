"""A signed assertion: the key that the issuer's profile names, the signature, and the issuer's revocation list.

OB 2.0, signed verification. The key is one that the profile lists (`publicKey`) and that names the profile as its
owner; the assertion may choose among them (`creator`), never bring one. What the profile lists today counts: 2.0
has no way to say which key was the issuer's when the badge was made.
"""

from typing import Final

from issuer.documents.strict_json import REVOCATION_LIST_LIMITS, Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import ConformanceError, ProofError, ResolutionError, StatusError
from issuer.fetch import Fetch
from issuer.signing import badge_jws, pem
from issuer.signing.jose import CompactJws
from issuer.signing.keys import PublicKey
from issuer.terms import ob2
from issuer.verify import copies
from issuer.verify.case import text_of
from issuer.verify.findings import as_sentence, failed, from_error, passed, skipped, undetermined
from issuer.verify.open_badges_2.bring import FAILURES, as_check, bring, read, require_id
from issuer.verify.open_badges_2.objects import Assertion, Profile
from issuer.verify.open_badges_2.table import require
from issuer.verify.policy import Policy
from issuer.verify.report import Check, Outcome, Verdict

HEADER_ID: Final = "token_header"
KEY_ID: Final = "issuer_key"
SIGNATURE_ID: Final = "signature"
STATUS_ID: Final = "status"


def check_header(token: CompactJws) -> Check:
    """Look at what the token says about itself, before anything is fetched for it."""
    try:
        algorithm = badge_jws.require_header(token)
    except ProofError as exc:
        return from_error(HEADER_ID, exc)
    return passed(HEADER_ID, "The token says nothing that it may not.", algorithm=algorithm)


def check_signature(
    token: CompactJws, assertion: Assertion, profile: Profile, fetch: Fetch
) -> tuple[Check, ...]:
    """Find the key at the issuer and check the signature with it."""
    key, found = _key(assertion, profile, fetch)
    if key is None:
        return (found,)
    try:
        badge_jws.verify(token, key)
    except ProofError as exc:
        return (found, from_error(SIGNATURE_ID, exc))
    return (found, passed(SIGNATURE_ID, "The signature is good.", algorithm=key.algorithm))


def _key(assertion: Assertion, profile: Profile, fetch: Fetch) -> tuple[PublicKey | None, Check]:
    named = {text_of(item, "id"): item for item in profile.keys}
    name = assertion.creator or (next(iter(named)) if len(named) == 1 else "")
    if not name or name not in named:
        words = (
            "The key that it names is not one of the issuer's."
            if name
            else "It does not say which of the issuer's keys signed it."
        )
        code = "KEY_NOT_AUTHORIZED" if name else "INVALID_VERIFICATION_METHOD"
        return None, failed(KEY_ID, code, words, pointer="/verification/creator", key=name, issuer=profile.id)
    try:
        document = _key_document(name, named[name], fetch)
        if document["owner"] != profile.id:
            raise ConformanceError("its owner is another one", code="KEY_NOT_AUTHORIZED", pointer="/owner")
        key = pem.public_key(text_of(document, "publicKeyPem"))
    except FAILURES as exc:
        if isinstance(exc, ConformanceError):
            words = f"There is something wrong with the issuer's key: {exc.detail}."
            return None, failed(KEY_ID, exc.code, words, pointer=exc.pointer, key=name)
        return None, as_check(KEY_ID, exc, what="the issuer's key", url=name)
    except ResolutionError as exc:
        return None, from_error(KEY_ID, exc, key=name)
    words = "The key is one that the issuer's profile names today."
    facts = {"keyType": key.key_type.value, "thumbprint": key.thumbprint()}
    return key, passed(KEY_ID, words, verificationMethod=name, **facts)


def _key_document(name: str, entry: Json, fetch: Fetch) -> JsonObject:
    """Return the key as the profile gives it, or as it lies at the address that the profile names."""
    if isinstance(entry, dict) and "publicKeyPem" in entry:
        require(entry, ob2.CRYPTOGRAPHIC_KEY, at="/publicKey", inside=True)
        return entry
    document = bring(fetch, name)
    require(document, ob2.CRYPTOGRAPHIC_KEY)
    return document


def check_revocation(assertion: Assertion, profile: Profile, fetch: Fetch, *, policy: Policy) -> Check:
    """Look the assertion up in the list of what its issuer withdrew.

    Args:
        assertion: the signed assertion.
        profile: its issuer.
        fetch: the network door.
        policy: the moment, and how old a saved copy of the list may be.
    """
    address = profile.revocation_list
    if not address:
        return skipped(STATUS_ID, "The issuer publishes no list of what it withdrew.")
    try:
        found = read(fetch, address, limits=REVOCATION_LIST_LIMITS)
        document = found.document
        require_id(document, address)
        copies.require_recent(policy, found.saved_at)
        require(document, ob2.REVOCATION_LIST)
        owner = text_of(document.get("issuer"), "id")
        if owner not in {"", profile.id}:
            raise ConformanceError("it is another issuer's", pointer="/issuer")
    except (*FAILURES, StatusError) as exc:
        # Whatever is wrong with the list: nothing follows from it, for or against the badge.
        words = f"We could not read the issuer's list of what it withdrew. {as_sentence(exc.detail)}"
        code = exc.code if isinstance(exc, StatusError) else "STATUS_RETRIEVAL_ERROR"
        return undetermined(STATUS_ID, code, words, address=address)
    facts: dict[str, object] = {"address": address, "readAt": format_time(found.saved_at or policy.now)}
    age = copies.age_of(found.saved_at, policy.now)
    facts |= {} if age is None else {copies.AGE: int(age.total_seconds())}
    entries = document["revokedAssertions"]
    for entry in entries if isinstance(entries, list) else []:
        if assertion.id in {text_of(entry, "id"), text_of(entry, "uid")}:
            reason = text_of(entry.get("revocationReason"), "") if isinstance(entry, dict) else ""
            words = "The issuer withdrew it" + (f": {reason[:200]}" if reason else "")
            return failed(
                STATUS_ID, "REVOKED", as_sentence(words), means=Verdict.REVOKED, pointer=None, **facts
            )
    return passed(STATUS_ID, "The issuer has not withdrawn it.", **facts)


def holds(checks: tuple[Check, ...]) -> bool:
    """Whether the signature was found to be the issuer's."""
    return any(check.id == SIGNATURE_ID and check.outcome is Outcome.PASSED for check in checks)
