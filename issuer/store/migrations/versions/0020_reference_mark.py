"""A mark that changes with what seldom changes, so that a process may keep what it read of it.

The table as it was at this revision; `issuer/store/rows/marks.py` says what it means. A program of the release
before knows nothing of it, and changes the mark all the same.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from issuer.store.base import TEXT
from issuer.store.laws import enact, kept

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MARKED = {
    "profiles": "",
    "keys": "",
    "api_keys": "",
    "achievements": "",
    "achievement_versions": "",
    "endorsements": "NEW.subject_type = 'Achievement'",
    "endorsement_uploads": "NEW.subject_type = 'Achievement'",
}
WITHDRAWN = (
    "EXISTS (SELECT 1 FROM endorsements WHERE endorsements.status_list_id = NEW.status_list_id"
    " AND endorsements.status_index = NEW.status_index AND endorsements.subject_type = 'Achievement')"
)


def upgrade() -> None:
    op.create_table(
        "reference_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", TEXT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_reference_mark_single_row")),
        sa.PrimaryKeyConstraint("id", name="pk_reference_mark"),
    )
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite() if is_sqlite else _postgresql():
        connection.exec_driver_sql(statement)
    enact(connection, (kept("reference_mark"),))


def _sqlite() -> Iterator[str]:
    change = "UPDATE reference_mark SET mark = lower(hex(randomblob(16)));"
    yield "INSERT INTO reference_mark VALUES (1, lower(hex(randomblob(16))))"
    for table, when in {**MARKED, "status_bits": WITHDRAWN}.items():
        for verb in ("insert", "update"):
            condition = f" WHEN {when}" if when else ""
            yield (
                f"CREATE TRIGGER {table}_mark_{verb} AFTER {verb.upper()} ON {table} FOR EACH ROW{condition}"
                f" BEGIN {change} END"
            )


def _postgresql() -> Iterator[str]:
    change = "UPDATE reference_mark SET mark = gen_random_uuid()::text;"
    yield "INSERT INTO reference_mark VALUES (1, gen_random_uuid()::text)"
    yield (
        "CREATE FUNCTION reference_rows_mark() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {change} RETURN NULL; END $$"
    )
    yield (
        "CREATE FUNCTION status_bits_mark() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {WITHDRAWN} THEN {change} END IF; RETURN NULL; END $$"
    )
    for table, when in MARKED.items():
        # A condition looks at a row; without one, many rows are one change.
        each = f"FOR EACH ROW WHEN ({when})" if when else "FOR EACH STATEMENT"
        yield (
            f"CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE ON {table} {each}"
            " EXECUTE FUNCTION reference_rows_mark()"
        )
    yield (
        "CREATE TRIGGER status_bits_mark AFTER INSERT OR UPDATE ON status_bits FOR EACH ROW"
        " EXECUTE FUNCTION status_bits_mark()"
    )
