"""People, their subject ids, and the details that can be erased."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from issuer.documents.strict_json import JsonObject
from issuer.store.fixed import Fixed
from issuer.store.rows.people import PERSON_DETAILS, PERSONS, SUBJECTS, PersonRecord, SubjectRecord
from issuer.store.statements import Statements

_BY_REFERENCE = Fixed(select(PERSONS).where(PERSONS.c.reference == bindparam("reference")))
_SUBJECT = Fixed(
    select(SUBJECTS).where(
        SUBJECTS.c.person_id == bindparam("person_id"), SUBJECTS.c.profile_id == bindparam("profile_id")
    )
)
_DETAILS = Fixed(select(PERSON_DETAILS.c.data).where(PERSON_DETAILS.c.person_id == bindparam("person_id")))


class PeopleRepository:
    """Who can receive. Names and addresses are in the details alone, and leave with them."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, person: PersonRecord, *, details: JsonObject | None = None) -> None:
        """Keep a new person, with names and addresses where there are any.

        Raises:
            ConflictError: the reference is taken.
        """
        self._statements.add(PERSONS, person, conflict="This person cannot be added")
        if details is not None:
            self.set_details(person.id, details, at=person.created_at)

    def get(self, person_id: str) -> PersonRecord:
        """Return a person by row id.

        Raises:
            NotFoundError: there is none.
        """
        query = select(PERSONS).where(PERSONS.c.id == person_id)
        return self._statements.get(PersonRecord, query, missing=f"There is no person {person_id}.")

    def find_by_reference(self, reference: str) -> PersonRecord | None:
        """Return a person by the id under which attestations name them, or None."""
        return self._statements.find(PersonRecord, _BY_REFERENCE, reference=reference)

    def all(self) -> tuple[PersonRecord, ...]:
        """Return everybody, by reference."""
        return self._statements.all(PersonRecord, select(PERSONS).order_by(PERSONS.c.reference))

    def find_details(self, person_id: str) -> JsonObject | None:
        """Return names and addresses of a person; None when there are none, or they were erased."""
        found = self._statements.rows(_DETAILS, person_id=person_id)
        return found[0][0] if found else None

    def set_details(self, person_id: str, details: JsonObject, *, at: datetime) -> None:
        """Replace names and addresses of a person.

        Raises:
            ConflictError: there is no such person.
        """
        self._statements.run(delete(PERSON_DETAILS).where(PERSON_DETAILS.c.person_id == person_id))
        self._statements.run(
            insert(PERSON_DETAILS).values(person_id=person_id, data=details, updated_at=at),
            conflict="There is no such person",
        )

    def erase_details(self, person_id: str, *, at: datetime) -> None:
        """Erase names and addresses for ever; credentials and events stay, and name nobody.

        Raises:
            ConflictError: there is no such person.
        """
        self._statements.run(delete(PERSON_DETAILS).where(PERSON_DETAILS.c.person_id == person_id))
        self._statements.change(
            update(PERSONS).where(PERSONS.c.id == person_id).values(erased_at=at),
            otherwise=f"There is no person {person_id}.",
        )

    def find_subject(self, person_id: str, profile_id: str) -> SubjectRecord | None:
        """Return who a person is towards an issuer, or None."""
        return self._statements.find(SubjectRecord, _SUBJECT, person_id=person_id, profile_id=profile_id)

    def find_subject_by_id(self, subject_id: str) -> SubjectRecord | None:
        """Return whose subject id this is, or None."""
        return self._statements.find(
            SubjectRecord, select(SUBJECTS).where(SUBJECTS.c.subject_id == subject_id)
        )

    def ensure_subject(self, subject: SubjectRecord) -> SubjectRecord:
        """Return the subject of this person and profile: the one recorded before, or this one, kept now.

        Raises:
            ConflictError: the subject id belongs to another person or profile.
        """
        known = self.find_subject(subject.person_id, subject.profile_id)
        if known is not None:
            return known
        # Another unit may record one in this very moment; then its subject is the answer.
        if self._statements.add_unless_there(SUBJECTS, subject, conflict="This subject cannot be added"):
            return subject
        return self.find_subject(subject.person_id, subject.profile_id) or subject
