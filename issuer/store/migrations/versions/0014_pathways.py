"""Micro-endorsements that are put together by themselves: awards, components, reviews, notices.

Tables as they were at this revision; `issuer/store/rows/pathways.py` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept, never

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LAWS = (
    kept("pathway_awards"),
    fixed(
        "pathway_awards_end_once",
        "pathway_awards",
        "id",
        "profile_id",
        "person_id",
        "achievement_id",
        "external_id",
        "created_at",
        or_when="OLD.ended_at IS NOT NULL",
    ),
    kept("composition_parts"),
    never("composition_parts_never_change", "composition_parts"),
    kept("pathway_reviews"),
    fixed(
        "pathway_reviews_close_once",
        "pathway_reviews",
        "id",
        "award_id",
        "credential_id",
        "component_id",
        "cause",
        "category",
        "opened_at",
        "answer_by",
        or_when="OLD.closed_at IS NOT NULL",
    ),
    kept("notices"),
    fixed(
        "notices_are_sent_once",
        "notices",
        "id",
        "profile_id",
        "person_id",
        "credential_id",
        "kind",
        "category",
        "created_at",
        "answer_by",
        or_when="OLD.sent_at IS NOT NULL",
    ),
)


def upgrade() -> None:
    op.create_table(
        "pathway_awards",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("achievement_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("attestation_id", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_pathway_awards_profile_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_pathway_awards_person_id"),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name="fk_pathway_awards_achievement_id"
        ),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestations.id"], name="fk_pathway_awards_attestation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pathway_awards"),
        sa.UniqueConstraint("profile_id", "external_id", name="uq_pathway_awards_profile_id_external_id"),
    )
    op.create_index("ix_pathway_awards_person_id", "pathway_awards", ["person_id"], unique=False)
    op.create_index(
        "uq_pathway_awards_one_at_a_time",
        "pathway_awards",
        ["profile_id", "person_id", "achievement_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "composition_parts",
        sa.Column("attestation_id", TEXT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("component_id", TEXT, nullable=False),
        sa.Column("component_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestations.id"], name="fk_composition_parts_attestation_id"
        ),
        sa.ForeignKeyConstraint(
            ["component_id", "component_number"],
            ["credential_versions.credential_id", "credential_versions.number"],
            name="fk_composition_parts_component_id_component_number",
        ),
        sa.PrimaryKeyConstraint("attestation_id", "place", name="pk_composition_parts"),
        sa.UniqueConstraint(
            "attestation_id", "component_id", name="uq_composition_parts_attestation_id_component_id"
        ),
    )
    op.create_index("ix_composition_parts_component_id", "composition_parts", ["component_id"], unique=False)
    op.create_table(
        "pathway_claims",
        sa.Column("achievement_id", TEXT, nullable=False),
        sa.Column("component_id", TEXT, nullable=False),
        sa.Column("award_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name="fk_pathway_claims_achievement_id"
        ),
        sa.ForeignKeyConstraint(["component_id"], ["credentials.id"], name="fk_pathway_claims_component_id"),
        sa.ForeignKeyConstraint(["award_id"], ["pathway_awards.id"], name="fk_pathway_claims_award_id"),
        sa.PrimaryKeyConstraint("achievement_id", "component_id", name="pk_pathway_claims"),
    )
    op.create_index("ix_pathway_claims_award_id", "pathway_claims", ["award_id"], unique=False)
    op.create_table(
        "pathway_reviews",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("award_id", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("component_id", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("opened_at", TEXT, nullable=False),
        sa.Column("answer_by", TEXT, nullable=False),
        sa.Column("closed_at", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("decided_by", TEXT, nullable=True),
        sa.CheckConstraint("cause IN ('suspended', 'withdrawn')", name=op.f("ck_pathway_reviews_cause")),
        sa.CheckConstraint("outcome IN ('reissued', 'revoked')", name=op.f("ck_pathway_reviews_outcome")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_pathway_reviews_closed_has_an_outcome"),
        ),
        sa.ForeignKeyConstraint(["award_id"], ["pathway_awards.id"], name="fk_pathway_reviews_award_id"),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name="fk_pathway_reviews_credential_id"
        ),
        sa.ForeignKeyConstraint(["component_id"], ["credentials.id"], name="fk_pathway_reviews_component_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pathway_reviews"),
    )
    op.create_index("ix_pathway_reviews_award_id", "pathway_reviews", ["award_id"], unique=False)
    op.create_index("ix_pathway_reviews_credential_id", "pathway_reviews", ["credential_id"], unique=False)
    op.create_index(
        "uq_pathway_reviews_one_open",
        "pathway_reviews",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "pathway_partners",
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("partner_id", TEXT, nullable=False),
        sa.Column("added_at", TEXT, nullable=False),
        sa.CheckConstraint("profile_id <> partner_id", name=op.f("ck_pathway_partners_another_profile")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_pathway_partners_profile_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["profiles.id"], name="fk_pathway_partners_partner_id"),
        sa.PrimaryKeyConstraint("profile_id", "partner_id", name="pk_pathway_partners"),
    )
    op.create_index("ix_pathway_partners_partner_id", "pathway_partners", ["partner_id"], unique=False)
    op.create_table(
        "pathway_due",
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("problem", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_pathway_due_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_pathway_due"),
    )
    op.create_index("ix_pathway_due_due_at", "pathway_due", ["due_at"], unique=False)
    op.create_table(
        "cursors",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cursors"),
    )
    op.create_table(
        "notices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("answer_by", TEXT, nullable=True),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_notices_profile_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_notices_person_id"),
        sa.ForeignKeyConstraint(["credential_id"], ["credentials.id"], name="fk_notices_credential_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_person_id", "notices", ["person_id"], unique=False)
    op.create_index("ix_notices_credential_id", "notices", ["credential_id"], unique=False)
    op.create_index(
        "ix_notices_unsent",
        "notices",
        ["created_at", "id"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL"),
    )
    enact(op.get_bind(), LAWS)
