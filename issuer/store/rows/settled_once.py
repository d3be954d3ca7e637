"""Columns and laws in common of tables whose rows are begun with a slot and settled once: endorsements, transcripts.

One row per (profile, external id), those that were given up not counted; a status slot is used once, for ever; an issued
row has its bytes, key and time. Triggers, which the migrations make, keep what these cannot say.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from issuer.store.base import TEXT, index_where, moment, one_of
from issuer.store.rows.credentials import VersionState


def slot() -> tuple[SchemaItem, ...]:
    """Return the columns of the place in a status list."""
    return (
        Column("status_list_id", TEXT, ForeignKey("status_lists.id"), nullable=False),
        Column("status_index", Integer, nullable=False),
    )


def settling() -> tuple[SchemaItem, ...]:
    """Return the columns of what becomes of a row, the signed bytes among them."""
    return (
        moment("prepared_at"),
        moment("issued_at", nullable=True),
        moment("abandoned_at", nullable=True),
        Column("key_id", TEXT, ForeignKey("keys.id"), index=True),
        Column("body", LargeBinary),
        Column("sha256", TEXT),
    )


def laws(table: str, *, and_issued: str = "") -> tuple[SchemaItem, ...]:
    """Return the laws of a table and the indexes that keep them quick.

    Args:
        table: its name.
        and_issued: what else holds of an issued row, as SQL that begins with AND.
    """
    return (
        UniqueConstraint("status_list_id", "status_index"),
        CheckConstraint(one_of("state", VersionState), name="state"),
        CheckConstraint("status_index >= 0", name="status_index"),
        CheckConstraint(
            "CASE WHEN state = 'issued' THEN body IS NOT NULL AND sha256 IS NOT NULL AND issued_at IS NOT NULL"
            f" AND key_id IS NOT NULL{and_issued}"
            " ELSE body IS NULL AND sha256 IS NULL AND issued_at IS NULL END",
            name="issued_has_its_bytes",
        ),
        CheckConstraint("(state = 'abandoned') = (abandoned_at IS NOT NULL)", name="abandoned_has_a_time"),
        index_where(
            f"uq_{table}_external_id", "profile_id", "external_id", where="state <> 'abandoned'", unique=True
        ),
        Index(f"ix_{table}_state", "state", "prepared_at"),
    )
