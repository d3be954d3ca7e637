"""People, their subject ids per issuer, and the one side row that may be erased.

Laws: a reference is unique; one subject per person and profile, and a subject id belongs to one of them;
persons and subjects are never deleted (`persons_are_kept`, `subjects_are_kept`), because credentials name
them; a reference and a subject never change (`persons_keep_their_ids`, `subjects_never_change`). Names and mail addresses stand in
`person_details` alone, which is deleted when a person asks for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from issuer.store.base import METADATA, TEXT, JsonText, moment

PERSONS: Final = Table(
    "persons",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("reference", TEXT, nullable=False, unique=True),
    moment("created_at"),
    moment("erased_at", nullable=True),
)

PERSON_DETAILS: Final = Table(
    "person_details",
    METADATA,
    Column("person_id", TEXT, ForeignKey("persons.id"), primary_key=True),
    Column("data", JsonText(), nullable=False),
    moment("updated_at"),
)

SUBJECTS: Final = Table(
    "subjects",
    METADATA,
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    Column("subject_id", TEXT, nullable=False, unique=True),
    moment("created_at"),
    PrimaryKeyConstraint("person_id", "profile_id"),
)


@dataclass(frozen=True)
class PersonRecord:
    """Somebody who can receive credentials; no name, no address.

    Attributes:
        id: `urn:uuid:` of the row; never published.
        reference: the pseudonymous id under which attestations name the person.
        erased_at: when names and addresses were erased.
    """

    id: str
    reference: str
    created_at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True)
class SubjectRecord:
    """Who a person is towards one issuer.

    Attributes:
        subject_id: `urn:uuid:` or the holder's DID; stands in credentials.
    """

    person_id: str
    profile_id: str
    subject_id: str
    created_at: datetime
