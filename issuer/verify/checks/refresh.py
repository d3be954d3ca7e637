"""Check 3: is there a newer version of it? (OB 3.0 section 9.1 step 3; R59)

Off unless the policy asks: the address has no guard, and a fetch tells the issuer that somebody checks. It
is followed once, after the proof holds. What it gives counts only when the same issuer signed the same
credential anew; otherwise the original is judged, as the standard says.
"""

from typing import Final

from issuer.documents import strict_json
from issuer.errors import FetchError, InputError
from issuer.signing import jose
from issuer.terms import vc
from issuer.verify.case import Case, objects, text_of
from issuer.verify.checks.opening import open_case
from issuer.verify.checks.proof import Purpose
from issuer.verify.checks.secured import conforms, secured
from issuer.verify.findings import passed, skipped
from issuer.verify.presented import Presented
from issuer.verify.report import Check, Outcome

CHECK_ID: Final = "refresh"
SERVICE: Final = "1EdTechCredentialRefresh"
ACCEPT: Final = "application/vc+ld+json, application/vc, application/json;q=0.9, text/plain;q=0.5"


def check_refresh(case: Case) -> tuple[Check, Case | None]:
    """Follow the refresh service once; return the newer version as a case, where there is one."""
    services = [item for item in objects(case.document.get("refreshService")) if item.get("type") == SERVICE]
    if not services:
        return skipped(CHECK_ID, "It names no place for newer versions."), None
    if not case.policy.follow_refresh:
        return skipped(
            CHECK_ID, "It names a place for newer versions; we do not ask there unless told to."
        ), None
    address = text_of(services[0], "id")
    try:
        body = case.fetch.get(address, accept=ACCEPT, max_bytes=strict_json.CREDENTIAL_LIMITS.max_bytes).body
        newer = _newer(case, body)
    except (FetchError, InputError) as exc:
        return passed(
            CHECK_ID, f"A newer version could not be had, so this one is judged: {exc.detail}"
        ), None
    if newer is None:
        return passed(CHECK_ID, "What lies there is no newer version by the same issuer."), None
    return passed(CHECK_ID, "A newer version was found and is judged here.", address=address), newer


def _newer(case: Case, body: bytes) -> Case | None:
    if body[:2] == b"ey":
        token = jose.parse_compact(body.rstrip(b"\r\n"))
        presented = Presented(token.payload, body, vc.MEDIA_VC_JWT, token)
    else:
        presented = Presented(strict_json.parse_object(body), body, vc.MEDIA_VC)
    newer, checks = open_case(presented, policy=case.policy, fetch=case.fetch, workers=case.workers)
    if any(check.outcome is not Outcome.PASSED for check in checks):
        return None
    is_same = newer.issuer == case.issuer and newer.document.get("id") == case.document.get("id")
    if not is_same or any(
        check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED} for check in conforms(newer)
    ):
        return None
    old_start, new_start = case.moment("validFrom"), newer.moment("validFrom")
    if old_start is None or new_start is None or new_start <= old_start:
        return None
    return newer if secured(newer, Purpose(case.issuer)).holds else None
