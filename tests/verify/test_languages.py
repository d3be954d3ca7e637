"""Texts that say their language (VCDM 2.0 section 11.1) in a credential that is no badge: read, signed over, and shown."""

from typing import Any

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.terms import vc
from issuer.verify import Verdict
from issuer.verify.summary import summarize
from tests.papers import AWARDED
from tests.verify.approval import codes
from tests.worlds import World, sign

ENGLISH: JsonObject = {"@value": "Badge", "@language": "en"}
FRENCH: JsonObject = {"@value": "Insigne", "@language": "fr-CA"}
RIGHT_TO_LEFT: JsonObject = {"@value": "شارة", "@language": "ar", "@direction": "rtl"}
OVER_STATEMENTS, OVER_TEXT = "eddsa-rdfc-2022", "eddsa-jcs-2022"


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def plain(world: World, *, office: Json = "Office", **more: Json) -> JsonObject:
    return {
        "@context": [vc.CONTEXT_V2],
        "id": "urn:uuid:5cc2b3a4-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential"],
        "issuer": {"id": world.issuer.id, "name": office},
        "validFrom": AWARDED,
        "credentialSubject": {"id": "did:example:holder"},
        **more,
    }


TEXTS: dict[str, dict[str, Any]] = {
    "one": {"name": ENGLISH},
    "two": {"name": [ENGLISH, FRENCH], "description": [FRENCH]},
    "without a language": {"name": {"@value": "Badge"}},
    "of the issuer": {"office": ENGLISH},
}


@pytest.mark.parametrize("suite", [OVER_STATEMENTS, OVER_TEXT])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_may_say_its_language(world: World, name: str, suite: str) -> None:
    report = world.verify(sign(plain(world, **TEXTS[name]), world.issuer.key(), suite))
    assert (report.verdict, codes(report)) == (Verdict.VALID, set())


def test_words_are_shown_whatever_says_their_language(world: World) -> None:
    report = world.verify(sign(plain(world, name=[FRENCH, ENGLISH], office=ENGLISH), world.issuer.key()))
    row = summarize(report)
    assert (row.achievement, row.issuer) == ("Insigne", "Badge")


def test_letters_that_cannot_be_seen_are_found_in_them(world: World) -> None:
    hidden: Json = [ENGLISH, {"@value": "a\u202eb", "@language": "en"}]
    report = world.verify(sign(plain(world, name=hidden), world.issuer.key()))
    assert [(one.code, one.pointer) for one in report.warnings] == [("HIDDEN_CHARACTERS", "/name")]


@pytest.mark.parametrize(
    "other", [{**ENGLISH, "@value": "Medal"}, {**ENGLISH, "@language": "fr"}, "Badge"], ids=repr
)
def test_the_language_is_signed_too(world: World, other: Json) -> None:
    signed = sign(plain(world, name=ENGLISH), world.issuer.key(), OVER_STATEMENTS)
    report = world.verify({**signed, "name": other})
    assert (report.verdict, codes(report)) == (Verdict.INVALID, {"PROOF_VERIFICATION_ERROR"})


def test_a_direction_is_signed_over_the_text_alone(world: World) -> None:
    """RDF has no place for it, so that statements would leave it open to anybody."""
    document = plain(world, name=RIGHT_TO_LEFT)
    assert world.verify(sign(document, world.issuer.key(), OVER_TEXT)).verdict is Verdict.VALID
    signed = sign(plain(world, name="شارة"), world.issuer.key(), OVER_STATEMENTS)
    report = world.verify({**signed, "name": RIGHT_TO_LEFT})
    assert (report.verdict, codes(report)) == (Verdict.INVALID, {"DATA_LOSS_DETECTION_ERROR"})


@pytest.mark.parametrize(
    "change",
    [
        {"credentialSubject": {"id": "did:example:holder", "alignment": ENGLISH}},
        {"credentialSubject": ENGLISH},
        {"name": {**ENGLISH, "@type": "https://e.example/T"}},
        {"name": {"@language": "en"}},
        {"name": {**ENGLISH, "name": "Medal"}},
        {"name": {**ENGLISH, "@context": [vc.CONTEXT_V2]}},
        {"termsOfUse": {"type": "urn:example:t", "@value": "x"}},
    ],
    ids=repr,
)
def test_nothing_else_is_an_object_of_a_text(world: World, change: dict[str, Any]) -> None:
    signed = sign({**plain(world), **change}, world.issuer.key(), OVER_TEXT)
    assert world.verify(signed).verdict in {Verdict.INVALID, Verdict.MALFORMED}
