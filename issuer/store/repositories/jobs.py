"""Leases of jobs, and answers kept for repeated requests."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from issuer.store.fixed import Fixed
from issuer.store.rows.jobs import IDEMPOTENCY, LEASES, AnswerRecord
from issuer.store.statements import Statements

_ASKED = IDEMPOTENCY.c
_KNOWN = Fixed(select(IDEMPOTENCY).where(_ASKED.scope == bindparam("scope"), _ASKED.key == bindparam("key")))
_ANSWER = Fixed(
    update(IDEMPOTENCY)
    .where(
        _ASKED.scope == bindparam("of_scope"), _ASKED.key == bindparam("of_key"), _ASKED.response.is_(None)
    )
    .values(response=bindparam("response"))
)


class LeaseRepository:
    """Jobs that one process at a time may run; a lease that is not renewed ends by itself."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def take(self, name: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Take or renew a lease; False while another holder has it.

        The row stays locked until this unit ends, so what is done in the same unit is done alone.
        """
        lease = LEASES.c
        taken = self._statements.run(
            self._statements.upsert(LEASES)
            .values(name=name, holder=holder, expires_at=until)
            .on_conflict_do_update(
                index_elements=[lease.name],
                set_={"holder": holder, "expires_at": until},
                where=or_(lease.holder == holder, lease.expires_at <= now),
            )
            .returning(lease.name)
        )
        return taken.first() is not None

    def release(self, name: str, *, holder: str) -> None:
        """Give a lease back before it ends; nothing happens when another has it."""
        self._statements.run(delete(LEASES).where(LEASES.c.name == name, LEASES.c.holder == holder))


class AnswerRepository:
    """What repeated requests are answered: the same as the first time."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def find(self, scope: str, key: str) -> AnswerRecord | None:
        """Return what is known under a key, or None."""
        return self._statements.find(AnswerRecord, _KNOWN, scope=scope, key=key)

    def add(self, answer: AnswerRecord) -> None:
        """Keep a new key, with its answer or before there is one.

        Raises:
            ConflictError: the key is taken.
        """
        self._statements.add(IDEMPOTENCY, answer, conflict="This request was made already")

    def finish(self, scope: str, key: str, *, response: bytes) -> None:
        """Keep the answer of a request that was under way.

        Raises:
            ConflictError: there is no such request, or it was answered.
        """
        self._statements.change(
            _ANSWER, otherwise="This request is not under way.", of_scope=scope, of_key=key, response=response
        )

    def drop(self, scope: str, key: str) -> None:
        """Forget a request that got no answer worth keeping; one that was answered stays."""
        self._statements.run(
            delete(IDEMPOTENCY).where(
                IDEMPOTENCY.c.scope == scope, IDEMPOTENCY.c.key == key, IDEMPOTENCY.c.response.is_(None)
            )
        )

    def forget(self, *, before: datetime) -> int:
        """Delete keys older than a moment and return how many."""
        return self._statements.run(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.created_at < before)).rowcount
