"""Attestations: added once, read for ever."""

from sqlalchemy import bindparam, select

from issuer.store.fixed import Fixed
from issuer.store.rows.attestations import ATTESTATIONS, AttestationRecord
from issuer.store.statements import Statements

_BY_ID = Fixed(select(ATTESTATIONS).where(ATTESTATIONS.c.id == bindparam("attestation_id")))
_BY_EXTERNAL_ID = Fixed(
    select(ATTESTATIONS)
    .where(
        ATTESTATIONS.c.profile_id == bindparam("profile_id"),
        ATTESTATIONS.c.external_id == bindparam("external_id"),
    )
    .order_by(ATTESTATIONS.c.received_at, ATTESTATIONS.c.id)
)


class AttestationRepository:
    """Frozen assessment records. Nothing here changes or is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, attestation: AttestationRecord) -> None:
        """Keep a record.

        Raises:
            ConflictError: this profile has a record of the same digest.
        """
        self._statements.add(ATTESTATIONS, attestation, conflict="This attestation cannot be added")

    def get(self, attestation_id: str) -> AttestationRecord:
        """Return a record by its id.

        Raises:
            NotFoundError: there is none.
        """
        missing = f"There is no attestation {attestation_id}."
        return self._statements.get(AttestationRecord, _BY_ID, missing=missing, attestation_id=attestation_id)

    def find_by_digest(self, profile_id: str, digest: str) -> AttestationRecord | None:
        """Return the record of this digest, or None."""
        query = select(ATTESTATIONS).where(
            ATTESTATIONS.c.profile_id == profile_id, ATTESTATIONS.c.digest == digest
        )
        return self._statements.find(AttestationRecord, query)

    def page(self, profile_id: str, *, after: str = "", limit: int = 500) -> tuple[AttestationRecord, ...]:
        """Return the records of a profile by id, from after `after` on; read on from the last id of the page."""
        query = select(ATTESTATIONS).where(ATTESTATIONS.c.profile_id == profile_id, ATTESTATIONS.c.id > after)
        return self._statements.all(AttestationRecord, query.order_by(ATTESTATIONS.c.id).limit(limit))

    def by_external_id(self, profile_id: str, external_id: str) -> tuple[AttestationRecord, ...]:
        """Return the records that an assessing system gave under one id, oldest first."""
        return self._statements.all(
            AttestationRecord, _BY_EXTERNAL_ID, profile_id=profile_id, external_id=external_id
        )
