"""Pilots of districts.

Tables as they were at this revision; `issuer/store/rows/pilots.py` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept, never

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LAWS = (
    kept("pilots"),
    fixed("pilots_keep_their_codes", "pilots", "id", "district_id", "code", "created_at"),
    kept("pilot_members"),
    kept("pilot_costs"),
    never("pilot_costs_never_change", "pilot_costs"),
    kept("incentives"),
    fixed(
        "incentives_are_paid_once",
        "incentives",
        "id",
        "pilot_id",
        "person_id",
        "credential_id",
        "amount",
        "currency",
        "owed_on",
        "created_at",
        or_when="OLD.paid_at IS NOT NULL",
    ),
    kept("pilot_answers"),
    never("pilot_answers_never_change", "pilot_answers"),
)


def upgrade() -> None:
    op.create_table(
        "pilots",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("district_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_pilots_district_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pilots"),
        sa.UniqueConstraint("district_id", "code", name="uq_pilots_district_id_code"),
    )
    op.create_table(
        "pilot_members",
        sa.Column("pilot_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("joined_on", TEXT, nullable=False),
        sa.Column("left_on", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilots.id"], name="fk_pilot_members_pilot_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_pilot_members_person_id"),
        sa.PrimaryKeyConstraint("pilot_id", "person_id", name="pk_pilot_members"),
    )
    op.create_index("ix_pilot_members_person_id", "pilot_members", ["person_id"], unique=False)
    op.create_table(
        "pilot_costs",
        sa.Column("pilot_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("amount", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("spent_on", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilots.id"], name="fk_pilot_costs_pilot_id"),
        sa.PrimaryKeyConstraint("pilot_id", "external_id", name="pk_pilot_costs"),
    )
    op.create_table(
        "incentives",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("pilot_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("amount", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("owed_on", TEXT, nullable=False),
        sa.Column("payroll", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("paid_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "(payroll IS NULL) = (paid_at IS NULL)", name=op.f("ck_incentives_paid_names_a_payroll")
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilots.id"], name="fk_incentives_pilot_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_incentives_person_id"),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_incentives_credential_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incentives"),
        sa.UniqueConstraint("pilot_id", "credential_id", name="uq_incentives_pilot_id_credential_id"),
    )
    op.create_index("ix_incentives_person_id", "incentives", ["person_id"], unique=False)
    op.create_index("ix_incentives_credential_id", "incentives", ["credential_id"], unique=False)
    op.create_table(
        "pilot_answers",
        sa.Column("pilot_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("practice", sa.Integer(), nullable=False),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.Column("incentive", sa.Integer(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.CheckConstraint("practice IN (0, 1)", name=op.f("ck_pilot_answers_practice")),
        sa.CheckConstraint("students IN (0, 1)", name=op.f("ck_pilot_answers_students")),
        sa.CheckConstraint("incentive IN (0, 1)", name=op.f("ck_pilot_answers_incentive")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilots.id"], name="fk_pilot_answers_pilot_id"),
        sa.PrimaryKeyConstraint("pilot_id", "external_id", name="pk_pilot_answers"),
    )
    enact(op.get_bind(), LAWS)
