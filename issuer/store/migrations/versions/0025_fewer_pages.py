"""Fewer pages for an award: no index that nobody asks, and no entry where a column holds nothing.

On SQLite `events` and `leaves` are made anew, because UNIQUE is part of a table there; their rows, triggers and other indexes
stay what they are. A program of the release before works on, and finds the leaves of a version more slowly.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

GONE = {
    "ix_events_profile_at": "events",
    "ix_attestations_person_id": "attestations",
    "ix_attestations_achievement_version_id": "attestations",
}
# No question uses these. Nobody looks references up by them either: persons and achievements are never deleted.
PARTIAL = (
    (
        "ix_leaves_version",
        "leaves",
        ["credential_id", "version_number"],
        "kind <> 'issue' AND credential_id IS NOT NULL",
    ),
    ("ix_leaves_endorsement", "leaves", ["endorsement_id"], "endorsement_id IS NOT NULL"),
    ("ix_credential_versions_state", "credential_versions", ["state", "prepared_at"], "state = 'prepared'"),
    ("ix_credential_versions_key_id", "credential_versions", ["key_id"], "key_id IS NOT NULL"),
    ("ix_credential_versions_sha256", "credential_versions", ["sha256"], "sha256 IS NOT NULL"),
)
UNIQUE = (
    ("uq_events_number", "events", "number"),
    ("uq_leaves_number", "leaves", "number"),
)
HASH = ("uq_events_hash", "events", "hash")
# An event's hash covers the one before it, and numbers are unique: the rule for it kept nothing out.


def upgrade() -> None:
    connection = op.get_bind()
    for name, table in GONE.items():
        op.drop_index(name, table)
    for name, table, columns, held in PARTIAL:
        op.drop_index(name, table)
        _index(name, table, columns, held)
    if connection.dialect.name == "sqlite":
        for table in ("events", "leaves"):
            _make_anew(connection, table, [rule for rule in (*UNIQUE, HASH) if rule[1] == table])
    else:
        for name, table, _column in (*UNIQUE, HASH):
            op.drop_constraint(name, table, type_="unique")
    for name, table, column in UNIQUE:
        _index(name, table, [column], f"{column} IS NOT NULL", unique=True)


def _index(name: str, table: str, columns: list[str], held: str, *, unique: bool = False) -> None:
    where = sa.text(held)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _make_anew(connection: Connection, table: str, rules: list[tuple[str, str, str]]) -> None:
    """Copy a table of SQLite into one without some UNIQUE rules; what is said of the table is said again.

    Raises:
        RuntimeError: somebody else made the table in other words; nothing was changed.
    """
    run = connection.exec_driver_sql
    words = str(run("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).scalar_one())
    about = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    said = list(run(about, (table,)).scalars())
    for name, _table, column in rules:
        rule = f", \n\tCONSTRAINT {name} UNIQUE ({column})"
        if rule not in words:
            raise RuntimeError(f"the table {table} is not as migrations made it: {name} is missing")
        words = words.replace(rule, "")
    run(words.replace(f"CREATE TABLE {table} ", "CREATE TABLE made_anew ", 1))
    run(f"INSERT INTO made_anew SELECT * FROM {table} ORDER BY rowid")  # noqa: S608  (names of ours)
    run(f"DROP TABLE {table}")
    run(f"ALTER TABLE made_anew RENAME TO {table}")
    for one in said:
        run(one)
