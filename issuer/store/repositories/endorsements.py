"""Endorsement credentials of our profiles, and their statements: the same two commits as credentials.

Commit 1 is `prepare`: the intent is recorded and a slot is burned, before anything is signed. Commit 2 is
`finish`: the exact bytes are recorded, before anything leaves. One that never finishes is abandoned; the
next try under the same external id is a new endorsement.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, func, select

from issuer.documents.strict_json import JsonObject
from issuer.store import lookups
from issuer.store.fixed import Fixed
from issuer.store.repositories.settled_once import SettledOnce
from issuer.store.repositories.status_lists import with_bits
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.endorsements import (
    ENDORSEMENTS,
    STATEMENTS,
    EndorsementRecord,
    StatementRecord,
    SubjectType,
)
from issuer.store.statements import Statements

_ROW = ENDORSEMENTS.c
_STATEMENT_OF = Fixed(select(STATEMENTS).where(STATEMENTS.c.endorsement_id == bindparam("endorsement_id")))


class EndorsementRepository(SettledOnce[EndorsementRecord]):
    """What was endorsed. An issued endorsement never changes; nothing is deleted; a slot is used once."""

    def __init__(self, statements: Statements) -> None:
        super().__init__(statements, table=ENDORSEMENTS, kind=EndorsementRecord, noun="endorsement")

    def prepare(self, endorsement: EndorsementRecord, statement: StatementRecord | None = None) -> None:
        """Record the intent of an endorsement with its statement, and burn its slot, for ever.

        Raises:
            ConflictError: the slot or the external id is taken, or the list is full, closed or for credentials.
        """
        self._begin(endorsement)
        if statement is not None:
            self._statements.add(STATEMENTS, statement, conflict="This statement is taken")

    def finish(
        self,
        endorsement_id: str,
        *,
        body: bytes,
        key_id: str,
        context_hashes: JsonObject,
        issued_at: datetime,
    ) -> str:
        """Record the exact bytes of a prepared endorsement and return their hex sha256.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        return self._finish(
            endorsement_id, body=body, key_id=key_id, context_hashes=context_hashes, issued_at=issued_at
        )

    def get(self, endorsement_id: str) -> EndorsementRecord:
        """Return an endorsement by its id, whatever its state.

        Raises:
            NotFoundError: there is none.
        """
        query = self._rows().where(_ROW.id == endorsement_id)
        return self._statements.get(
            EndorsementRecord, query, missing=f"There is no endorsement {endorsement_id}."
        )

    def find(self, endorsement_id: str) -> EndorsementRecord | None:
        """Return an endorsement by its id, whatever its state, or None."""
        return self._statements.find(EndorsementRecord, self._rows().where(_ROW.id == endorsement_id))

    def lock(self, endorsement_id: str) -> EndorsementRecord:
        """Return an endorsement and keep other units from ending it until this one ends.

        Raises:
            NotFoundError: there is none.
        """
        self._lock(endorsement_id)
        return self.get(endorsement_id)

    def find_by_slot(self, status_list_id: str, status_index: int) -> EndorsementRecord | None:
        """Return the endorsement that burned this slot, or None."""
        query = self._rows().where(_ROW.status_list_id == status_list_id, _ROW.status_index == status_index)
        return self._statements.find(EndorsementRecord, query)

    def find_by_sha256(self, sha256: str) -> EndorsementRecord | None:
        """Return the issued endorsement with exactly these bytes, or None."""
        return self._statements.find(EndorsementRecord, self._rows().where(_ROW.sha256 == sha256).limit(1))

    def about(self, subject_ids: Sequence[str]) -> tuple[EndorsementRecord, ...]:
        """Return the issued endorsements of some things, withdrawn and expired ones too, oldest first."""
        dialect = self._statements.dialect
        return self._statements.all(
            EndorsementRecord, _about(dialect), subjects=lookups.given(dialect, subject_ids)
        )

    def of_achievement(self, achievement: str) -> tuple[EndorsementRecord, ...]:
        """Return the issued endorsements of the achievement with an address; as `about`."""
        return self._statements.recall_all(
            ("endorsements", achievement),
            EndorsementRecord,
            lambda: (
                self._rows()
                .where(
                    _ROW.subject_id == achievement,
                    _ROW.subject_type == SubjectType.ACHIEVEMENT,
                    _ROW.state == VersionState.ISSUED,
                )
                .order_by(_ROW.issued_at, _ROW.id)
            ),
        )

    def of_profile(
        self, profile_id: str | None = None, *, after: str = "", limit: int = 1000
    ) -> tuple[EndorsementRecord, ...]:
        """Return the issued endorsements of one endorser, or of all, by id, from after `after` on."""
        query = self._rows().where(_ROW.state == VersionState.ISSUED, _ROW.id > after)
        if profile_id is not None:
            query = query.where(_ROW.profile_id == profile_id)
        return self._statements.all(EndorsementRecord, query.order_by(_ROW.id).limit(limit))

    def count_of_kind(self, kind: str) -> int:
        """Return how many issued endorsements bind a statement of this kind."""
        query = (
            select(func.count())
            .select_from(STATEMENTS.join(ENDORSEMENTS, _ROW.id == STATEMENTS.c.endorsement_id))
            .where(STATEMENTS.c.kind == kind, _ROW.state == VersionState.ISSUED)
        )
        return int(self._statements.run(query).scalar_one())

    def find_statement(self, token: str) -> StatementRecord | None:
        """Return a statement by the last part of its address; None until its endorsement is issued."""
        query = (
            select(STATEMENTS)
            .join(ENDORSEMENTS, _ROW.id == STATEMENTS.c.endorsement_id)
            .where(STATEMENTS.c.token == token, _ROW.state == VersionState.ISSUED)
        )
        return self._statements.find(StatementRecord, query)

    def statement_of(self, endorsement_id: str) -> StatementRecord | None:
        """Return the statement that an endorsement binds; None where it binds none, or it was erased."""
        return self._statements.find(StatementRecord, _STATEMENT_OF, endorsement_id=endorsement_id)

    def erase_statement(self, endorsement_id: str) -> None:
        """Erase the statement of an endorsement for the holder; the endorsement stays as it was signed.

        Raises:
            ConflictError: the statement is public.
        """
        self._statements.run(
            delete(STATEMENTS).where(STATEMENTS.c.endorsement_id == endorsement_id),
            conflict="A public statement is kept",
        )


@cache
def _about(dialect: str) -> Fixed:
    """Return the query of the issued endorsements of some things."""
    is_about = lookups.among_given(dialect, _ROW.subject_id, "subjects")
    issued = with_bits(ENDORSEMENTS).where(is_about, _ROW.state == VersionState.ISSUED)
    return Fixed(issued.order_by(_ROW.issued_at, _ROW.id))
