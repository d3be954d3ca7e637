"""Links of holders to their progress.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LAWS = (
    kept("progress_links"),
    fixed(
        "progress_links_are_revoked_once",
        "progress_links",
        "id",
        "owner",
        "external_id",
        "person_id",
        "profile_id",
        "district_id",
        "token_hash",
        "created_at",
        "expires_at",
        or_when="OLD.revoked_at IS NOT NULL",
    ),
)


def upgrade() -> None:
    op.create_table(
        "progress_links",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=True),
        sa.Column("district_id", TEXT, nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.Column("revoked_at", TEXT, nullable=True),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_progress_links_token_is_hashed")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_progress_links_period")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_progress_links_person_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_progress_links_profile_id"),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_progress_links_district_id"),
        sa.PrimaryKeyConstraint("id", name="pk_progress_links"),
        sa.UniqueConstraint("owner", "external_id", name="uq_progress_links_owner_external_id"),
        sa.UniqueConstraint("token_hash", name="uq_progress_links_token_hash"),
    )
    op.create_index("ix_progress_links_person_id", "progress_links", ["person_id"], unique=False)
    enact(op.get_bind(), LAWS)
