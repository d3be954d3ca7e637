"""Leases of jobs that only one process may run, and answers that a repeated request gets again.

Laws: one lease per name; one answer per (scope, key). Both are working rows: they may be deleted.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Index, LargeBinary, PrimaryKeyConstraint, Table

from issuer.store.base import METADATA, TEXT, moment

LEASES: Final = Table(
    "leases",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("holder", TEXT, nullable=False),
    moment("expires_at"),
)

IDEMPOTENCY: Final = Table(
    "idempotency",
    METADATA,
    Column("scope", TEXT, nullable=False),
    Column("key", TEXT, nullable=False),
    Column("body_digest", TEXT, nullable=False),
    Column("response", LargeBinary),
    moment("created_at"),
    PrimaryKeyConstraint("scope", "key"),
    Index("ix_idempotency_created_at", "created_at"),
)


@dataclass(frozen=True)
class AnswerRecord:
    """What a request with this key asked for, and what it was answered.

    Attributes:
        scope: whose key it is: a profile or an API key.
        body_digest: digest of the request; another one under the same key is a conflict.
        response: the exact answer, None while the first request is under way.
    """

    scope: str
    key: str
    body_digest: str
    created_at: datetime
    response: bytes | None = field(default=None, repr=False)
