"""Check 2.2: is this the issuer's key, and was it in force? (security.md rule 4; Controlled Identifiers 1.0)

The key is taken from the issuer's own document and from nowhere else: the name in the proof must be the
issuer's, stand there once, under `assertionMethod`, and be controlled by the issuer. A withdrawn key makes
what it signed invalid, whatever date stands in the signature, unless the issuance log proves that the
credential was there before. A key that has ended still stands for what it signed before its end.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.dids import DID_METHODS, VerificationMethod, did_web_url
from issuer.documents.times import format_time
from issuer.errors import FetchError, ResolutionError
from issuer.fetch import check_url
from issuer.verify.case import Case
from issuer.verify.findings import failed, from_error, passed
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "issuer_key"
ADDRESS_ID: Final = "issuer_address"


@dataclass(frozen=True)
class SigningMoment:
    """When the signature says it was made, and the digest under which the log would know it."""

    made_at: datetime | None
    sha256: str


def check_issuer_address(case: Case) -> Check:
    """Refuse an issuer whose identifier leads to a place that no public issuer has."""
    issuer = case.issuer
    try:
        address = did_web_url(issuer) if issuer.startswith("did:web:") else issuer
        if address.startswith("https://") and not _only_the_port_is_odd(address):
            check_url(address)
    except ResolutionError as exc:
        return from_error(ADDRESS_ID, exc, pointer="/issuer", issuer=issuer)
    except FetchError as exc:
        return failed(ADDRESS_ID, exc.code, exc.detail, pointer="/issuer", issuer=issuer)
    return passed(ADDRESS_ID, "The issuer has an identifier that can be asked.", issuer=issuer)


def _only_the_port_is_odd(address: str) -> bool:
    """Whether the address would be fine at port 443: such an issuer may be real, it is only not asked."""
    authority, slash, path = address.removeprefix("https://").partition("/")
    host, colon, port = authority.partition(":")
    if not colon or not port.isdigit():
        return False
    try:
        check_url(f"https://{host}{slash}{path}")
    except FetchError:
        return False
    return True


def is_foreign_unknown(method_id: str) -> bool:
    """Whether a key is named by a DID of a method that is not known here: nothing can be said about it."""
    parts = method_id.split(":", 2)
    return len(parts) == 3 and parts[0] == "did" and parts[1].isalnum() and parts[1] not in DID_METHODS  # noqa: PLR2004  (did, method, identifier)


def judge_key(case: Case, method: VerificationMethod, moment: SigningMoment, pointer: str) -> Check:
    """Say whether a key that the issuer publishes was in force for a signature."""
    facts = {
        "verificationMethod": method.id,
        "keyType": method.public_key.key_type.value,
        "thumbprint": method.public_key.thumbprint(),
        "resolved": "here" if case.issuer in case.policy.own_issuers else "at the issuer",
    }
    # A key that is published for nothing any more is withdrawn, even with a date that has not come.
    if method.revoked is not None and (method.revoked <= case.policy.now or method.is_withdrawn):
        record = case.policy.record
        logged = None if record is None else record.logged_at(moment.sha256)
        if logged is None or logged >= method.revoked:
            return failed(
                CHECK_ID,
                "KEY_REVOKED",
                f"The issuer withdrew this key on {format_time(method.revoked)}; nothing it signed counts.",
                means=Verdict.INVALID,
                pointer=pointer,
                revoked=format_time(method.revoked),
                **facts,
            )
        return passed(
            CHECK_ID,
            "The issuer withdrew this key later; the issuance log proves that the credential is older.",
            revoked=format_time(method.revoked),
            loggedAt=format_time(logged),
            **facts,
        )
    signed_at = moment.made_at or case.policy.now
    if method.expires is not None and signed_at > method.expires:
        return failed(
            CHECK_ID,
            "KEY_EXPIRED",
            f"The signature is younger than its key, which ended on {format_time(method.expires)}.",
            means=Verdict.INVALID,
            pointer=pointer,
            expires=format_time(method.expires),
            **facts,
        )
    return passed(CHECK_ID, "The key is one that the issuer publishes for signing credentials.", **facts)
