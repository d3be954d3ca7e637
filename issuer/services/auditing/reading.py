"""Reading as an auditor: of the key's own profile and of whoever stands under it, and never unseen.

A sample is drawn by a number that the auditor names: the credentials with the smallest SHA-256 of that number and
their id. Whoever has the list of ids draws the same one again, and the issuer cannot choose it.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Final

from issuer.errors import InputError, NotFoundError
from issuer.services import sequencer
from issuer.services.api_keys import Caller
from issuer.services.api_keys.scopes import Scope
from issuer.services.auditing import audit, audit_rows
from issuer.services.auditing.audit import EventsReport
from issuer.services.auditing.audit_rows import Row
from issuer.services.auditing.listings import CREDENTIALS, LISTINGS, Listing
from issuer.services.keys import log_key
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord, Unit

MOST_ROWS: Final = 200
LONGEST_LINE: Final = 10
"""A parent above a parent above …; more levels than any organization has."""
_SEED: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True)
class Auditor:
    """Who audits.

    Attributes:
        principal: may read of these profiles.
        slug: the profile whose key it is.
    """

    principal: Principal
    slug: str


@dataclass(frozen=True)
class Page:
    """Some rows.

    Attributes:
        rows: as the listing has them.
        after: where the next page goes on, None at the end.
    """

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True)
class LogState:
    """Whether the record is what it was.

    Attributes:
        report: what comparing the events with themselves and with their heads found.
        checkpoint: the newest signed note about the events, to be kept elsewhere; None before the first.
        verifier_key: the key of the log in its one-line form; None where the log was never signed.
    """

    report: EventsReport
    checkpoint: bytes | None
    verifier_key: str | None


def auditor(toolkit: Toolkit, caller: Caller) -> Auditor:
    """Return who may read what with a key: its own profile and everybody under it.

    Raises:
        NotAuthorizedError: the key is not an auditor's.
    """
    caller.require(Scope.AUDIT_READ)
    with toolkit.database.reader() as reader:
        slugs = {profile.slug for profile in reader.profiles.all() if _is_under(reader, profile, caller.slug)}
    principal = replace(caller.principal, profiles=frozenset(slugs), role="auditor")
    return Auditor(principal, caller.slug)


def page(
    toolkit: Toolkit,
    who: Auditor,
    slug: str,
    *,
    listing: Listing = LISTINGS[CREDENTIALS],
    after: str = "",
    limit: int = MOST_ROWS,
) -> Page:
    """Return some rows of an issuer, endorser or district, by id, and note that they were read.

    Raises:
        NotAuthorizedError: the issuer is not one of the auditor's.
        NotFoundError: there is no such profile.
    """
    profile = _issuer(toolkit, who, slug)
    rows, following = listing.some(toolkit, profile.id, after=after, limit=limit)
    _note(toolkit, who, profile, "audit.rows_read")
    return Page(tuple(rows), following)


def sample(toolkit: Toolkit, who: Auditor, slug: str, *, seed: str, size: int) -> tuple[Row, ...]:
    """Return the rows that a number chooses, in the order in which it chooses them, and note that.

    Args:
        toolkit: what to work with.
        who: who asks.
        slug: the issuer.
        seed: the auditor's number or word.
        size: how many rows, at most `MOST_ROWS`.

    Raises:
        NotAuthorizedError: the issuer is not one of the auditor's.
        NotFoundError: there is no such profile.
        InputError: a seed or a size of another form.
    """
    profile = _issuer(toolkit, who, slug)
    rows = draw(toolkit, profile.id, seed=seed, size=size)
    _note(toolkit, who, profile, "audit.sample_drawn", drawn=f"{seed} {size}")
    return rows


def draw(toolkit: Toolkit, profile_id: str, *, seed: str, size: int) -> tuple[Row, ...]:
    """Return the rows that a number chooses among the credentials of a profile.

    Raises:
        InputError: a seed or a size of another form.
    """
    if not _SEED.fullmatch(seed):
        raise InputError("A seed has 1 to 64 letters, digits and . _ -", pointer="/seed")
    if not 1 <= size <= MOST_ROWS:
        raise InputError(f"A sample has 1 to {MOST_ROWS} rows.", pointer="/size")
    with toolkit.database.reader() as reader:
        known = reader.credentials.issued_ids(profile_id)
    chosen = sorted(known, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())[:size]
    return tuple(audit_rows.of_credentials(toolkit, chosen))


def log_state(toolkit: Toolkit, who: Auditor) -> LogState:
    """Compare the record with itself, and note that it was asked for."""
    profile = _issuer(toolkit, who, who.slug)
    report = audit.verify_events(toolkit)
    try:
        key = log_key.verifier_keys(toolkit)[1]
    except NotFoundError:
        key = None
    note = sequencer.newest_checkpoint(toolkit, audit.CHAIN)
    _note(toolkit, who, profile, "audit.log_checked")
    return LogState(report, note, key)


def _is_under(reader: Unit, profile: ProfileRecord, slug: str) -> bool:
    for _ in range(LONGEST_LINE):
        if profile.slug == slug:
            return True
        if profile.parent_id is None:
            return False
        profile = reader.profiles.get(profile.parent_id)
    return False


def _issuer(toolkit: Toolkit, who: Auditor, slug: str) -> ProfileRecord:
    who.principal.require(slug)
    with toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug(slug)


def _note(
    toolkit: Toolkit, who: Auditor, profile: ProfileRecord, action: str, *, drawn: str | None = None
) -> None:
    digest = None if drawn is None else "sha256:" + hashlib.sha256(drawn.encode()).hexdigest()
    with toolkit.database.unit("auditing.note") as unit:
        act = Act(action=action, object=profile.did, profile=profile.did, after=digest)
        record(unit, toolkit, who.principal, act)
