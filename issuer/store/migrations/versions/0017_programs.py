"""What districts chose from the catalog.

The table as it was at this revision; `issuer/store/rows/programs.py` says what it means.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "district_offers",
        sa.Column("district_id", TEXT, nullable=False),
        sa.Column("achievement_id", TEXT, nullable=False),
        sa.Column("goals", TEXT, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["profiles.id"], name="fk_district_offers_district_id"),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name="fk_district_offers_achievement_id"
        ),
        sa.PrimaryKeyConstraint("district_id", "achievement_id", name="pk_district_offers"),
    )
    op.create_index("ix_district_offers_achievement_id", "district_offers", ["achievement_id"], unique=False)
