"""How transcripts are kept, and withdrawing one that went astray, or that should not have been made.

Withdrawing a transcript withdraws nothing inside, and a credential inside that falls does not withdraw it: each has a
status of its own.
"""

from dataclasses import dataclass
from typing import Final

from issuer.services.handed_out import shelves
from issuer.services.handed_out.shelves import Shelf
from issuer.services.principal import Principal
from issuer.services.status_lists import withdrawing
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts.issue import inside
from issuer.store import Category, TranscriptRecord, Unit


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
    withdrawing.require_withdrawing(category, noun="transcript")
    with toolkit.database.unit("transcript.withdraw") as unit:
        row = shelves.require_seen(unit, principal, TRANSCRIPTS, unit.transcripts.lock(transcript_id))
        withdrawing.withdraw(
            unit, toolkit, principal, row, noun="transcript", category=category, details=details
        )
        return _kept(unit, unit.transcripts.find(row.id) or row)


def _kept(unit: Unit, row: TranscriptRecord) -> KeptTranscript:
    return KeptTranscript(
        row=row,
        profile=unit.profiles.get(row.profile_id).slug,
        person=unit.people.get(row.person_id).reference,
        credentials=inside(row),
    )


TRANSCRIPTS: Final = Shelf[TranscriptRecord, KeptTranscript](
    noun="transcript", rows=lambda unit: unit.transcripts, kept=_kept
)
