"""Browsers that an API key was handed to for some hours.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, never

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LAWS = (never("sign_ins_stay_what_they_are", "sign_ins"),)


def upgrade() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.CheckConstraint("length(id) = 64", name=op.f("ck_sign_ins_id_is_a_digest")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sign_ins_ends_after_it_began")),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_sign_ins_key_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])
    enact(op.get_bind(), LAWS)
