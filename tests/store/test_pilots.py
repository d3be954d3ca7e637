"""Pilots are kept as laws say: money and answers never change, an incentive is paid once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from issuer import store
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError
from issuer.store import Database
from tests.store.provocations import copy
from tests.store.records import LATER, NOW, urn
from tests.store.shell import shell as open_shell
from tests.store.shell import spoken

PILOT = urn(70)
DOCUMENT: JsonObject = {"title": "First year"}


@pytest.fixture
def kept(issued: Database) -> Database:
    with issued.unit() as unit:
        credential = unit.credentials.page(limit=1)[0]
        unit.pilots.add(store.PilotRecord(PILOT, credential.profile_id, "first", DOCUMENT, NOW, NOW))
        unit.pilots.put_member(store.PilotMemberRecord(PILOT, credential.person_id, "2026-02-01"))
        unit.pilots.add_cost(store.PilotCostRecord(PILOT, "inv-1", "fee", "10.00", "USD", "2026-02-01", NOW))
        unit.pilots.add_incentive(
            store.IncentiveRecord(
                urn(71), PILOT, credential.person_id, credential.id, "250.00", "USD", "2026-03-01", NOW
            )
        )
        unit.pilots.add_answers([store.PilotAnswerRecord(PILOT, "a1", 1, 1, 0, NOW)])
    return issued


@pytest.fixture
def shell(kept: Database, url: str) -> Iterator[Connection]:
    del kept
    engine = open_shell(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


REFUSED = [
    ("DELETE FROM pilots", "pilots_are_kept"),
    ("UPDATE pilots SET code = 'other'", "pilots_keep_their_codes"),
    (copy("pilots", id="'other'"), "uq_pilots_district_id_code|pilots.district_id"),
    ("DELETE FROM pilot_members", "pilot_members_are_kept"),
    ("DELETE FROM pilot_costs", "pilot_costs_are_kept"),
    ("UPDATE pilot_costs SET amount = '1'", "pilot_costs_never_change"),
    ("DELETE FROM incentives", "incentives_are_kept"),
    ("UPDATE incentives SET amount = '9000'", "incentives_are_paid_once"),
    ("UPDATE incentives SET payroll = 'run'", "ck_incentives_paid_names_a_payroll"),
    (copy("incentives", id="'other'"), "uq_incentives_pilot_id_credential_id|incentives.pilot_id"),
    ("DELETE FROM pilot_answers", "pilot_answers_are_kept"),
    ("UPDATE pilot_answers SET practice = 0", "pilot_answers_never_change"),
    *(
        (copy("pilot_answers", external_id="'a2'", **{name: "2"}), f"ck_pilot_answers_{name}")
        for name in ("practice", "students", "incentive")
    ),
]


@pytest.mark.parametrize(("statement", "law"), REFUSED)
def test_the_database_refuses(shell: Connection, statement: str, law: str) -> None:
    with pytest.raises(IntegrityError, match=law):
        shell.exec_driver_sql(spoken(shell, statement))


def test_an_incentive_is_paid_once(kept: Database) -> None:
    with kept.unit() as unit:
        unit.pilots.pay(urn(71), payroll="run-1", at=LATER)
    with pytest.raises(ConflictError), kept.unit() as unit:
        unit.pilots.pay(urn(71), payroll="run-2", at=LATER)
    with kept.reader() as reader:
        assert [item.payroll for item in reader.pilots.incentives(PILOT)] == ["run-1"]


def test_what_is_kept_twice_is_refused(kept: Database) -> None:
    answer = store.PilotAnswerRecord(PILOT, "a1", 0, 0, 0, NOW)
    with pytest.raises(ConflictError), kept.unit() as unit:
        unit.pilots.add_answers([answer])
    cost = store.PilotCostRecord(PILOT, "inv-1", "fee", "1", "USD", "2026-02-01", NOW)
    with pytest.raises(ConflictError), kept.unit() as unit:
        unit.pilots.add_cost(cost)


def test_a_member_leaves_and_stays_in_the_record(kept: Database) -> None:
    with kept.unit() as unit:
        (member,) = unit.pilots.members(PILOT)
        unit.pilots.put_member(
            store.PilotMemberRecord(PILOT, member.person_id, member.joined_on, "2026-04-01")
        )
    with kept.reader() as reader:
        assert [item.left_on for item in reader.pilots.members(PILOT)] == ["2026-04-01"]
