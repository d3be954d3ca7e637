"""Credentials, their versions and JWT forms, status lists and their set bits.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed, kept, never

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LAWS = (
    kept("status_lists"),
    fixed(
        "status_lists_only_move_on",
        "status_lists",
        "id",
        "profile_id",
        "number",
        "slug",
        "purpose",
        "length",
        "created_at",
        or_when="NEW.used < OLD.used OR NEW.changes < OLD.changes OR NEW.sequence < OLD.sequence"
        " OR NEW.signed_changes < OLD.signed_changes"
        " OR (OLD.closed_at IS NOT NULL AND NEW.closed_at DIFFERS OLD.closed_at)",
    ),
    kept("credentials"),
    never("credentials_never_change", "credentials"),
    kept("credential_versions"),
    Law("credential_versions_begin_prepared", "credential_versions", "INSERT", "NEW.state <> 'prepared'"),
    fixed(
        "credential_versions_only_finish",
        "credential_versions",
        "credential_id",
        "number",
        "valid_from",
        "valid_until",
        "status_list_id",
        "status_index",
        "intent",
        "prepared_at",
        or_when="OLD.state <> 'prepared'",
    ),
    kept("credential_jwts"),
    never("credential_jwts_never_change", "credential_jwts"),
    Law("status_bits_never_go_back", "status_bits", "DELETE"),
    fixed(
        "status_bits_only_become_final",
        "status_bits",
        "status_list_id",
        "status_index",
        "set_at",
        or_when="OLD.category <> 'suspended_pending_review' OR NEW.category = 'suspended_pending_review'"
        " OR NEW.final_at IS NULL",
    ),
)


def upgrade() -> None:
    op.create_table(
        "status_lists",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("closed_at", TEXT, nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("signed_changes", sa.Integer(), nullable=False),
        sa.Column("signed_body", sa.LargeBinary(), nullable=True),
        sa.Column("signed_from", TEXT, nullable=True),
        sa.Column("signed_until", TEXT, nullable=True),
        sa.CheckConstraint(
            "(sequence = 0) = (signed_body IS NULL)", name=op.f("ck_status_lists_signed_body")
        ),
        sa.CheckConstraint("length >= 131072 AND length % 8 = 0", name=op.f("ck_status_lists_length")),
        sa.CheckConstraint("signed_changes <= changes", name=op.f("ck_status_lists_signed_changes")),
        sa.CheckConstraint("used >= 0 AND used <= length", name=op.f("ck_status_lists_used")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_status_lists_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_status_lists"),
        sa.UniqueConstraint("profile_id", "number", name="uq_status_lists_profile_id_number"),
        sa.UniqueConstraint("slug", name="uq_status_lists_slug"),
    )
    op.create_table(
        "credentials",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("achievement_version_id", TEXT, nullable=False),
        sa.Column("attestation_id", TEXT, nullable=False),
        sa.Column("attestation_digest", TEXT, nullable=False),
        sa.Column("certificate_number", TEXT, nullable=False),
        sa.Column("awarded_at", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["achievement_version_id"],
            ["achievement_versions.id"],
            name="fk_credentials_achievement_version_id",
        ),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestations.id"], name="fk_credentials_attestation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_credentials_person_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_credentials_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credentials"),
        sa.UniqueConstraint("certificate_number", name="uq_credentials_certificate_number"),
        sa.UniqueConstraint("profile_id", "external_id", name="uq_credentials_profile_id_external_id"),
        sa.UniqueConstraint(
            "profile_id",
            "person_id",
            "achievement_version_id",
            "attestation_digest",
            name="uq_credentials_award",
        ),
    )
    op.create_index(
        "ix_credentials_achievement_version_id", "credentials", ["achievement_version_id"], unique=False
    )
    op.create_index("ix_credentials_attestation_id", "credentials", ["attestation_id"], unique=False)
    op.create_index("ix_credentials_person_id", "credentials", ["person_id"], unique=False)
    op.create_table(
        "credential_versions",
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("valid_from", TEXT, nullable=False),
        sa.Column("valid_until", TEXT, nullable=True),
        sa.Column("status_list_id", TEXT, nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("intent", TEXT, nullable=False),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.Column("issued_at", TEXT, nullable=True),
        sa.Column("abandoned_at", TEXT, nullable=True),
        sa.Column("key_id", TEXT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.Column("context_hashes", TEXT, nullable=True),
        sa.CheckConstraint(
            "(state = 'abandoned') = (abandoned_at IS NOT NULL)",
            name=op.f("ck_credential_versions_abandoned_has_a_time"),
        ),
        sa.CheckConstraint(
            "CASE WHEN state = 'issued' THEN body IS NOT NULL AND sha256 IS NOT NULL AND issued_at IS NOT NULL AND key_id IS NOT NULL AND context_hashes IS NOT NULL ELSE body IS NULL AND sha256 IS NULL AND issued_at IS NULL END",
            name=op.f("ck_credential_versions_issued_has_its_bytes"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'issued', 'abandoned')", name=op.f("ck_credential_versions_state")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_credential_versions_number")),
        sa.CheckConstraint("status_index >= 0", name=op.f("ck_credential_versions_status_index")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_credential_versions_period")
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name="fk_credential_versions_credential_id"
        ),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_credential_versions_key_id"),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_lists.id"], name="fk_credential_versions_status_list_id"
        ),
        sa.PrimaryKeyConstraint("credential_id", "number", name="pk_credential_versions"),
        sa.UniqueConstraint(
            "status_list_id", "status_index", name="uq_credential_versions_status_list_id_status_index"
        ),
    )
    op.create_index("ix_credential_versions_key_id", "credential_versions", ["key_id"], unique=False)
    op.create_index(
        "ix_credential_versions_state", "credential_versions", ["state", "prepared_at"], unique=False
    )
    op.create_table(
        "credential_jwts",
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("algorithm", TEXT, nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id", "number"],
            ["credential_versions.credential_id", "credential_versions.number"],
            name="fk_credential_jwts_credential_id_number",
        ),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_credential_jwts_key_id"),
        sa.PrimaryKeyConstraint("credential_id", "number", "algorithm", name="pk_credential_jwts"),
    )
    op.create_index("ix_credential_jwts_key_id", "credential_jwts", ["key_id"], unique=False)
    op.create_table(
        "status_bits",
        sa.Column("status_list_id", TEXT, nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("set_at", TEXT, nullable=False),
        sa.Column("final_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "category IN ('issued_in_error', 'evidence_misattributed', 'assessment_invalid', 'superseded', 'holder_request', 'fraud', 'key_compromise', 'suspended_pending_review')",
            name=op.f("ck_status_bits_category"),
        ),
        sa.ForeignKeyConstraint(
            ["status_list_id", "status_index"],
            ["credential_versions.status_list_id", "credential_versions.status_index"],
            name="fk_status_bits_status_list_id_status_index",
        ),
        sa.PrimaryKeyConstraint("status_list_id", "status_index", name="pk_status_bits"),
    )
    enact(op.get_bind(), LAWS)
