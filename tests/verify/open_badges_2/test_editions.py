"""Which edition a badge is of, and what is no badge at all; in words a clerk understands."""

from typing import Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import AnswerValue, Verdict
from tests.papers import credential
from tests.signing.makers import signer_for
from tests.verify.open_badges_2.town import (
    ASSERTION,
    HOST,
    V2,
    Town,
    assertion,
    badge_class,
    jws,
    key,
    profile,
    revocation_list,
)
from tests.worlds import codes, sign

ONE: Final[JsonObject] = {
    "uid": "abc",
    "recipient": {"type": "email", "hashed": False, "identity": "ana@teachers.example"},
    "badge": f"{HOST}/b/1",
    "verify": {"type": "hosted", "url": ASSERTION},
    "issuedOn": 1_400_000_000,
}
EDITIONS: Final[dict[str, tuple[JsonObject, str]]] = {
    "0.5": (
        {
            "recipient": "ana@teachers.example",
            "badge": {"version": "0.5.0", "name": "X", "issuer": {"origin": HOST, "name": "Y"}},
        },
        "Open Badges 0.5",
    ),
    "1.0": (ONE, "Open Badges 1"),
    "1.1": ({**ONE, "@context": "https://w3id.org/openbadges/v1", "type": "Assertion"}, "Open Badges 1"),
}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize("name", EDITIONS)
def test_editions_before_two_are_named_and_not_judged(town: Town, name: str) -> None:
    document, words = EDITIONS[name]
    report = town.verify(document)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["OLDER_STANDARD"])
    assert report.heading == f"We do not check {words}"
    assert "Ask the issuer for a new one" in report.sentence
    assert report.answers.genuine.value is AnswerValue.COULD_NOT_CHECK
    assert "We do not check badges of this edition" in report.answers.genuine.sentence
    assert town.asked == []


def test_an_older_one_behind_an_address_and_in_a_token_is_named_too(town: Town) -> None:
    token = jws(ONE, signer_for(KeyType.RSA), {"alg": "RS256"})
    assert town.verify(token).heading == "We do not check Open Badges 1"
    town.publish(ASSERTION, ONE)
    assert town.verify(assertion()).heading == "We do not check Open Badges 1"


NO_AWARDS: Final[dict[str, JsonObject]] = {
    "badge class": badge_class(),
    "issuer": profile(),
    "key": key(),
    "list": revocation_list(),
    "endorsement": {"@context": V2, "type": "Endorsement", "id": f"{HOST}/e/1"},
}


@pytest.mark.parametrize("name", NO_AWARDS)
def test_what_is_no_award_is_said_to_be_none(town: Town, name: str) -> None:
    report = town.verify(NO_AWARDS[name])
    check = report.check("data_model")
    assert report.verdict is Verdict.MALFORMED
    assert check is not None
    assert check.pointer == "/type"
    assert check.sentence.startswith("It ")


BAD: Final[dict[str, dict[str, Json]]] = {
    "no recipient": {"recipient": None},
    "recipient as text": {"recipient": "ana@teachers.example"},
    "identity as number": {"recipient": {"type": "email", "hashed": False, "identity": 7}},
    "hashed as text": {"recipient": {"type": "email", "hashed": "true", "identity": "x"}},
    "no badge": {"badge": None},
    "badge as number": {"badge": 1},
    "no way": {"verification": None},
    "both names of the way": {"verify": {"type": "hosted"}},
    "both ways": {"verification": {"type": ["hosted", "signed"]}},
    "an unknown way": {"verification": {"type": "PaperBadge"}},
    "no date": {"issuedOn": None},
    "a day only": {"issuedOn": "2025-01-01"},
    "seconds since 1970": {"issuedOn": 1_400_000_000},
    "an end that is none": {"expires": "soon"},
    "an id with a space": {"id": "https://badges.example/a b"},
    "another class": {"type": "Thing"},
    "a keyword": {"@id": ASSERTION},
    "an inline context": {"context": [V2, {"x": "y"}]},
    "a context inside": {"recipient": {"@context": {}, "type": "email", "hashed": False, "identity": "x"}},
    "revoked as text": {"revoked": "yes"},
}


@pytest.mark.parametrize("name", BAD)
def test_an_assertion_against_the_term_table_cannot_be_read(town: Town, name: str) -> None:
    report = town.verify(assertion(**BAD[name]))
    assert report.verdict is Verdict.MALFORMED
    assert codes(report)[0] in {"SCHEMA_VIOLATION", "CONTEXT_NOT_ALLOWED"}
    assert town.asked == []
    assert town.verify(assertion()).verdict is Verdict.VALID


def test_a_credential_of_three_never_takes_this_road(town: Town) -> None:
    good = sign(credential(town.issuer), town.issuer.key())
    assert town.verify(good).kind == "badge"
    assert town.verify({**good, "recipient": {}, "uid": "1", "badge": "x", "verify": {}}).kind == "badge"
    report = town.verify(assertion(["https://www.w3.org/ns/credentials/v2", V2]))
    assert report.verdict is Verdict.MALFORMED
    assert report.kind != "assertion"


def test_an_older_badge_inside_a_presentation_is_not_opened(town: Town) -> None:
    holder: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [assertion()],
    }
    report = town.verify(holder)
    assert report.verdict is Verdict.INVALID
    assert ASSERTION not in town.asked
    assert town.verify(assertion()).verdict is Verdict.VALID
