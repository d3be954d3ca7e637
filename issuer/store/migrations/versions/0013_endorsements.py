"""Endorsement credentials with their statements, and status lists that carry them.

A bit of a status list now belongs to a version or to an endorsement: the reference becomes a law. A program
of the release before goes on issuing credentials; it opens no list for endorsements.
Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed, kept, repeal

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LISTS_MOVE_ON = (
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
        "carries",
        or_when="NEW.used < OLD.used OR NEW.changes < OLD.changes OR NEW.sequence < OLD.sequence"
        " OR NEW.signed_changes < OLD.signed_changes"
        " OR (OLD.closed_at IS NOT NULL AND NEW.closed_at DIFFERS OLD.closed_at)",
    ),
)
LEAVES_ARE_NUMBERED = (
    fixed(
        "leaves_are_numbered_once",
        "leaves",
        "id",
        "kind",
        "credential_id",
        "version_number",
        "entry",
        "leaf_hash",
        "at",
        "endorsement_id",
        or_when="OLD.number IS NOT NULL OR NEW.number IS NULL",
    ),
)
BITS_OF_SQLITE = (
    Law("status_bits_never_go_back", "status_bits", "DELETE"),
    fixed(
        "status_bits_only_become_final",
        "status_bits",
        "status_list_id",
        "status_index",
        "set_at",
        "change",
        or_when="OLD.category <> 'suspended_pending_review' OR NEW.category = 'suspended_pending_review'"
        " OR NEW.final_at IS NULL",
    ),
)
LIST_OF_NEW = "(SELECT carries FROM status_lists WHERE id = NEW.status_list_id)"
LAWS = (
    Law(
        "status_bits_name_a_burned_slot",
        "status_bits",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM credential_versions AS v"
        " WHERE v.status_list_id = NEW.status_list_id AND v.status_index = NEW.status_index)"
        " AND NOT EXISTS (SELECT 1 FROM endorsements AS e"
        " WHERE e.status_list_id = NEW.status_list_id AND e.status_index = NEW.status_index)",
    ),
    Law(
        "credential_versions_use_their_own_lists",
        "credential_versions",
        "INSERT",
        f"{LIST_OF_NEW} DIFFERS 'credentials'",
    ),
    Law(
        "endorsements_use_their_own_lists", "endorsements", "INSERT", f"{LIST_OF_NEW} DIFFERS 'endorsements'"
    ),
    kept("endorsements"),
    Law("endorsements_begin_prepared", "endorsements", "INSERT", "NEW.state <> 'prepared'"),
    fixed(
        "endorsements_only_finish",
        "endorsements",
        "id",
        "profile_id",
        "external_id",
        "request_digest",
        "subject_id",
        "subject_type",
        "subject_version",
        "name",
        "audience",
        "valid_from",
        "valid_until",
        "status_list_id",
        "status_index",
        "intent",
        "prepared_at",
        or_when="OLD.state <> 'prepared'",
    ),
    Law("statements_never_change", "statements", "UPDATE"),
    Law("public_statements_are_kept", "statements", "DELETE", "OLD.audience = 'public'"),
)
LIVING = sa.text("state <> 'abandoned'")
ENDORSE = sa.text("kind = 'endorse'")


def upgrade() -> None:
    _create_tables()
    repeal(op.get_bind(), (*LISTS_MOVE_ON, *LEAVES_ARE_NUMBERED))
    _add_columns()
    op.create_index("ix_leaves_endorsement", "leaves", ["endorsement_id"], unique=False)
    op.create_index(
        "uq_leaves_one_endorse",
        "leaves",
        ["endorsement_id"],
        unique=True,
        sqlite_where=ENDORSE,
        postgresql_where=ENDORSE,
    )
    _free_bits()
    enact(op.get_bind(), (*LISTS_MOVE_ON, *LEAVES_ARE_NUMBERED, *LAWS))


def _add_columns() -> None:
    """Add one column to lists and one to leaves; SQLite takes a constraint with its column alone."""
    if op.get_bind().dialect.name == "postgresql":
        carries: sa.Column[str] = sa.Column(
            "carries", TEXT, nullable=False, server_default=sa.text("'credentials'")
        )
        op.add_column("status_lists", carries)
        op.create_check_constraint(
            op.f("ck_status_lists_carries"), "status_lists", "carries IN ('credentials', 'endorsements')"
        )
        op.add_column("leaves", sa.Column("endorsement_id", TEXT, nullable=True))
        op.create_foreign_key(
            "fk_leaves_endorsement_id", "leaves", "endorsements", ["endorsement_id"], ["id"]
        )
        return
    op.execute(
        "ALTER TABLE status_lists ADD COLUMN carries TEXT DEFAULT 'credentials' NOT NULL"
        " CONSTRAINT ck_status_lists_carries CHECK (carries IN ('credentials', 'endorsements'))"
    )
    op.execute(
        "ALTER TABLE leaves ADD COLUMN endorsement_id TEXT"
        " CONSTRAINT fk_leaves_endorsement_id REFERENCES endorsements (id)"
    )


def _create_tables() -> None:
    op.create_table(
        "endorsements",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("request_digest", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("subject_type", TEXT, nullable=False),
        sa.Column("subject_version", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
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
            name=op.f("ck_endorsements_abandoned_has_a_time"),
        ),
        sa.CheckConstraint(
            "CASE WHEN state = 'issued' THEN body IS NOT NULL AND sha256 IS NOT NULL AND issued_at IS NOT NULL AND key_id IS NOT NULL AND context_hashes IS NOT NULL ELSE body IS NULL AND sha256 IS NULL AND issued_at IS NULL END",
            name=op.f("ck_endorsements_issued_has_its_bytes"),
        ),
        sa.CheckConstraint("audience IN ('public', 'holder')", name=op.f("ck_endorsements_audience")),
        sa.CheckConstraint(
            "state IN ('prepared', 'issued', 'abandoned')", name=op.f("ck_endorsements_state")
        ),
        sa.CheckConstraint("status_index >= 0", name=op.f("ck_endorsements_status_index")),
        sa.CheckConstraint(
            "subject_type IN ('Achievement', 'Profile', 'OpenBadgeCredential')",
            name=op.f("ck_endorsements_subject_type"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_endorsements_period")
        ),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_endorsements_key_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_endorsements_profile_id"),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_lists.id"], name="fk_endorsements_status_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_endorsements"),
        sa.UniqueConstraint(
            "status_list_id", "status_index", name="uq_endorsements_status_list_id_status_index"
        ),
    )
    op.create_index("ix_endorsements_key_id", "endorsements", ["key_id"], unique=False)
    op.create_index("ix_endorsements_sha256", "endorsements", ["sha256"], unique=False)
    op.create_index("ix_endorsements_state", "endorsements", ["state", "prepared_at"], unique=False)
    op.create_index("ix_endorsements_subject_id", "endorsements", ["subject_id"], unique=False)
    op.create_index(
        "uq_endorsements_external_id",
        "endorsements",
        ["profile_id", "external_id"],
        unique=True,
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )
    op.create_table(
        "statements",
        sa.Column("token", TEXT, nullable=False),
        sa.Column("endorsement_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.CheckConstraint("audience IN ('public', 'holder')", name=op.f("ck_statements_audience")),
        sa.CheckConstraint("length(token) >= 22", name=op.f("ck_statements_token_is_long")),
        sa.ForeignKeyConstraint(["endorsement_id"], ["endorsements.id"], name="fk_statements_endorsement_id"),
        sa.PrimaryKeyConstraint("token", name="pk_statements"),
        sa.UniqueConstraint("endorsement_id", name="uq_statements_endorsement_id"),
    )
    op.create_index("ix_statements_kind", "statements", ["kind"], unique=False)


def _free_bits() -> None:
    """Take the reference to versions away from bits; SQLite has no other way than a new table."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_status_bits_status_list_id_status_index", "status_bits", type_="foreignkey")
        return
    op.execute("ALTER TABLE status_bits RENAME TO status_bits_before")
    op.create_table(
        "status_bits",
        sa.Column("status_list_id", TEXT, nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("set_at", TEXT, nullable=False),
        sa.Column("final_at", TEXT, nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "category IN ('issued_in_error', 'evidence_misattributed', 'assessment_invalid', 'superseded', 'holder_request', 'fraud', 'key_compromise', 'suspended_pending_review')",
            name=op.f("ck_status_bits_category"),
        ),
        sa.PrimaryKeyConstraint("status_list_id", "status_index", name="pk_status_bits"),
    )
    op.execute(
        "INSERT INTO status_bits (status_list_id, status_index, category, set_at, final_at, change)"
        " SELECT status_list_id, status_index, category, set_at, final_at, change FROM status_bits_before"
    )
    op.execute("DROP TABLE status_bits_before")
    op.create_index("ix_status_bits_change", "status_bits", ["status_list_id", "change"], unique=False)
    enact(op.get_bind(), BITS_OF_SQLITE)
