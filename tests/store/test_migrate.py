import multiprocessing
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect

from issuer import store
from issuer.errors import ConfigurationError
from issuer.store import Database, migrate
from issuer.store.base import METADATA
from issuer.store.engines import make_engine, parse_url
from issuer.store.tables import FOLDER
from tests.store import records
from tests.store.kinds import ONLY_POSTGRESQL, ONLY_SQLITE

REVISIONS = [f"{place:04}" for place, _ in enumerate((FOLDER / "versions").glob("0*.py"), 1)]


@pytest.fixture
def address(unmade: str) -> str:
    return unmade


def _schema(url: str) -> dict[str, list[str]]:
    """Return each table and index as its parts; the order of columns and constraints means nothing."""
    engine = make_engine(parse_url(url), begin="BEGIN")
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(SCHEMAS[connection.dialect.name]).all()
    engine.dispose()
    return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    """Split what stands between the outermost parentheses at its own commas; SQLite quotes a name that it changed."""
    depth, parts = 0, [""]
    for character in sql.replace('"', ""):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += character
    plain = [" ".join(part.split()).rstrip(" )") for part in parts]
    return sorted(said for part in plain for said in _taken_apart(part))


def _taken_apart(part: str) -> list[str]:
    """Return a column and a rule that came with it as a table says them: SQLite adds both in one."""
    column, inline, rule = part.partition(" CONSTRAINT ")
    if not inline:
        return [part]
    named, refers, target = rule.partition(" REFERENCES ")
    named = f"{named} FOREIGN KEY({column.split()[0]})" if refers else named
    return [column, f"CONSTRAINT {named}{refers}{target}"]


SCHEMAS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%%'"
    " AND type <> 'trigger'",
    "postgresql": """
        SELECT table_name, string_agg(concat_ws(' ', column_name, data_type, is_nullable, collation_name,
            column_default), ',' ORDER BY column_name) FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%%' GROUP BY table_name
        UNION ALL SELECT conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%%'
        UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%%'""",
}


def test_an_empty_place_becomes_a_database(address: str) -> None:
    assert store.current_revision(address) is None
    with pytest.raises(ConfigurationError, match="at nothing"):
        store.require_current(address)
    migrate.upgrade(address)
    store.require_current(address)
    assert store.current_revision(address) == store.head_revision() == REVISIONS[-1]


def test_the_newest_file_is_the_end_of_the_chain() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert store.head_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_upgrading_again_changes_nothing(address: str) -> None:
    migrate.upgrade(address)
    before = _schema(address)
    migrate.upgrade(address)
    assert _schema(address) == before


@ONLY_SQLITE
def test_only_the_owner_may_read_the_file(address: str, tmp_path: Path) -> None:
    migrate.upgrade(address)
    path = tmp_path / "home" / "mintmark.sqlite3"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_migrations_make_exactly_the_tables_of_the_code(address: str) -> None:
    migrate.upgrade(address)
    engine = make_engine(parse_url(address))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_migrations_make_exactly_the_rules_of_the_code(address: str, url: str) -> None:
    if (path := parse_url(address)).get_backend_name() == "sqlite":
        Path(str(path.database)).parent.mkdir()
    engine = make_engine(parse_url(address))
    METADATA.create_all(engine)
    engine.dispose()
    made, migrated = _schema(address), _schema(url)
    assert len(made) > len(METADATA.tables)
    assert made == migrated


@ONLY_POSTGRESQL
def test_all_text_sorts_by_code_point(url: str) -> None:
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'"
        ).all()
    engine.dispose()
    assert found == [("alembic_version", "version_num")]


def _rows(database: Database) -> dict[str, list[dict[str, object]]]:
    with database._reading.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in METADATA.tables.items()
        }


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_database_keeps_every_row(furnished: Database, address: str, revision: str) -> None:
    with furnished.unit() as unit:
        unit.credentials.add(records.credential())
        unit.credentials.prepare(records.prepared())
        unit.events.add(records.draft(details="free text", salt=records.SALT))
        unit.leaves.add(leaf_id=records.urn(30), kind="key", entry=b"entry", at=records.NOW)
    rows = _rows(furnished)
    migrate.upgrade(address, revision=revision)
    # The mark is no row of anybody's: the migration draws it.
    here = set(_schema(address)) & set(rows) - {"reference_mark"}
    engine = make_engine(parse_url(address), begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if table.name in here and rows[table.name]:
                # A column that a later revision adds has its default in what was written before.
                known = {column["name"] for column in inspect(connection).get_columns(table.name)}
                written = [{name: row[name] for name in row.keys() & known} for row in rows[table.name]]
                connection.execute(insert(table), written)
    engine.dispose()
    migrate.upgrade(address)
    migrated = store.open_database(address)
    found = _rows(migrated)
    assert migrated.problems() == ()
    migrated.close()
    assert {name: found[name] for name in here} == {name: rows[name] for name in here}


def test_a_newer_database_is_left_alone(address: str) -> None:
    migrate.upgrade(address)
    engine = make_engine(parse_url(address), begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(ConfigurationError, match="newer program"):
        migrate.upgrade(address)
    with pytest.raises(ConfigurationError, match="at 9999"):
        store.require_current(address)


@ONLY_SQLITE
def test_a_broken_reference_stops_the_upgrade(address: str) -> None:
    migrate.upgrade(address, revision="0003")
    engine = make_engine(parse_url(address), begin="BEGIN IMMEDIATE", foreign_keys=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO subjects VALUES ('urn:x', 'urn:y', 'urn:z', 'now')")
    engine.dispose()
    with pytest.raises(ConfigurationError, match="name what is not there"):
        migrate.upgrade(address)
    assert store.current_revision(address) == "0003"


@pytest.mark.slow
def test_two_processes_may_upgrade_at_once(address: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=migrate.upgrade, args=(address,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    database = store.open_database(address)
    with database.unit() as unit:
        records.furnish(unit)
    database.close()
