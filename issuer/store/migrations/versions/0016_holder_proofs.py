"""Questions to holders, forgotten after a day.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LAWS = (
    fixed(
        "holder_proofs_are_proven_once",
        "holder_proofs",
        "id",
        "credential_id",
        "method",
        "challenge",
        "code_hash",
        "salt",
        "created_at",
        "expires_at",
        or_when="OLD.proven_at IS NOT NULL OR NEW.tries < OLD.tries",
    ),
)


def upgrade() -> None:
    op.create_table(
        "holder_proofs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("challenge", TEXT, nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proven_at", TEXT, nullable=True),
        sa.Column("proven_by", TEXT, nullable=True),
        sa.CheckConstraint("method IN ('did', 'code')", name=op.f("ck_holder_proofs_method")),
        sa.CheckConstraint(
            "(challenge IS NULL) <> (code_hash IS NULL)", name=op.f("ck_holder_proofs_challenge_or_code")
        ),
        sa.CheckConstraint(
            "(code_hash IS NULL) = (salt IS NULL)", name=op.f("ck_holder_proofs_code_is_salted")
        ),
        sa.CheckConstraint(
            "(proven_at IS NULL) = (proven_by IS NULL)", name=op.f("ck_holder_proofs_proven_by_something")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_holder_proofs_period")),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_holder_proofs_credential_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holder_proofs"),
    )
    op.create_index(
        "ix_holder_proofs_credential_id_created_at", "holder_proofs", ["credential_id", "created_at"]
    )
    op.create_index("ix_holder_proofs_created_at", "holder_proofs", ["created_at"])
    enact(op.get_bind(), LAWS)
