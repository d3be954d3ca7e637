"""A hosted assertion: what its address answers now, and whether its issuer keeps assertions there.

OB 2.0, hosted verification: the assertion's `id` is the address that was asked; it lies where the issuer's
profile allows (`startsWith`, `allowedOrigins`), and else on the host of the profile. Redirects are not followed,
so that the host that is named is the host that answers. Nothing is signed: the host can say another thing tomorrow.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, FetchError, InputError
from issuer.fetch import Fetch, check_url
from issuer.verify import copies
from issuer.verify.findings import as_sentence, failed, passed, undetermined
from issuer.verify.open_badges_2.bring import as_check, read, require_id
from issuer.verify.open_badges_2.edition import Edition, edition_of
from issuer.verify.open_badges_2.objects import Assertion, Profile, read_assertion
from issuer.verify.report import Caution, Check, Verdict

CHECK_ID: Final = "hosted"
PLACE_ID: Final = "hosted_place"
STATUS_ID: Final = "status"


@dataclass(frozen=True)
class Hosted:
    """What the host answered.

    Attributes:
        checks: what was found; the last one may have ended the road.
        assertion: the assertion as its host shows it, None when it does not.
        older: the edition before 2.0 of what lies there instead.
    """

    checks: tuple[Check, ...]
    assertion: Assertion | None = None
    older: Edition | None = None


def ask_host(address: str, fetch: Fetch, *, now: datetime) -> Hosted:
    """Ask the address of an assertion what lies there now; a saved copy of an earlier answer says nothing."""
    try:
        found = read(fetch, address)
        age = copies.age_of(found.saved_at, now)
        if age is not None:
            words = (
                f"Here is only a copy of what its host showed {copies.ago(age)}. A hosted badge is confirmed by its"
                " host alone, so the host must be asked now."
            )
            return Hosted((undetermined(CHECK_ID, "FETCH_FAILED", words, address=address),))
        document = found.document
        edition = edition_of(document)
        if edition in {Edition.ONE, Edition.HALF}:
            return Hosted((), older=edition)
        require_id(document, address)
        if document.get("revoked") is True:
            # A withdrawn assertion keeps no more than its id (OB 2.0, Assertion: revoked).
            return Hosted((_confirmed(address), withdrawn(document.get("revocationReason"), address=address)))
        assertion = read_assertion(document)
    except FetchError as exc:
        if exc.code == "FETCH_GONE":
            return Hosted((withdrawn(None, address=address),))
        words = f"We could not ask the host of the badge. {as_sentence(exc.detail)}"
        return Hosted((undetermined(CHECK_ID, exc.code, words, address=address),))
    except (InputError, ConformanceError) as exc:
        return Hosted((as_check(CHECK_ID, exc, what="what its host shows", url=address),))
    if assertion.is_signed:
        words = "Its host says that this badge is signed, so the signed file is needed."
        return Hosted((failed(CHECK_ID, "PROOF_MISSING", words, address=address),), None)
    return Hosted((_confirmed(address),), assertion)


def _confirmed(address: str) -> Check:
    return passed(CHECK_ID, "The address in the badge answers with this badge today.", address=address)


def withdrawn(reason: object, *, address: str) -> Check:
    """Return the check that says that the host shows the badge as withdrawn."""
    words = "Its host says that it was withdrawn"
    words += f": {reason[:200]}" if isinstance(reason, str) and reason else "."
    return failed(
        STATUS_ID, "REVOKED", as_sentence(words), means=Verdict.REVOKED, address=address, category=None
    )


def check_place(assertion: Assertion, profile: Profile) -> Check:
    """Compare the assertion's address with what the issuer's profile allows."""
    try:
        host = check_url(assertion.id).host
        allowed = _is_allowed(assertion.id, host, profile)
    except FetchError as exc:
        return undetermined(PLACE_ID, exc.code, exc.detail, address=assertion.id)
    if allowed:
        return passed(PLACE_ID, "It lies where its issuer keeps its badges.", host=host, issuer=profile.id)
    return failed(
        PLACE_ID,
        "HOST_NOT_ALLOWED",
        f"It lies at {host}, where the issuer that it names keeps no badges.",
        host=host,
        issuer=profile.id,
        startsWith=profile.starts_with,
        allowedOrigins=profile.allowed_origins,
    )


def _is_allowed(address: str, host: str, profile: Profile) -> bool:
    """Whether an address is allowed; of two rules of the profile both must allow it."""
    if profile.starts_with and not any(_begins(address, host, start) for start in profile.starts_with):
        return False
    if profile.allowed_origins:
        return any(host == _host_of(origin) for origin in profile.allowed_origins)
    return bool(profile.starts_with) or host == check_url(profile.id).host


def _begins(address: str, host: str, start: str) -> bool:
    """Whether an address begins so, on the very host of the beginning and not on one that goes on after it."""
    return address.startswith(start) and _host_of(start) == host


def _host_of(origin: str) -> str:
    """Return the host of an origin or of the beginning of an address; "" for anything else."""
    try:
        return check_url(origin if "://" in origin else f"https://{origin}").host
    except FetchError:
        return ""


def differences(copy: JsonObject, hosted: JsonObject) -> tuple[Caution, ...]:
    """Name what the handed-in copy says differently; what the host shows counts."""
    names = sorted(
        name for name in (copy.keys() | hosted.keys()) - {"@context"} if copy.get(name) != hosted.get(name)
    )
    if not names:
        return ()
    shown = ", ".join(name[:60] for name in names[:6])
    words = (
        f"The file differs from what its host shows ({shown}). What the host shows counts, and is shown here."
    )
    return (Caution("COPY_DIFFERS", words, f"/{names[0][:60]}"),)
