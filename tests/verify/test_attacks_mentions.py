"""Attacks by moving: signed statements are about ids, so a holder may write them elsewhere in the JSON.

Every case keeps the signature intact; the first test holds that against the canonical statements. What a
reader of the JSON would then miss (an end, a status, a name) must not be missed here.
"""

import copy
from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents import canonical
from issuer.documents.strict_json import JsonObject
from issuer.signing.key_types import KeyType
from tests.papers import achievement, changed, credential, endorsement, later, subject
from tests.verify.attacks import EXTENSIONS, LIST, OPEN_BADGES, V2, attacked_world, badge, require
from tests.worlds import World, sign, token

BADGE_ID: Final = str(credential(World().issuer)["id"])
PERSON: Final = str(subject()["id"])
BADGE_TYPES: Final = ["VerifiableCredential", "OpenBadgeCredential"]


@pytest.fixture
def world() -> World:
    made = attacked_world()
    made.add("did:web:college.example", "College")
    made.publish_list(LIST, 94567)
    return made


def endorsed(world: World, about: str) -> JsonObject:
    college = world.issuers["did:web:college.example"]
    return sign(endorsement(college, about), college.key())


def of_achievement(**more: Any) -> JsonObject:
    return subject(achievement=achievement(**more))


def creator(world: World) -> JsonObject:
    return {"id": world.issuer.id, "type": ["Profile"], "name": world.issuer.name}


def about_itself(world: World) -> JsonObject:
    return badge(world, endorsement=[endorsed(world, BADGE_ID)], validUntil=later(days=-1))


def refreshing(world: World) -> JsonObject:
    service: JsonObject = {"id": BADGE_ID, "type": "1EdTechCredentialRefresh"}
    document = badge(world, refreshService=service, validUntil=later(days=-1))
    return {**document, "@context": [V2, OPEN_BADGES, EXTENSIONS]}


def evident(world: World) -> JsonObject:
    return badge(world, evidence=[{"id": BADGE_ID, "type": ["Evidence"]}])


def with_an_endorsed_achievement(world: World) -> JsonObject:
    about = of_achievement(endorsement=[endorsed(world, str(achievement()["id"]))])
    return badge(world, credentialSubject={**about, "creditsEarned": 9})


def with_an_endorsed_person(world: World) -> JsonObject:
    return badge(world, endorsement=[endorsed(world, PERSON)], credentialSubject=subject(licenseNumber="1"))


def with_criteria_of_one_id(world: World) -> JsonObject:
    return badge(
        world, credentialSubject=of_achievement(criteria={"id": achievement()["id"], "narrative": "n"})
    )


def with_criteria_of_their_class(world: World) -> JsonObject:
    criteria: JsonObject = {"id": achievement()["id"], "type": "Criteria", "narrative": "n"}
    return badge(world, credentialSubject=of_achievement(criteria=criteria))


def with_evidence_of_one_id(world: World) -> JsonObject:
    evidence: JsonObject = {"id": achievement()["id"], "type": ["Evidence"], "name": "A portfolio"}
    return badge(world, evidence=[evidence])


def with_its_creator(world: World) -> JsonObject:
    return badge(world, credentialSubject=of_achievement(creator=creator(world)))


def of_an_earlier_edition(world: World) -> JsonObject:
    """Return a badge under a vocabulary in which a class and a member have one address."""
    image: JsonObject = {"id": "https://badges.example/a.png", "type": "Image", "caption": "A lake"}
    made = changed(badge(world, credentialSubject=of_achievement(image=image)), awardedDate=None)
    return {**made, "@context": [V2, OPEN_BADGES.replace("3.0.3", "3.0.2")]}


def move(member: str, types: list[str]) -> Callable[[Any], None]:
    """Move a member of the badge to the subject of the endorsement that it carries."""

    def moved(document: Any) -> None:
        about = document["endorsement"][0]["credentialSubject"]
        about["type"] = ["EndorsementSubject", *types]
        about[member] = document.pop(member)

    return moved


def end_to_refresh(document: Any) -> None:
    document["refreshService"]["type"] = ["1EdTechCredentialRefresh", "VerifiableCredential"]
    document["refreshService"]["validUntil"] = document.pop("validUntil")


def status_to_evidence(document: Any) -> None:
    document["evidence"][0]["type"] = ["Evidence", *BADGE_TYPES]
    document["evidence"][0]["credentialStatus"] = document.pop("credentialStatus")


