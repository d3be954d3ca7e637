"""A clerk asks for a district: every file is held against its rules, and a district without rules is refused."""

import pytest

from issuer.errors import InputError
from issuer.services.batch_verification.inputs import of_file
from issuer.services.credits import rules
from issuer.services.desk import sessions, work
from issuer.services.desk.judged import report_of
from issuer.services.principal import OPERATOR
from issuer.store import DeskFilter
from tests.services.credits import asking
from tests.services.worlds import World


def counts_here(world: World, district: str) -> str:
    file = of_file(1, "a.json", world.issue().version.body)
    opened = sessions.open_session(world.toolkit, [file], district=lambda: district)
    assert work.work_once(world.toolkit, worker="w") == 1
    with world.toolkit.database.reader() as reader:
        (row,) = reader.desk.rows(sessions.id_of(opened.token), DeskFilter(), offset=0, limit=9)
    report = report_of(row.report)
    assert report is not None
    return report.answers.counts_here.value


def test_the_rules_of_the_chosen_district_answer(world: World) -> None:
    asking.furnish(world)
    rules.import_rules(world.toolkit, OPERATOR, "south", {**asking.RULES, "rules": {"recognises": "either"}})
    assert counts_here(world, "south") == "yes"
    assert counts_here(world, "") == "not_asked"


def test_a_district_without_rules_is_refused_and_nothing_is_kept(world: World) -> None:
    file = of_file(1, "a.json", world.issue().version.body)
    with pytest.raises(InputError, match="no rules here"):
        sessions.open_session(world.toolkit, [file], district=lambda: "south")
    assert work.work_once(world.toolkit, worker="w") == 0
