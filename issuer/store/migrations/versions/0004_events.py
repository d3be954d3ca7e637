"""Events, log leaves, their heads, leases of jobs and answers of requests.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed, kept, never

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

EVENT_COLUMNS = (
    "id",
    "body",
    "at",
    "actor",
    "role",
    "profile",
    "action",
    "object",
    "before_digest",
    "after_digest",
    "category",
    "request_id",
    "details_digest",
)
LEAF_COLUMNS = ("id", "kind", "credential_id", "version_number", "entry", "leaf_hash", "at")
ONLY_NUMBERED = "OLD.number IS NOT NULL OR NEW.number IS NULL"
LAWS = (
    kept("events"),
    Law("events_begin_without_number", "events", "INSERT", "NEW.number IS NOT NULL"),
    fixed("events_are_numbered_once", "events", *EVENT_COLUMNS, or_when=ONLY_NUMBERED),
    never("event_details_never_change", "event_details"),
    kept("leaves"),
    Law("leaves_begin_without_number", "leaves", "INSERT", "NEW.number IS NOT NULL"),
    fixed("leaves_are_numbered_once", "leaves", *LEAF_COLUMNS, or_when=ONLY_NUMBERED),
    kept("chain_heads"),
    fixed(
        "chain_heads_are_signed_once",
        "chain_heads",
        "chain",
        "size",
        "head",
        "frontier",
        "at",
        or_when="OLD.signed IS NOT NULL",
    ),
)


def upgrade() -> None:
    op.create_table(
        "chain_heads",
        sa.Column("chain", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("chain IN ('events', 'leaves')", name=op.f("ck_chain_heads_chain")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_chain_heads_size")),
        sa.PrimaryKeyConstraint("chain", "size", name="pk_chain_heads"),
    )
    op.create_table(
        "events",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("profile", TEXT, nullable=True),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("object", TEXT, nullable=False),
        sa.Column("before_digest", TEXT, nullable=True),
        sa.Column("after_digest", TEXT, nullable=True),
        sa.Column("category", TEXT, nullable=True),
        sa.Column("request_id", TEXT, nullable=True),
        sa.Column("details_digest", TEXT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(number IS NULL) = (hash IS NULL) AND (number IS NULL) = (previous_hash IS NULL)",
            name=op.f("ck_events_numbered_is_chained"),
        ),
        sa.CheckConstraint("number IS NULL OR number >= 1", name=op.f("ck_events_number")),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("hash", name="uq_events_hash"),
        sa.UniqueConstraint("number", name="uq_events_number"),
    )
    op.create_index("ix_events_object", "events", ["object"], unique=False)
    op.create_index(
        "ix_events_pending",
        "events",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )
    op.create_index("ix_events_profile_at", "events", ["profile", "at"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("body_digest", TEXT, nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "event_details",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(salt) >= 16", name=op.f("ck_event_details_salt_is_long")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_details_event_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_details"),
    )
    op.create_table(
        "leaves",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(credential_id IS NULL) = (version_number IS NULL)", name=op.f("ck_leaves_names_a_version")
        ),
        sa.CheckConstraint("number IS NULL OR number >= 0", name=op.f("ck_leaves_number")),
        sa.ForeignKeyConstraint(
            ["credential_id", "version_number"],
            ["credential_versions.credential_id", "credential_versions.number"],
            name="fk_leaves_credential_id_version_number",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_leaves"),
        sa.UniqueConstraint("number", name="uq_leaves_number"),
    )
    op.create_index(
        "ix_leaves_pending",
        "leaves",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )
    op.create_index("ix_leaves_version", "leaves", ["credential_id", "version_number"], unique=False)
    op.create_index(
        "uq_leaves_one_issue",
        "leaves",
        ["credential_id", "version_number"],
        unique=True,
        sqlite_where=sa.text("kind = 'issue'"),
        postgresql_where=sa.text("kind = 'issue'"),
    )
    enact(op.get_bind(), LAWS)
