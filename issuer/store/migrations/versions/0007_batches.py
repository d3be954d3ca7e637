"""Batches, their items, and what was found wrong with a file.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LAWS = (
    Law("confirmed_batches_are_kept", "batches", "DELETE", "OLD.confirmed_at IS NOT NULL"),
    fixed(
        "batches_only_move_on",
        "batches",
        "id",
        "profile_id",
        "achievement_version_id",
        "name",
        "form",
        "actor",
        "role",
        "self_check_every",
        "created_at",
        or_when="OLD.state IN ('done', 'cancelled', 'refused')"
        " OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at DIFFERS OLD.confirmed_at"
        " OR NEW.total <> OLD.total OR NEW.source_sha256 DIFFERS OLD.source_sha256))",
    ),
    fixed(
        "batch_items_settle_once",
        "batch_items",
        "batch_id",
        "number",
        "line",
        "external_id",
        "award",
        "request",
        or_when="OLD.state IN ('issued', 'known', 'failed', 'cancelled')",
    ),
)


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("achievement_version_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("self_check_every", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("source_sha256", TEXT, nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("problem", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("confirmed_at", TEXT, nullable=True),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "confirmed_at IS NOT NULL OR state NOT IN ('running', 'paused', 'done')",
            name=op.f("ck_batches_work_was_confirmed"),
        ),
        sa.CheckConstraint("self_check_every >= 1", name=op.f("ck_batches_self_check_every")),
        sa.CheckConstraint(
            "state IN ('loading', 'ready', 'running', 'paused', 'done', 'cancelled', 'refused')",
            name=op.f("ck_batches_state"),
        ),
        sa.CheckConstraint("total >= 0", name=op.f("ck_batches_total")),
        sa.ForeignKeyConstraint(
            ["achievement_version_id"],
            ["achievement_versions.id"],
            name="fk_batches_achievement_version_id",
        ),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_batches_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_profile_id", "batches", ["profile_id", "created_at"], unique=False)
    op.create_index("ix_batches_state", "batches", ["state", "confirmed_at"], unique=False)
    op.create_table(
        "batch_items",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("award", TEXT, nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=True),
        sa.Column("leased_until", TEXT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("credential_id", TEXT, nullable=True),
        sa.Column("code", TEXT, nullable=True),
        sa.Column("words", TEXT, nullable=True),
        sa.CheckConstraint(
            "(state = 'failed') = (words IS NOT NULL)", name=op.f("ck_batch_items_failed_says_why")
        ),
        sa.CheckConstraint(
            "(state = 'leased') = (leased_until IS NOT NULL) AND (state = 'leased') = (holder IS NOT NULL)",
            name=op.f("ck_batch_items_leased_has_a_holder"),
        ),
        sa.CheckConstraint(
            "(state IN ('issued', 'known')) = (credential_id IS NOT NULL)",
            name=op.f("ck_batch_items_issued_names_it"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'leased', 'issued', 'known', 'failed', 'cancelled')",
            name=op.f("ck_batch_items_state"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name="fk_batch_items_batch_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_batch_items_credential_id"),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_batch_items"),
        sa.UniqueConstraint("batch_id", "award", name="uq_batch_items_batch_id_award"),
        sa.UniqueConstraint("batch_id", "external_id", name="uq_batch_items_batch_id_external_id"),
    )
    op.create_index("ix_batch_items_state", "batch_items", ["batch_id", "state", "number"], unique=False)
    op.create_table(
        "batch_gaps",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("is_error", sa.Integer(), nullable=False),
        sa.CheckConstraint("is_error IN (0, 1)", name=op.f("ck_batch_gaps_is_error")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name="fk_batch_gaps_batch_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_batch_gaps"),
    )
    enact(op.get_bind(), LAWS)
