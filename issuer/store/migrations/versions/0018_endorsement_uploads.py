"""Endorsements that were signed elsewhere, and invitations to endorse.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LAWS = (
    kept("endorsement_uploads"),
    fixed(
        "endorsement_uploads_only_age",
        "endorsement_uploads",
        "id",
        "credential_id",
        "issuer",
        "issuer_name",
        "subject_id",
        "subject_type",
        "subject_version",
        "name",
        "comment",
        "valid_from",
        "valid_until",
        "media_type",
        "body",
        "sha256",
        "carried",
        "received_at",
        or_when="(OLD.removed_at IS NOT NULL AND NEW.removed_at DIFFERS OLD.removed_at)",
    ),
    fixed(
        "endorsement_invitations_only_end",
        "endorsement_invitations",
        "id",
        "profile_id",
        "subject_id",
        "subject_type",
        "subject_version",
        "endorser",
        "token_hash",
        "created_at",
        "expires_at",
        or_when="OLD.answered_at IS NOT NULL OR OLD.closed_at IS NOT NULL",
    ),
)
KINDS = "subject_type IN ('Achievement', 'Profile', 'OpenBadgeCredential')"


def upgrade() -> None:
    op.create_table(
        "endorsement_invitations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("subject_type", TEXT, nullable=False),
        sa.Column("subject_version", TEXT, nullable=True),
        sa.Column("endorser", TEXT, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.Column("answer_id", TEXT, nullable=True),
        sa.Column("closed_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer_id IS NULL)",
            name=op.f("ck_endorsement_invitations_answered_has_an_answer"),
        ),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_endorsement_invitations_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "length(token_hash) = 32", name=op.f("ck_endorsement_invitations_token_is_hashed")
        ),
        sa.CheckConstraint(KINDS, name=op.f("ck_endorsement_invitations_subject_type")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_endorsement_invitations_profile_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_endorsement_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_endorsement_invitations_token_hash"),
    )
    op.create_index(
        "ix_endorsement_invitations_profile_id", "endorsement_invitations", ["profile_id"], unique=False
    )
    op.create_table(
        "endorsement_uploads",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("issuer_name", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("subject_type", TEXT, nullable=False),
        sa.Column("subject_version", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("comment", TEXT, nullable=False),
        sa.Column("valid_from", TEXT, nullable=False),
        sa.Column("valid_until", TEXT, nullable=True),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("carried", TEXT, nullable=False),
        sa.Column("received_at", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("checked_at", TEXT, nullable=False),
        sa.Column("removed_at", TEXT, nullable=True),
        sa.CheckConstraint("carried IN ('yes', 'no')", name=op.f("ck_endorsement_uploads_carried")),
        sa.CheckConstraint(KINDS, name=op.f("ck_endorsement_uploads_subject_type")),
        sa.PrimaryKeyConstraint("id", name="pk_endorsement_uploads"),
        sa.UniqueConstraint("sha256", name="uq_endorsement_uploads_sha256"),
    )
    op.create_index("ix_endorsement_uploads_subject_id", "endorsement_uploads", ["subject_id"], unique=False)
    enact(op.get_bind(), LAWS)
