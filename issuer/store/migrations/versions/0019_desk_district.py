"""A clerk's files may be held against the rules of one district. A program of the release before asks for none."""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_sessions", sa.Column("district", TEXT, nullable=False, server_default=""))
