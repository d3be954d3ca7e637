"""Set bits are numbered in the order in which their list changed, so that a reader can ask for the new ones.

The number may be missing where a program of the release before set the bit; such bits count as new.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.laws import enact, fixed, repeal

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LAWS = (
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


def upgrade() -> None:
    repeal(op.get_bind(), LAWS)
    op.add_column("status_bits", sa.Column("change", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE status_bits SET change = (SELECT count(*) FROM status_bits AS earlier"
        " WHERE earlier.status_list_id = status_bits.status_list_id AND (earlier.set_at < status_bits.set_at"
        " OR (earlier.set_at = status_bits.set_at AND earlier.status_index <= status_bits.status_index)))"
    )
    op.create_index("ix_status_bits_change", "status_bits", ["status_list_id", "change"], unique=False)
    enact(op.get_bind(), LAWS)
