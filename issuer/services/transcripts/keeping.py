"""Reading what was signed, and withdrawing it: a transcript that went astray, or that should not have been made.

Withdrawing a transcript withdraws nothing inside, and a credential inside that falls does not withdraw it: each has a
status of its own.
"""

from dataclasses import dataclass
from typing import Final

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts.issue import inside
from issuer.store import Category, TranscriptRecord, Unit

LARGEST_PAGE: Final = 1_000
WITHDRAWING: Final = frozenset(Category) - {Category.SUSPENDED_PENDING_REVIEW}
"""A transcript is not put on hold: another one can be signed at any time."""


@dataclass(frozen=True)
class KeptTranscript:
    """A transcript as its issuer sees it.

    Attributes:
        profile: slug of its issuer.
        person: reference of the holder.
        credentials: ids of what is inside, in order.
    """

    row: TranscriptRecord
    profile: str
    person: str
    credentials: tuple[str, ...]


@dataclass(frozen=True)
class TranscriptPage:
    """One page of a list; `after` is the id to read on from, None at the end."""

    items: tuple[KeptTranscript, ...]
    after: str | None


def get(toolkit: Toolkit, principal: Principal, transcript_id: str) -> KeptTranscript:
    """Return a transcript with its exact bytes.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        return _kept(reader, _require(reader, principal, reader.transcripts.find(transcript_id)))


def page(
    toolkit: Toolkit,
    principal: Principal,
    *,
    profile: str | None = None,
    person: str | None = None,
    after: str = "",
    limit: int = 50,
) -> TranscriptPage:
    """Return one page of transcripts, newest first.

    Args:
        toolkit: what to work with.
        principal: who asks.
        profile: slug of the issuer; None for all, which the operator may ask.
        person: only those of the person with this reference.
        after: the id that the page before ended with.
        limit: most items.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer, or for the whole installation.
        InputError: limit or `after` is out of range.
        NotFoundError: there is no such profile.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise InputError(f"A page has 1 to {LARGEST_PAGE} items.")
    if profile is None:
        principal.require_all()
    else:
        principal.require(profile)
    with toolkit.database.reader() as reader:
        issuer = None if profile is None else reader.profiles.get_by_slug(profile).id
        last = reader.transcripts.find(after) if after else None
        if after and (last is None or issuer not in {None, last.profile_id}):
            raise InputError("A list does not go on from there; ask for its beginning.")
        somebody = None if person is None else reader.people.find_by_reference(person)
        found = reader.transcripts.page(
            profile_id=issuer,
            person_id=None if person is None else (somebody.id if somebody else ""),
            after=last,
            limit=limit + 1,
        )
        items = tuple(_kept(reader, row) for row in found[:limit])
    return TranscriptPage(items, items[-1].row.id if len(found) > limit else None)


def withdraw(
    toolkit: Toolkit,
    principal: Principal,
    transcript_id: str,
    category: Category,
    details: str | None = None,
) -> KeptTranscript:
    """End a transcript for ever; asking again with the same category changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        transcript_id: `urn:uuid:…`.
        category: why, in public.
        details: why, in private; erasable, never published.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
        InputError: the category is the suspension.
        ConflictError: it was withdrawn with another category.
    """
    if category not in WITHDRAWING:
        raise InputError(
            f"{category} is not a category for transcripts; take one of {', '.join(sorted(WITHDRAWING))}."
        )
    with toolkit.database.unit("transcript.withdraw") as unit:
        row = _require(unit, principal, unit.transcripts.lock(transcript_id))
        if row.ended_category not in {None, category}:
            raise ConflictError(f"This transcript was withdrawn already: {row.ended_category}.")
        if row.ended_category is None:
            unit.status_lists.set_bit(
                row.status_list_id, row.status_index, category=category, at=toolkit.clock()
            )
            act = Act(
                action="transcript.withdrawn",
                object=row.id,
                profile=unit.profiles.get(row.profile_id).did,
                kind="status",
                category=category,
                details=details,
            )
            record(unit, toolkit, principal, act)
        return _kept(unit, unit.transcripts.find(row.id) or row)


def _require(unit: Unit, principal: Principal, row: TranscriptRecord | None) -> TranscriptRecord:
    if row is None or not _may_see(unit, principal, row):
        raise NotFoundError("There is no such transcript.")
    return row


def _may_see(unit: Unit, principal: Principal, row: TranscriptRecord) -> bool:
    return principal.profiles is None or unit.profiles.get(row.profile_id).slug in principal.profiles


def _kept(unit: Unit, row: TranscriptRecord) -> KeptTranscript:
    return KeptTranscript(
        row=row,
        profile=unit.profiles.get(row.profile_id).slug,
        person=unit.people.get(row.person_id).reference,
        credentials=inside(row),
    )
