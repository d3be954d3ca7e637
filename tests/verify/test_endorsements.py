"""Endorsements: each is judged by itself, counts only for its carrier, and is never shown unless it passes."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import EndorsementReport, Report, Verdict
from tests.papers import achievement, changed, credential, endorsement, later, status_entry, subject
from tests.worlds import Issuer, World, sign, token

ACHIEVEMENT: Final = "https://badges.example/a/mc-formative-assessment"
BADGE: Final = "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e"


@pytest.fixture
def world() -> World:
    made = World()
    made.add("did:web:college.example", "Northern College")
    return made


def college(world: World) -> Issuer:
    return world.issuers["did:web:college.example"]


def endorsed(world: World, **change: Any) -> JsonObject:
    about = change.pop("about", ACHIEVEMENT)
    return sign(endorsement(college(world), about, **change), college(world).key())


def carrying(world: World, *endorsements: Any) -> JsonObject:
    carrier = subject(achievement=achievement(endorsement=[*endorsements]))
    return sign(credential(world.issuer, credentialSubject=carrier), world.issuer.key())


def only(report: Report) -> EndorsementReport:
    assert len(report.endorsements) == 1
    return report.endorsements[0]


def test_a_good_endorsement_of_the_achievement_is_shown(world: World) -> None:
    report = world.verify(carrying(world, endorsed(world)))
    assert report.verdict is Verdict.VALID, report.checks
    found = only(report)
    assert (found.shown, found.carrier, found.in_force_then) == (True, "achievement", True)
    assert found.pointer == "/credentialSubject/achievement/endorsement/0"
    assert found.report.issuer is not None
    assert found.report.issuer.name == "Northern College"
    assert not report.warnings


def test_an_endorsement_alone_is_a_credential_of_its_own(world: World) -> None:
    report = world.verify(endorsed(world))
    assert (report.verdict, report.kind) == (Verdict.VALID, "endorsement")
    assert "It is an endorsement." in {check.sentence for check in report.checks}


def withdrawn(world: World) -> JsonObject:
    url = "https://college.example/s/1"
    world.publish_list(url, 7, signed_by=college(world))
    return endorsed(world, credentialStatus=status_entry(url, "7"))


NOT_SHOWN: Final[dict[str, Callable[[World], JsonObject]]] = {
    "about another achievement": lambda w: endorsed(w, about="https://badges.example/a/other"),
    "about the badge, carried by its achievement": lambda w: endorsed(w, about=BADGE),
    "without a proof": lambda w: changed(endorsed(w), proof=None),
    "changed after signing": lambda w: {**endorsed(w), "name": "Accepted everywhere"},
    "signed by a stranger": lambda w: sign(
        endorsement(college(w), ACHIEVEMENT), w.add("did:web:attacker.example").key()
    ),
    "ended": lambda w: endorsed(w, validUntil=later(days=-1)),
    "not begun": lambda w: endorsed(w, validFrom=later(days=1)),
    "by somebody who does not answer": lambda _: sign(
        endorsement(Issuer("did:web:gone.example"), ACHIEVEMENT), Issuer("did:web:gone.example").key()
    ),
    "withdrawn": withdrawn,
    "a badge in its place": lambda w: sign(credential(college(w), id="urn:uuid:1"), college(w).key()),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_an_endorsement_that_does_not_pass_is_not_shown_and_does_not_hurt_the_badge(
    world: World, name: str
) -> None:
    report = world.verify(carrying(world, NOT_SHOWN[name](world)))
    assert report.verdict is Verdict.VALID, report.checks
    assert not only(report).shown
    assert {warning.code for warning in report.warnings} == {"ENDORSEMENT_NOT_SHOWN"}


def test_an_endorsement_that_ended_was_in_force_then(world: World) -> None:
    found = only(world.verify(carrying(world, endorsed(world, validUntil=later(days=-1)))))
    assert (found.shown, found.in_force_then, found.report.verdict) == (False, True, Verdict.EXPIRED)
    late = only(world.verify(carrying(world, endorsed(world, validFrom="2026-10-01T00:00:00Z"))))
    assert (late.shown, late.in_force_then) == (True, False)


def test_an_endorsement_put_in_after_signing_breaks_the_badge(world: World) -> None:
    bare = sign(credential(world.issuer), world.issuer.key())
    assert world.verify({**bare, "endorsement": [endorsed(world, about=BADGE)]}).verdict is Verdict.INVALID


@pytest.mark.parametrize("carrier", ["credential", "profile", "creator", "source"])
def test_every_carrier_is_looked_at(world: World, carrier: str) -> None:
    document = credential(world.issuer)
    if carrier == "credential":
        document["endorsement"] = [endorsed(world, about=BADGE)]
    elif carrier == "profile":
        document["issuer"] = {
            **world.issuer.profile(),
            "endorsement": [endorsed(world, about=world.issuer.id)],
        }
    else:
        other: JsonObject = {
            "id": "did:web:assess.example",
            "type": ["Profile"],
            "endorsement": [endorsed(world, about="did:web:assess.example")],
        }
        document["credentialSubject"] = (
            subject(source=other) if carrier == "source" else subject(achievement=achievement(creator=other))
        )
    report = world.verify(sign(document, world.issuer.key()))
    assert report.verdict is Verdict.VALID, report.checks
    assert only(report).shown


def test_an_endorsement_as_a_token_counts_in_a_token(world: World) -> None:
    key = college(world).key("t", KeyType.P256, form="JsonWebKey")
    text = token(endorsement(college(world), ACHIEVEMENT), key)
    carrier = subject(achievement=achievement(endorsementJwt=[text, text[:-6] + "AAAAAA"]))
    own = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    report = world.verify(token(credential(world.issuer, credentialSubject=carrier), own))
    assert report.verdict is Verdict.VALID, report.checks
    assert [item.shown for item in report.endorsements] == [True, False]


def test_an_endorser_that_is_not_known_is_shown_as_unknown(world: World) -> None:
    report = world.verify(carrying(world, endorsed(world)), trust=[world.issuer.id])
    assert report.verdict is Verdict.VALID
    found = only(report)
    assert (found.shown, found.report.verdict) == (True, Verdict.UNTRUSTED)
    assert found.report.answers.known_issuer.value.value == "no"


def test_nothing_about_an_endorser_is_fetched_for_a_forged_badge(world: World) -> None:
    world.verify({**carrying(world, endorsed(world)), "name": "Another"})
    assert not any("college" in url for url in world.asked)


def test_many_endorsements_are_judged_up_to_a_limit(world: World) -> None:
    made = carrying(
        world, *[endorsed(world, id=f"urn:uuid:8f7b3a62-1f9d-4a57-8a58-1e2f60c7a0{n:02}") for n in range(25)]
    )
    report = world.verify(made)
    assert report.verdict is Verdict.VALID
    assert len(report.endorsements) == 20
    assert "25 endorsements" in report.warnings[-1].sentence
