"""The laws of endorsements, pathways and credit: each is provoked, by statements that a careless hand could type."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

from issuer.errors import ConflictError
from issuer.store import Database
from tests.store import recognition
from tests.store.provocations import ALLOWED, GONE_ON, REFUSED, TABLES
from tests.store.recognition import AWARD, DECISION, PREPARED, decision, use
from tests.store.records import NOW, urn
from tests.store.shell import shell as open_shell
from tests.store.shell import spoken


@pytest.fixture
def recognised(issued: Database) -> Database:
    with issued.unit() as unit:
        recognition.furnish(unit)
    return issued


@pytest.fixture
def shell(recognised: Database, url: str) -> Iterator[Connection]:
    del recognised
    engine = open_shell(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def named(connection: Connection, law: str) -> str:
    """Return what a refusal says: SQLite names the columns of what must be unique, not the law."""
    if connection.dialect.name != "sqlite" or law[:3] not in {"uq_", "pk_"}:
        return law
    table = next(name for name in sorted(TABLES, key=len, reverse=True) if law[3:].startswith(name))
    found = [key for key in unique(connection, table) if key[0] == law]
    return f"{table}\\.{found[0][1][0]}"


def unique(connection: Connection, table: str) -> list[tuple[str, list[str]]]:
    """Return names and columns of what must be unique in a table, but for an id of its own."""
    read = inspect(connection)
    keys: list[tuple[str, Any]] = [
        *((str(key["name"]), key["column_names"]) for key in read.get_unique_constraints(table)),
        *((str(key["name"]), key["column_names"]) for key in read.get_indexes(table) if key["unique"]),
    ]
    primary = read.get_pk_constraint(table)
    if len(primary["constrained_columns"]) > 1:
        keys.append((str(primary["name"]), primary["constrained_columns"]))
    return [(name, [str(column) for column in columns]) for name, columns in keys]


@pytest.mark.parametrize(("statement", "law"), REFUSED)
def test_the_database_refuses(shell: Connection, statement: str, law: str) -> None:
    with pytest.raises(IntegrityError, match=named(shell, law)):
        shell.exec_driver_sql(spoken(shell, statement))


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_is_meant_to_change_can(shell: Connection, statement: str) -> None:
    assert shell.exec_driver_sql(spoken(shell, statement)).rowcount == 1


@pytest.mark.parametrize(("statement", "law"), GONE_ON)
def test_what_moved_on_does_not_move_back(shell: Connection, statement: str, law: str) -> None:
    for allowed in ALLOWED:
        shell.exec_driver_sql(spoken(shell, allowed))
    with pytest.raises(IntegrityError, match=named(shell, law)):
        shell.exec_driver_sql(spoken(shell, statement))


def test_every_law_of_these_tables_is_provoked(shell: Connection) -> None:
    read = inspect(shell)
    wanted = {name for table in TABLES for name, _columns in unique(shell, table)}
    wanted |= {str(check["name"]) for table in TABLES for check in read.get_check_constraints(table)}
    tables = ", ".join(f"'{table}'" for table in TABLES)
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(sql, 'RAISE') > 0"  # noqa: S608  (names of the test itself)
        f" AND tbl_name IN ({tables})",
        "postgresql": "SELECT proname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"  # noqa: S608  (names of the test itself)
        f" WHERE strpos(prosrc, 'RAISE') > 0 AND tgrelid::regclass::text IN ({tables})",
    }
    wanted |= set(shell.exec_driver_sql(triggers[shell.dialect.name]).scalars())
    assert wanted - {law for _statement, law in (*REFUSED, *GONE_ON)} == set()


def test_a_credit_is_used_once_and_the_decision_that_wants_it_again_is_not_kept(recognised: Database) -> None:
    for again in (use(), use(credential_id=urn(91)), use(code="MC-2")):
        other = decision(65)
        with pytest.raises(ConflictError, match="used in this district before"), recognised.unit() as unit:
            unit.credits.add_decision(
                other, [use(credential_id=urn(90), code="MC-9", decision_id=other.id), again]
            )
        with recognised.reader() as reader:
            assert [row.id for row in reader.credits.decisions(district_id=urn(1))] == [DECISION]
            assert [row.credential_id for row in reader.credits.uses_of(urn(5))] == [urn(9)]


def test_another_district_and_another_person_have_books_of_their_own(recognised: Database) -> None:
    with recognised.unit() as unit:
        elsewhere = decision(65, district_id=recognition.PARTNER)
        unit.credits.add_decision(elsewhere, [use(district_id=recognition.PARTNER, decision_id=elsewhere.id)])
    with recognised.reader() as reader:
        assert len(reader.credits.uses_of(urn(5))) == 2


def test_what_is_prepared_is_finished_once(recognised: Database) -> None:
    with recognised.unit() as unit:
        unit.endorsements.abandon(PREPARED, at=NOW)
    with pytest.raises(ConflictError), recognised.unit() as unit:
        unit.endorsements.finish(PREPARED, body=b"{}", key_id=urn(2), context_hashes={}, issued_at=NOW)


def test_a_second_award_of_the_same_waits_for_the_end_of_the_first(recognised: Database) -> None:
    with recognised.unit() as unit:
        found = unit.pathways.find_award(profile_id=urn(1), person_id=urn(5), achievement_id=urn(3))
        assert found is not None
        assert found.id == AWARD
    with pytest.raises(ConflictError), recognised.unit() as unit:
        unit.pathways.add_award(recognition.award(66))
    with recognised.unit() as unit:
        unit.pathways.end_award(AWARD, at=NOW)
        unit.pathways.add_award(recognition.award(66))
