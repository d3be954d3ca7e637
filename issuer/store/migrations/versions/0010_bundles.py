"""Transfer bundles of teachers, and how often their links were opened.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept, never

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LAWS = (
    kept("bundles"),
    fixed(
        "bundles_are_revoked_once",
        "bundles",
        "id",
        "owner",
        "external_id",
        "person_id",
        "recipient",
        "token_hash",
        "created_at",
        "expires_at",
        or_when="OLD.revoked_at IS NOT NULL",
    ),
    kept("bundle_items"),
    never("bundle_items_never_change", "bundle_items"),
    kept("bundle_openings"),
    fixed(
        "bundle_openings_only_count_up",
        "bundle_openings",
        "bundle_id",
        "kind",
        "hour",
        or_when="NEW.times < OLD.times",
    ),
)


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.Column("revoked_at", TEXT, nullable=True),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_bundles_token_is_hashed")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_bundles_period")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_bundles_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundles"),
        sa.UniqueConstraint("owner", "external_id", name="uq_bundles_owner_external_id"),
        sa.UniqueConstraint("token_hash", name="uq_bundles_token_hash"),
    )
    op.create_index("ix_bundles_person_id", "bundles", ["person_id"], unique=False)
    op.create_table(
        "bundle_items",
        sa.Column("bundle_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name="fk_bundle_items_bundle_id"),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_bundle_items_credential_id"),
        sa.PrimaryKeyConstraint("bundle_id", "position", name="pk_bundle_items"),
        sa.UniqueConstraint("bundle_id", "credential_id", name="uq_bundle_items_bundle_id_credential_id"),
    )
    op.create_index("ix_bundle_items_credential_id", "bundle_items", ["credential_id"], unique=False)
    op.create_table(
        "bundle_openings",
        sa.Column("bundle_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("hour", TEXT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('page', 'files', 'table', 'file', 'check')", name=op.f("ck_bundle_openings_kind")
        ),
        sa.CheckConstraint("times >= 1", name=op.f("ck_bundle_openings_times")),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name="fk_bundle_openings_bundle_id"),
        sa.PrimaryKeyConstraint("bundle_id", "kind", "hour", name="pk_bundle_openings"),
    )
    enact(op.get_bind(), LAWS)
