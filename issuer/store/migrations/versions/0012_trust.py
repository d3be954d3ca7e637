"""The list of known issuers, as the events that made it.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, kept, never

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LAWS = (kept("trust_events"), never("trust_events_never_change", "trust_events"))


def upgrade() -> None:
    op.create_table(
        "trust_events",
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND (number > 1 OR action = 'added')", name=op.f("ck_trust_events_begins_added")
        ),
        sa.CheckConstraint("action IN ('added', 'changed', 'removed')", name=op.f("ck_trust_events_action")),
        sa.CheckConstraint(
            "length(reason) >= 1 AND length(added_by) >= 1", name=op.f("ck_trust_events_says_who_and_why")
        ),
        sa.PrimaryKeyConstraint("issuer", "number", name="pk_trust_events"),
    )
    op.create_index("ix_trust_events_at", "trust_events", ["at"], unique=False)
    enact(op.get_bind(), LAWS)