def hours_to_endorsement(document: Any) -> None:
    own = document["credentialSubject"]["achievement"]
    about = own["endorsement"][0]["credentialSubject"]
    about |= {"type": ["EndorsementSubject", "Achievement"], "creditsAvailable": own.pop("creditsAvailable")}


def number_to_person(document: Any) -> None:
    about = document["endorsement"][0]["credentialSubject"]
    about["type"] = ["EndorsementSubject", "AchievementSubject"]
    about["licenseNumber"] = document["credentialSubject"].pop("licenseNumber")


def hours_to_criteria(document: Any) -> None:
    own = document["credentialSubject"]["achievement"]
    own["criteria"] |= {"type": ["Achievement"], "creditsAvailable": own.pop("creditsAvailable")}


def names_swapped(document: Any) -> None:
    own, other = document["credentialSubject"]["achievement"], document["evidence"][0]
    own["name"], other["name"] = other["name"], own["name"]


def name_to_creator(document: Any) -> None:
    del document["issuer"]["name"]


def image_to_class(document: Any) -> None:
    own = document["credentialSubject"]["achievement"]
    own["Image"] = own.pop("image")


MOVES: Final[dict[str, tuple[Callable[[World], JsonObject], Callable[[Any], None], str]]] = {
    "the end": (about_itself, move("validUntil", BADGE_TYPES), "malformed"),
    "the status": (about_itself, move("credentialStatus", BADGE_TYPES), "malformed"),
    "the name": (about_itself, move("name", []), "malformed"),
    "the end to a refresh service": (refreshing, end_to_refresh, "malformed"),
    "the status to evidence": (evident, status_to_evidence, "malformed"),
    "hours to an endorsement": (with_an_endorsed_achievement, hours_to_endorsement, "malformed"),
    "a number to an endorsed person": (with_an_endorsed_person, number_to_person, "malformed"),
    "hours to criteria": (with_criteria_of_one_id, hours_to_criteria, "malformed"),
    "names between parts": (with_evidence_of_one_id, names_swapped, "malformed"),
    "the issuer's name": (with_its_creator, name_to_creator, "malformed"),
    "an image under its class": (of_an_earlier_edition, image_to_class, "invalid"),
}


def statements(document: JsonObject) -> bytes:
    return canonical.canonical_nquads({name: value for name, value in document.items() if name != "proof"})


@pytest.mark.parametrize("name", MOVES)
def test_what_was_moved_is_missed(world: World, name: str) -> None:
    make, change, verdict = MOVES[name]
    good = sign(make(world), world.issuer.key())
    moved = copy.deepcopy(good)
    change(moved)
    assert moved != good
    assert statements(moved) == statements(good), "the signature still holds"
    require(world, moved, verdict, "MALFORMED_VALUE_ERROR DATA_LOSS_DETECTION_ERROR")


@pytest.mark.parametrize(
    ("make", "verdict"),
    [
        (about_itself, "revoked"),
        (refreshing, "revoked"),
        (with_an_endorsed_achievement, "revoked"),
        (with_an_endorsed_person, "revoked"),
        (with_criteria_of_one_id, "revoked"),
        (with_criteria_of_their_class, "revoked"),
        (with_its_creator, "revoked"),
        (evident, "revoked"),
        (with_evidence_of_one_id, "malformed"),
    ],
)
def test_parts_may_share_an_id_where_each_says_what_is_its_own(
    world: World, make: Callable[[World], JsonObject], verdict: str
) -> None:
    document = make(world)
    require(world, sign(document, world.issuer.key()), verdict)
    require(world, token(document, world.issuer.key("t", KeyType.P256)), "revoked", "REVOKED")
    require(world, sign(document, world.issuer.key(), "eddsa-jcs-2022"), "revoked", "REVOKED")


def test_an_endorsement_is_not_the_badge_itself(world: World) -> None:
    inner = {**endorsed(world, BADGE_ID), "id": BADGE_ID}
    require(
        world,
        sign(badge(world, endorsement=[inner]), world.issuer.key()),
        "malformed",
        "MALFORMED_VALUE_ERROR",
    )


def test_one_endorsement_may_stand_in_two_places(world: World) -> None:
    world.publish_list(LIST)
    inner = endorsed(world, world.issuer.id)
    issuer: JsonObject = {**world.issuer.profile(), "endorsement": [inner]}
    require(
        world, sign({**badge(world), "issuer": issuer, "endorsement": [inner]}, world.issuer.key()), "valid"
    )


def test_an_issuer_may_award_itself(world: World) -> None:
    world.publish_list(LIST)
    require(
        world, sign(badge(world, credentialSubject=subject(id=world.issuer.id)), world.issuer.key()), "valid"
    )
