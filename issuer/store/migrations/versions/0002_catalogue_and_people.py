"""Achievements, people and attestations.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed, kept, never

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LAWS = (
    kept("achievements"),
    fixed("achievements_keep_their_ids", "achievements", "id", "owner_id", "code", "url", "created_at"),
    kept("achievement_versions"),
    fixed(
        "achievement_versions_never_change",
        "achievement_versions",
        "id",
        "achievement_id",
        "version",
        "document",
        "rubric_digest",
        "created_at",
    ),
    kept("persons"),
    fixed("persons_keep_their_ids", "persons", "id", "reference", "created_at"),
    kept("subjects"),
    never("subjects_never_change", "subjects"),
    kept("attestations"),
    never("attestations_never_change", "attestations"),
)


def upgrade() -> None:
    op.create_table(
        "persons",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("erased_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("reference", name="uq_persons_reference"),
    )
    op.create_table(
        "achievements",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["profiles.id"], name="fk_achievements_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_achievements"),
        sa.UniqueConstraint("code", name="uq_achievements_code"),
        sa.UniqueConstraint("url", name="uq_achievements_url"),
    )
    op.create_index("ix_achievements_owner_id", "achievements", ["owner_id"], unique=False)
    op.create_table(
        "person_details",
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("data", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_person_details_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_details"),
    )
    op.create_table(
        "subjects",
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_subjects_person_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_subjects_profile_id"),
        sa.PrimaryKeyConstraint("person_id", "profile_id", name="pk_subjects"),
        sa.UniqueConstraint("subject_id", name="uq_subjects_subject_id"),
    )
    op.create_index("ix_subjects_profile_id", "subjects", ["profile_id"], unique=False)
    op.create_table(
        "achievement_versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("achievement_id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("rubric_digest", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("retired_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name="fk_achievement_versions_achievement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_achievement_versions"),
        sa.UniqueConstraint(
            "achievement_id", "version", name="uq_achievement_versions_achievement_id_version"
        ),
    )
    op.create_table(
        "attestations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("profile_id", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("achievement_version_id", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("salted_digest", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", TEXT, nullable=False),
        sa.CheckConstraint("length(salt) >= 16", name=op.f("ck_attestations_salt_is_long")),
        sa.ForeignKeyConstraint(
            ["achievement_version_id"],
            ["achievement_versions.id"],
            name="fk_attestations_achievement_version_id",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_attestations_person_id"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_attestations_profile_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attestations"),
        sa.UniqueConstraint("profile_id", "digest", name="uq_attestations_profile_id_digest"),
    )
    op.create_index(
        "ix_attestations_achievement_version_id", "attestations", ["achievement_version_id"], unique=False
    )
    op.create_index(
        "ix_attestations_external_id", "attestations", ["profile_id", "external_id"], unique=False
    )
    op.create_index("ix_attestations_person_id", "attestations", ["person_id"], unique=False)
    enact(op.get_bind(), LAWS)
