"""The list of known issuers: its events are added and read, never changed."""

from sqlalchemy import select

from issuer.store.rows.trust import TRUST_EVENTS, TrustEventRecord
from issuer.store.statements import Statements


class TrustRepository:
    """What happened to the list of known issuers."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, event: TrustEventRecord) -> None:
        """Keep one change.

        Raises:
            ConflictError: somebody else changed this issuer's place at the same time, or a first event adds nothing.
        """
        self._statements.add(TRUST_EVENTS, event, conflict="This change of the list cannot be kept")

    def of_issuer(self, issuer: str) -> tuple[TrustEventRecord, ...]:
        """Return what happened to one issuer, oldest first."""
        query = select(TRUST_EVENTS).where(TRUST_EVENTS.c.issuer == issuer).order_by(TRUST_EVENTS.c.number)
        return self._statements.all(TrustEventRecord, query)

    def all(self) -> tuple[TrustEventRecord, ...]:
        """Return everything that happened, oldest first."""
        column = TRUST_EVENTS.c
        query = select(TRUST_EVENTS).order_by(column.at, column.issuer, column.number)
        return self._statements.all(TrustEventRecord, query)
