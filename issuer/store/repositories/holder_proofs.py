"""Questions to holders: kept for a day, tried a few times, proven once."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from issuer.store.rows.holder_proofs import HOLDER_PROOFS, HolderProofRecord, ProofMethod
from issuer.store.statements import Statements


class HolderProofRepository:
    """What was asked of holders a short time ago."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, proof: HolderProofRecord) -> None:
        """Keep a new question.

        Raises:
            ConflictError: its id is taken, or there is no such credential.
        """
        self._statements.add(HOLDER_PROOFS, proof, conflict="This question cannot be added")

    def find(self, proof_id: str) -> HolderProofRecord | None:
        """Return a question by its id, or None."""
        query = select(HOLDER_PROOFS).where(HOLDER_PROOFS.c.id == proof_id)
        return self._statements.find(HolderProofRecord, query)

    def count_since(self, credential_id: str, method: ProofMethod, *, since: datetime) -> int:
        """Return how many questions of a kind were asked about a credential after a moment."""
        asked = HOLDER_PROOFS.c
        query = select(func.count()).where(
            asked.credential_id == credential_id, asked.method == method, asked.created_at > since
        )
        return int(self._statements.run(query).scalar_one())

    def try_answer(self, proof_id: str, *, most: int, now: datetime) -> bool:
        """Count one more try; False, and nothing is counted, when the question is not open any more."""
        asked = HOLDER_PROOFS.c
        changed = self._statements.run(
            update(HOLDER_PROOFS)
            .where(
                asked.id == proof_id, asked.tries < most, asked.expires_at > now, asked.proven_at.is_(None)
            )
            .values(tries=asked.tries + 1)
        )
        return changed.rowcount == 1

    def prove(self, proof_id: str, *, by: str, at: datetime) -> bool:
        """Keep that a question was answered; False when another answer came first."""
        asked = HOLDER_PROOFS.c
        changed = self._statements.run(
            update(HOLDER_PROOFS)
            .where(asked.id == proof_id, asked.proven_at.is_(None))
            .values(proven_at=at, proven_by=by)
        )
        return changed.rowcount == 1

    def forget(self, *, before: datetime) -> int:
        """Forget questions that were asked before a moment, and return how many."""
        return self._statements.run(delete(HOLDER_PROOFS).where(HOLDER_PROOFS.c.created_at < before)).rowcount
