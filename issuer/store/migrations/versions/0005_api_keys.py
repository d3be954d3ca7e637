"""Keys of the API.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LAWS = (
    kept("api_keys"),
    fixed(
        "api_keys_are_revoked_once",
        "api_keys",
        "id",
        "profile_id",
        "label",
        "scopes",
        "secret_hash",
        "created_at",
        "expires_at",
        or_when="OLD.revoked_at IS NOT NULL",
    ),
)


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=True),
        sa.Column("revoked_at", TEXT, nullable=True),
        sa.CheckConstraint("length(secret_hash) = 32", name=op.f("ck_api_keys_secret_is_hashed")),
        sa.CheckConstraint("expires_at IS NULL OR expires_at > created_at", name=op.f("ck_api_keys_period")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_api_keys_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_index("ix_api_keys_profile_id", "api_keys", ["profile_id"], unique=False)
    enact(op.get_bind(), LAWS)
