"""Transcripts: kept byte for byte, with a status slot of their own in the lists of endorsements.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import Law, enact, fixed, kept, repeal

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_VERSIONS = (
    "EXISTS (SELECT 1 FROM credential_versions AS v"
    " WHERE v.status_list_id = NEW.status_list_id AND v.status_index = NEW.status_index)"
)
_ENDORSEMENTS = (
    "EXISTS (SELECT 1 FROM endorsements AS e"
    " WHERE e.status_list_id = NEW.status_list_id AND e.status_index = NEW.status_index)"
)
_TRANSCRIPTS = (
    "EXISTS (SELECT 1 FROM transcripts AS t"
    " WHERE t.status_list_id = NEW.status_list_id AND t.status_index = NEW.status_index)"
)
BITS_BEFORE = (
    Law(
        "status_bits_name_a_burned_slot",
        "status_bits",
        "INSERT",
        f"NOT {_VERSIONS} AND NOT {_ENDORSEMENTS}",
    ),
)
LIST_OF_NEW = "(SELECT carries FROM status_lists WHERE id = NEW.status_list_id)"
LAWS = (
    Law(
        "status_bits_name_a_burned_slot",
        "status_bits",
        "INSERT",
        f"NOT {_VERSIONS} AND NOT {_ENDORSEMENTS} AND NOT {_TRANSCRIPTS}",
    ),
    Law(
        "transcripts_use_their_own_slots",
        "transcripts",
        "INSERT",
        f"{LIST_OF_NEW} DIFFERS 'endorsements' OR {_ENDORSEMENTS}",
    ),
    Law("endorsements_leave_transcripts_their_slots", "endorsements", "INSERT", _TRANSCRIPTS),
    kept("transcripts"),
    Law("transcripts_begin_prepared", "transcripts", "INSERT", "NEW.state <> 'prepared'"),
    fixed(
        "transcripts_only_finish",
        "transcripts",
        "id",
        "profile_id",
        "person_id",
        "external_id",
        "request_digest",
        "valid_from",
        "valid_until",
        "status_list_id",
        "status_index",
        "prepared_at",
        or_when="OLD.state <> 'prepared'",
    ),
)
LIVING = sa.text("state <> 'abandoned'")


def upgrade() -> None:
    op.create_table(
        "transcripts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("request_digest", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("valid_from", TEXT, nullable=False),
        sa.Column("valid_until", TEXT, nullable=False),
        sa.Column("status_list_id", TEXT, nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.Column("issued_at", TEXT, nullable=True),
        sa.Column("abandoned_at", TEXT, nullable=True),
        sa.Column("key_id", TEXT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.CheckConstraint("state IN ('prepared', 'issued', 'abandoned')", name=op.f("ck_transcripts_state")),
        sa.CheckConstraint("status_index >= 0", name=op.f("ck_transcripts_status_index")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_transcripts_period")),
        sa.CheckConstraint(
            "CASE WHEN state = 'issued' THEN body IS NOT NULL AND sha256 IS NOT NULL AND issued_at IS NOT NULL"
            " AND key_id IS NOT NULL ELSE body IS NULL AND sha256 IS NULL AND issued_at IS NULL END",
            name=op.f("ck_transcripts_issued_has_its_bytes"),
        ),
        sa.CheckConstraint(
            "(state = 'abandoned') = (abandoned_at IS NOT NULL)",
            name=op.f("ck_transcripts_abandoned_has_a_time"),
        ),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_transcripts_key_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_transcripts_person_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_transcripts_profile_id"),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_lists.id"], name="fk_transcripts_status_list_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sa.UniqueConstraint(
            "status_list_id", "status_index", name="uq_transcripts_status_list_id_status_index"
        ),
    )
    op.create_index("ix_transcripts_key_id", "transcripts", ["key_id"], unique=False)
    op.create_index("ix_transcripts_person_id", "transcripts", ["person_id"], unique=False)
    op.create_index("ix_transcripts_state", "transcripts", ["state", "prepared_at"], unique=False)
    op.create_index(
        "uq_transcripts_external_id",
        "transcripts",
        ["profile_id", "external_id"],
        unique=True,
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )
    repeal(op.get_bind(), BITS_BEFORE)
    enact(op.get_bind(), LAWS)
