"""API keys, without their secrets."""

from datetime import datetime

from sqlalchemy import select, update

from issuer.store.rows.api_keys import API_KEYS, ApiKeyRecord
from issuer.store.statements import Statements


class ApiKeyRepository:
    """Who may use the API. A key is revoked once; none is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, key: ApiKeyRecord) -> None:
        """Keep a new key.

        Raises:
            ConflictError: its id is taken, or there is no such profile.
        """
        self._statements.add(API_KEYS, key, conflict="This API key cannot be added")

    def find(self, key_id: str) -> ApiKeyRecord | None:
        """Return a key by its public part, or None."""
        return self._statements.recall(
            ("api key", key_id), ApiKeyRecord, lambda: select(API_KEYS).where(API_KEYS.c.id == key_id)
        )

    def of_profile(self, profile_id: str) -> tuple[ApiKeyRecord, ...]:
        """Return every key that a profile ever had, oldest first."""
        query = (
            select(API_KEYS)
            .where(API_KEYS.c.profile_id == profile_id)
            .order_by(API_KEYS.c.created_at, API_KEYS.c.id)
        )
        return self._statements.all(ApiKeyRecord, query)

    def revoke(self, key_id: str, *, at: datetime) -> None:
        """Let a key open nothing any more.

        Raises:
            ConflictError: there is no such key, or it is revoked already.
        """
        self._statements.change(
            update(API_KEYS)
            .where(API_KEYS.c.id == key_id, API_KEYS.c.revoked_at.is_(None))
            .values(revoked_at=at),
            otherwise=f"The API key {key_id} is revoked already, or not here.",
        )
