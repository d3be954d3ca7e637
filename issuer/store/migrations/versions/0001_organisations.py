"""The installation, its profiles and their keys.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed, kept, never

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LAWS = (
    never("installation_is_fixed", "installation"),
    Law("installation_is_kept", "installation", "DELETE"),
    kept("profiles"),
    fixed("profiles_keep_their_ids", "profiles", "id", "slug", "did", "created_at"),
    kept("keys"),
    fixed(
        "keys_only_age",
        "keys",
        "id",
        "profile_id",
        "verification_method",
        "key_uri",
        "key_type",
        "public_key",
        "purpose",
        "created_at",
        or_when="(OLD.state = 'revoked' AND (NEW.state <> 'revoked' OR NEW.revoked_at DIFFERS OLD.revoked_at))"
        " OR (OLD.state = 'retired' AND NEW.state = 'active')"
        " OR (OLD.retired_at IS NOT NULL AND NEW.retired_at DIFFERS OLD.retired_at)",
    ),
)


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base_url", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single_row")),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "profiles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("did", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=True),
        sa.Column("data", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["profiles.id"], name="fk_profiles_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
        sa.UniqueConstraint("did", name="uq_profiles_did"),
        sa.UniqueConstraint("slug", name="uq_profiles_slug"),
    )
    op.create_index("ix_profiles_parent_id", "profiles", ["parent_id"], unique=False)
    op.create_table(
        "keys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("verification_method", TEXT, nullable=False),
        sa.Column("key_uri", TEXT, nullable=False),
        sa.Column("key_type", TEXT, nullable=False),
        sa.Column("public_key", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("retired_at", TEXT, nullable=True),
        sa.Column("revoked_at", TEXT, nullable=True),
        sa.Column("compromised_since", TEXT, nullable=True),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("ck_keys_revoked_has_a_time")
        ),
        sa.CheckConstraint(
            "compromised_since IS NULL OR state = 'revoked'", name=op.f("ck_keys_compromised_is_revoked")
        ),
        sa.CheckConstraint("purpose IN ('data-integrity', 'jwt', 'jwt-rsa')", name=op.f("ck_keys_purpose")),
        sa.CheckConstraint(
            "state <> 'retired' OR retired_at IS NOT NULL", name=op.f("ck_keys_retired_has_a_time")
        ),
        sa.CheckConstraint("state IN ('active', 'retired', 'revoked')", name=op.f("ck_keys_state")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_keys_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("key_uri", name="uq_keys_key_uri"),
        sa.UniqueConstraint("verification_method", name="uq_keys_verification_method"),
    )
    op.create_index("ix_keys_profile_id", "keys", ["profile_id"], unique=False)
    op.create_index(
        "uq_keys_one_active",
        "keys",
        ["profile_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    enact(op.get_bind(), LAWS)
