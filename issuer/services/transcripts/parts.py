"""What goes into a transcript: chosen from what is in force, held to what a verifier reads, judged one by one."""

from collections.abc import Sequence
from typing import Final

from issuer.documents import strict_json
from issuer.errors import ConflictError, ConformanceError, InputError, NotFoundError
from issuer.services import credentials
from issuer.services.credentials import LARGEST_PAGE, Held, State
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import VersionState
from issuer.verify import Report, Verdict

MOST: Final = 25
"""A verifier opens no more, and reads no larger file."""


def in_force(toolkit: Toolkit, principal: Principal, profile: str, person: str) -> tuple[Held, ...]:
    """Return what the person holds of the issuer and what is in force, oldest award first."""
    page = credentials.page(
        toolkit, principal, profile=profile, person=person, states=(State.VALID,), limit=LARGEST_PAGE
    )
    return tuple(sorted(page.items, key=lambda held: (held.credential.awarded_at, held.credential.id)))


def choose(
    toolkit: Toolkit, principal: Principal, held: tuple[Held, ...], chosen: Sequence[str]
) -> tuple[Held, ...]:
    """Return what was named of it, or all of it.

    Raises:
        NotFoundError: something that was named is not there, or nothing is.
        ConformanceError: it is too much for one transcript.
    """
    wanted = held
    if chosen:
        ids = {credentials.get(toolkit, principal, name).credential.id for name in chosen}
        wanted = tuple(item for item in held if item.credential.id in ids)
        if len(wanted) < len(ids):
            raise NotFoundError("A chosen badge is not this person's, or not in force.")
    if not wanted:
        raise NotFoundError("This person holds nothing of this issuer that is in force.")
    if len(wanted) > MOST:
        raise ConformanceError(f"A transcript holds up to {MOST} badges; choose some of the {len(wanted)}.")
    return wanted


def body_of(held: Held) -> bytes:
    """Return the exact bytes of the newest issued version."""
    issued = [version for version in held.versions if version.state is VersionState.ISSUED]
    return issued[-1].body or b""


def require_in_force(report: Report, wanted: Sequence[Held]) -> None:
    """Return quietly when the pipeline opened every credential inside and found it in force.

    Raises:
        ConflictError: one fell after it was chosen.
    """
    verdicts = [part.report.verdict for part in report.parts]
    if len(verdicts) != len(wanted):
        raise ConflictError("Not every badge inside could be judged, so nothing was released.")
    for held, verdict in zip(wanted, verdicts, strict=True):
        if verdict is not Verdict.VALID:
            name = held.credential.certificate_number
            raise ConflictError(f"{name} is {verdict} now, so nothing was released; ask again.")


def require_readable(body: bytes) -> None:
    """Return quietly when a verifier with the limits of ours reads a file as large as this.

    Raises:
        ConformanceError: it does not.
    """
    try:
        strict_json.parse_object(body, limits=strict_json.CREDENTIAL_LIMITS)
    except InputError as exc:
        raise ConformanceError(
            "This is too much for one transcript; choose some of the badges.", hint=exc.detail
        ) from exc
