"""Shares of credentials: who may see a page.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LAWS = (fixed("shares_keep_their_credential", "shares", "credential_id", "created_at"),)


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("visibility", TEXT, nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.CheckConstraint("visibility IN ('private', 'link', 'public')", name=op.f("ck_shares_visibility")),
        sa.CheckConstraint("length(token) >= 22", name=op.f("ck_shares_token_is_long")),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_shares_credential_id"),
        sa.PrimaryKeyConstraint("credential_id", name="pk_shares"),
        sa.UniqueConstraint("token", name="uq_shares_token"),
    )
    op.create_index("ix_shares_visibility", "shares", ["visibility"], unique=False)
    enact(op.get_bind(), LAWS)
