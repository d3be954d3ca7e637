"""The claims of a VC-JWT and the credential inside it (Open Badges 3.0 section 8.2.4; R42-R44).

The credential is the payload itself (VCDM 2.0) or its `vc` claim (VCDM 1.1). `iss`, `jti`, `nbf` and `sub`
repeat issuer, id, start and subject of the credential; `exp` repeats its end. Two readers must not see two
meanings: every claim is of the right type and equal, and for a credential of Open Badges it is required. Only
`exp` may end the token before the credential does; the earlier moment then counts.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import LARGEST_OFFSET, LATEST, parse_time
from issuer.errors import ConformanceError, InputError, ProofError, SigningError
from issuer.signing import binding

REGISTERED: Final = frozenset({"iss", "jti", "nbf", "sub", "exp", "iat"})
EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says once its claims are known to agree.

    Attributes:
        credential: the credential without the claims around it.
        expires: the earlier of `exp` and the end of the credential; None when it has no end.
        data_model: "2.0" for a payload that is the credential, "1.1" for the `vc` claim.
    """

    credential: JsonObject
    expires: datetime | None
    data_model: str


def require_claims_equal(payload: JsonObject, *, all_required: bool = True) -> Claims:
    """Return the credential of a payload whose claims repeat it truly.

    Args:
        payload: what the token signs.
        all_required: whether every claim must be there, as Open Badges asks; for other credentials those that
            are there must be true (Securing Verifiable Credentials using JOSE and COSE, section 3.1.3).

    Raises:
        ProofError: CLAIM_MISMATCH when a required claim is missing or differs.
        ConformanceError: SCHEMA_VIOLATION when a claim has the wrong type (dates are whole numbers).
        InputError: AMBIGUOUS_CONTAINER when the payload holds two credentials.
    """
    if "aud" in payload:
        # RFC 7519 section 4.1.3: whoever is not named there must reject the token; a credential is for everybody.
        raise ProofError("the token is made for somebody else ('aud')", code="CLAIM_MISMATCH", pointer="/aud")
    credential, data_model = _credential(payload)
    start, end = ("validFrom", "validUntil") if data_model == "2.0" else ("issuanceDate", "expirationDate")
    issuer = credential.get("issuer")
    pairs = (
        ("iss", _text(payload, "iss"), issuer.get("id") if isinstance(issuer, dict) else issuer, "issuer"),
        ("jti", _text(payload, "jti"), credential.get("id"), "id"),
        ("sub", _text(payload, "sub"), _subject_id(credential), "credentialSubject.id"),
        ("nbf", date_claim(payload, "nbf"), _whole(_time(credential, start)), start),
    )
    for name, claim, member, member_name in pairs:
        if all_required or claim is not None:
            _require_same(claim, member, name, member_name)
    date_claim(payload, "iat")
    expires = _expires(payload, _time(credential, end), end, is_required=all_required)
    return Claims(credential, expires, data_model)


def claims_for(credential: JsonObject) -> JsonObject:
    """Return the claims that a VCDM 2.0 credential needs around it as a token.

    Raises:
        SigningError: the credential lacks an id, a subject id or a start, which every VC-JWT repeats.
        InputError: a date of the credential is malformed.
    """
    subject = credential.get("credentialSubject")
    subject_id = subject.get("id") if isinstance(subject, dict) else None
    identifier, start = credential.get("id"), _time(credential, "validFrom")
    if not isinstance(identifier, str) or not isinstance(subject_id, str) or start is None:
        raise SigningError("a VC-JWT needs the credential's id, validFrom and credentialSubject.id")
    claims: JsonObject = {
        "iss": binding.issuer_of(credential),
        "jti": identifier,
        "nbf": int(start.timestamp()),
        "sub": subject_id,
    }
    end = _time(credential, "validUntil")
    return claims if end is None else {**claims, "exp": int(end.timestamp())}


def _credential(payload: JsonObject) -> tuple[JsonObject, str]:
    if "vc" not in payload:
        return {name: value for name, value in payload.items() if name not in REGISTERED}, "2.0"
    inner = payload["vc"]
    others = payload.keys() - REGISTERED - {"vc"}
    if others & {"@context", "type", "credentialSubject", "issuer"}:
        raise InputError(
            "the token holds one credential in 'vc' and another around it", code="AMBIGUOUS_CONTAINER"
        )
    if not isinstance(inner, dict):
        raise ConformanceError("the claim 'vc' is a JSON object", pointer="/vc")
    if others:
        raise ConformanceError(f"the token has the unknown claim {min(others)[:100]!r}", pointer="")
    return inner, "1.1"


def _subject_id(credential: JsonObject) -> Json:
    subject = credential.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    return subject.get("id") if isinstance(subject, dict) else None


def _expires(payload: JsonObject, end: datetime | None, member: str, *, is_required: bool) -> datetime | None:
    claimed = date_claim(payload, "exp")
    if claimed is None:
        if end is not None and is_required:
            raise ProofError(f"the claim 'exp' is missing, but {member} is there", code="CLAIM_MISMATCH")
        return None
    if end is not None and claimed > end:
        raise ProofError(f"the claim 'exp' is later than {member}", code="CLAIM_MISMATCH", pointer="/exp")
    return claimed


def _text(payload: JsonObject, name: str) -> str | None:
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        raise ConformanceError(f"the claim '{name}' is one string", pointer=f"/{name}")
    return value


def date_claim(payload: JsonObject, name: str) -> datetime | None:
    """Return a NumericDate claim as a moment, None where it is absent.

    Raises:
        ConformanceError: SCHEMA_VIOLATION: it is no whole number of seconds, or no moment of our time.
    """
    if name not in payload:
        return None
    value = payload[name]
    # JSON knows one kind of number: 1789398245.0 is the same moment as 1789398245.
    if not isinstance(value, int | float) or isinstance(value, bool) or value != int(value):
        raise ConformanceError(f"the claim '{name}' is a whole number of seconds", pointer=f"/{name}")
    if not EARLIEST.timestamp() <= value <= LATEST.timestamp() + LARGEST_OFFSET.total_seconds():
        raise ConformanceError(f"the claim '{name}' is no moment of our time", pointer=f"/{name}")
    # The last hours of the year 9999 in the far west, which UTC cannot hold, are taken as `parse_time` does.
    return datetime.fromtimestamp(min(value, LATEST.timestamp()), tz=UTC)


def _time(credential: JsonObject, name: str) -> datetime | None:
    value: Json = credential.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ConformanceError(f"'{name}' is a date and time in text", pointer=f"/{name}")
    return parse_time(value, f"/{name}")


def _whole(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(microsecond=0)


def _require_same(claim: object, member: object, claim_name: str, member_name: str) -> None:
    if claim is None:
        raise ProofError(f"the token lacks the claim '{claim_name}'", code="CLAIM_MISMATCH")
    if claim != member:
        raise ProofError(
            f"the claim '{claim_name}' differs from {member_name} of the credential",
            code="CLAIM_MISMATCH",
            pointer=f"/{claim_name}",
        )
