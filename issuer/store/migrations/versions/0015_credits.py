"""Credit: rules of districts, values, approvals, employment facts, decisions, used credits.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, kept, never

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FIXED = ("lane_rules", "credit_equivalencies", "pre_approvals", "lane_decisions", "credit_uses")
LAWS = (
    *(never(f"{table}_never_change", table) for table in FIXED),
    *(kept(table) for table in FIXED),
)


def text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, TEXT, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "lane_rules",
        text("id"),
        text("district_id"),
        text("version"),
        text("document"),
        text("created_at"),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_lane_rules_district_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lane_rules"),
        sa.UniqueConstraint("district_id", "version", name="uq_lane_rules_district_id_version"),
    )
    op.create_table(
        "credit_equivalencies",
        text("id"),
        text("recogniser_id"),
        text("external_id"),
        text("achievement_id"),
        text("achievement_version"),
        sa.Column("number", sa.Integer(), nullable=False),
        text("document"),
        text("created_at"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_credit_equivalencies_number")),
        sa.ForeignKeyConstraint(
            ["recogniser_id"], ["profiles.id"], name="fk_credit_equivalencies_recogniser_id"
        ),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name="fk_credit_equivalencies_achievement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_equivalencies"),
        sa.UniqueConstraint(
            "recogniser_id", "external_id", name="uq_credit_equivalencies_recogniser_id_external_id"
        ),
        sa.UniqueConstraint(
            "recogniser_id",
            "achievement_id",
            "achievement_version",
            "number",
            name="uq_credit_equivalencies_number",
        ),
    )
    op.create_index("ix_credit_equivalencies_achievement_id", "credit_equivalencies", ["achievement_id"])
    op.create_table(
        "pre_approvals",
        text("id"),
        text("district_id"),
        text("person_id"),
        text("achievement_version_id"),
        text("external_id"),
        text("granted_on"),
        text("decider"),
        text("created_at"),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_pre_approvals_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_pre_approvals_person_id"),
        sa.ForeignKeyConstraint(
            ["achievement_version_id"],
            ["achievement_versions.id"],
            name="fk_pre_approvals_achievement_version_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pre_approvals"),
        sa.UniqueConstraint("district_id", "external_id", name="uq_pre_approvals_district_id_external_id"),
        sa.UniqueConstraint(
            "district_id",
            "person_id",
            "achievement_version_id",
            name="uq_pre_approvals_district_id_person_id_achievement_version_id",
        ),
    )
    op.create_index("ix_pre_approvals_person_id", "pre_approvals", ["person_id"])
    op.create_table(
        "employments",
        text("district_id"),
        text("person_id"),
        text("hired_on", nullable=True),
        text("degree_on", nullable=True),
        text("lane", nullable=True),
        text("on_file", nullable=True),
        text("changed_at"),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_employments_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_employments_person_id"),
        sa.PrimaryKeyConstraint("district_id", "person_id", name="pk_employments"),
    )
    op.create_index("ix_employments_person_id", "employments", ["person_id"])
    _decisions()
    enact(op.get_bind(), LAWS)


def _decisions() -> None:
    op.create_table(
        "lane_decisions",
        text("id"),
        text("district_id"),
        text("person_id"),
        text("external_id"),
        text("rules_id"),
        text("requested_on"),
        text("effective_on"),
        text("hours"),
        sa.Column("lane_changed", sa.Integer(), nullable=False),
        text("inputs"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        text("digest"),
        text("decided_at"),
        sa.CheckConstraint("lane_changed IN (0, 1)", name=op.f("ck_lane_decisions_lane_changed")),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_lane_decisions_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_lane_decisions_person_id"),
        sa.ForeignKeyConstraint(["rules_id"], ["lane_rules.id"], name="fk_lane_decisions_rules_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lane_decisions"),
        sa.UniqueConstraint("district_id", "external_id", name="uq_lane_decisions_district_id_external_id"),
    )
    op.create_index("ix_lane_decisions_person_id", "lane_decisions", ["person_id"])
    op.create_index("ix_lane_decisions_district_id", "lane_decisions", ["district_id", "decided_at"])
    op.create_table(
        "credit_uses",
        text("district_id"),
        text("person_id"),
        text("credential_id"),
        text("code"),
        text("decision_id"),
        text("used_on"),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_credit_uses_district_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_credit_uses_person_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["lane_decisions.id"], name="fk_credit_uses_decision_id"),
        sa.PrimaryKeyConstraint("district_id", "credential_id", name="pk_credit_uses"),
        sa.UniqueConstraint(
            "district_id", "person_id", "code", name="uq_credit_uses_district_id_person_id_code"
        ),
    )
    op.create_index("ix_credit_uses_person_id", "credit_uses", ["person_id"])
    op.create_index("ix_credit_uses_decision_id", "credit_uses", ["decision_id"])
