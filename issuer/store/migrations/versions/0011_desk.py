"""The hire desk: sessions that end by themselves, their files and what was found about each.

Tables as they were at this revision; `issuer/store/rows/` says what they mean.
"""

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, fixed

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LAWS = (
    fixed(
        "desk_files_stay_what_they_are",
        "desk_files",
        "session_id",
        "number",
        "name",
        "size",
        "data",
    ),
)


def upgrade() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.CheckConstraint("is_open IN (0, 1)", name=op.f("ck_desk_sessions_is_open")),
        sa.CheckConstraint("total >= 0 AND bytes >= 0", name=op.f("ck_desk_sessions_total")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_desk_sessions_ends_after_it_began")),
        sa.CheckConstraint("length(id) = 64", name=op.f("ck_desk_sessions_id_is_a_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_sessions")),
    )
    op.create_index("ix_desk_sessions_expires_at", "desk_sessions", ["expires_at"], unique=False)
    op.create_table(
        "desk_files",
        sa.Column("session_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=True),
        sa.Column("leased_until", TEXT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("verdict", TEXT, nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("achievement", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=True),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("checked_at", TEXT, nullable=True),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'done')", name=op.f("ck_desk_files_state")),
        sa.CheckConstraint(
            "(state = 'leased') = (leased_until IS NOT NULL) AND (state = 'leased') = (worker IS NOT NULL)",
            name=op.f("ck_desk_files_leased_has_a_worker"),
        ),
        sa.CheckConstraint(
            "(state = 'done') = (verdict IS NOT NULL)", name=op.f("ck_desk_files_done_has_a_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["desk_sessions.id"],
            name=op.f("fk_desk_files_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "number", name=op.f("pk_desk_files")),
    )
    op.create_index("ix_desk_files_state", "desk_files", ["session_id", "state", "number"], unique=False)
    op.create_index("ix_desk_files_rank", "desk_files", ["session_id", "rank", "number"], unique=False)
    enact(op.get_bind(), LAWS)
