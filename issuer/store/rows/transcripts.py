"""Transcripts that profiles of this installation signed (CLR 2.0), byte for byte.

Laws: one transcript per (profile, external id), those that were given up not counted; a status slot is used once, for
ever, in a list of endorsements, which no endorsement uses too (`transcripts_use_their_own_slots`,
`endorsements_leave_transcripts_their_slots`); a transcript begins as prepared (`transcripts_begin_prepared`); an issued
one has its bytes, key and time, and nothing of it changes any more (`transcripts_only_finish`); nothing is deleted
(`transcripts_are_kept`). That one was withdrawn stands in `status_bits`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Table,
)

from issuer.store.base import METADATA, TEXT, Choice, moment
from issuer.store.rows import settled_once
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.status_lists import Category

TRANSCRIPTS: Final = Table(
    "transcripts",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("external_id", TEXT, nullable=False),
    Column("request_digest", TEXT, nullable=False),
    Column("state", Choice(VersionState), nullable=False),
    moment("valid_from"),
    moment("valid_until"),
    *settled_once.slot(),
    *settled_once.settling(),
    *settled_once.laws("transcripts"),
    CheckConstraint("valid_until > valid_from", name="period"),
)


@dataclass(frozen=True)
class TranscriptRecord:
    """One transcript of a profile.

    Attributes:
        id: the credential id, `urn:uuid:…`.
        person_id: whose credentials are inside.
        external_id: the id under which the caller asked for it; asking again gives this row.
        request_digest: digest of what was asked, so that another request under the same id is refused.
        body: the exact signed bytes, when issued.
        sha256: hex digest of the body.
        ended_at: when its status bit was set; the bit never goes back.
        ended_category: why, in the public words.
    """

    id: str
    profile_id: str
    person_id: str
    external_id: str
    request_digest: str
    state: VersionState
    valid_from: datetime
    valid_until: datetime
    status_list_id: str
    status_index: int
    prepared_at: datetime
    issued_at: datetime | None = None
    abandoned_at: datetime | None = None
    key_id: str | None = None
    body: bytes | None = field(default=None, repr=False)
    sha256: str | None = None
    ended_at: datetime | None = None
    ended_category: Category | None = None

    @property
    def owner(self) -> str:
        """Row id of who may look it up: its issuer."""
        return self.profile_id
