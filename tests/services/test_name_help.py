"""Name help on files and records: it says what the file holds, and changes no verdict."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from issuer.badges.names import Likeness
from issuer.services import name_help, verification
from issuer.services.name_help import Named
from issuer.verify import AnswerValue, Report, Verdict
from tests.services.worlds import World, furnished_world

SALT = "c0ffee"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    world: World = furnished_world(tmp_path_factory.mktemp("names"))
    yield verification.check(world.toolkit, world.issue().version.body or b"")
    world.toolkit.database.close()


def naming(report: Report, **members: Any) -> Report:
    document = report.credential or {}
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    return replace(report, credential={**document, "credentialSubject": {**subject, **members}})


def identity(name: str, *, hashed: bool) -> list[dict[str, Any]]:
    digest = "sha256$" + hashlib.sha256((name + SALT).encode()).hexdigest()
    entry = {"identityType": "ext:name", "hashed": hashed, "identityHash": digest if hashed else name}
    return [{"type": "IdentityObject", "salt": SALT, **entry}]


def test_a_file_of_ours_holds_no_name_and_says_so(report: Report) -> None:
    assert report.verdict is Verdict.VALID
    found = name_help.on_file(report, ["Marigold Quillfeather"])
    assert (found.likeness, found.printed, found.given) == (Likeness.NOT_COMPARED, None, None)
    assert "a number in place of a name" in found.reasons[0]


def test_the_record_answers_where_its_holder_shows_it() -> None:
    found = name_help.on_record("Oona Larkspur-Vale", ["Oona Vale", "Oona Larkspur-Vale"])
    assert found.likeness is Likeness.MAY_BE
    assert found.reasons[-1] == name_help.FROM_RECORD
    assert name_help.on_record(None, ["Oona Vale"]).reasons == (name_help.NO_RECORD,)


@pytest.mark.parametrize(
    "members", [{"name": "Oona Vale"}, {"identifier": identity("Oona Vale", hashed=False)}]
)
def test_a_name_in_the_file_is_compared(report: Report, members: dict[str, Any]) -> None:
    found = name_help.on_file(naming(report, **members), ["Bertrand Mossbank", "oona  vale"])
    assert (found.likeness, found.printed, found.given) == (Likeness.MAY_BE, "Oona Vale", "oona  vale")
    assert name_help.on_file(naming(report, **members), ["Oona Vale"]).likeness is Likeness.SAME


@pytest.mark.parametrize(
    ("names", "likeness", "reason"),
    [
        (["Oona Vale"], Likeness.SAME, name_help.HIDDEN_SAME),
        (["Bob Roe", " Oona  Vale "], Likeness.MAY_BE, name_help.HIDDEN_SAME),
        (["Oona Vales"], Likeness.NOT_COMPARED, name_help.HIDDEN),
    ],
)
def test_a_hidden_name_is_found_by_its_very_spelling_alone(
    report: Report, names: list[str], likeness: Likeness, reason: str
) -> None:
    hidden = naming(report, identifier=identity("Oona Vale", hashed=True))
    found = name_help.on_file(hidden, names)
    assert (found.likeness, found.reasons[0], found.printed) == (likeness, reason, None)


def test_a_name_in_a_forged_file_is_said_to_prove_nothing(report: Report) -> None:
    answers = replace(report.answers, genuine=replace(report.answers.current, value=AnswerValue.NO))
    forged = replace(naming(report, name="Oona Vale"), answers=answers)
    found = name_help.on_file(forged, ["Oona Vale"])
    assert found.likeness is Likeness.SAME
    assert found.reasons == (name_help.NOT_GENUINE,)


def test_the_json_has_every_member() -> None:
    assert name_help.as_json(Named(None, name_help.on_record("A B", ["A B"]))) == {
        "part": None,
        "result": "same",
        "heading": "The names are the same.",
        "reasons": [name_help.FROM_RECORD],
        "printed": "A B",
        "given": "A B",
    }
