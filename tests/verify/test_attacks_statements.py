"""Attacks on contexts and statements (group LD): what is renamed, moved, dropped or read in two ways."""

import copy
from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from tests.papers import achievement, changed, later, status_entry, subject
from tests.verify.attacks import (
    EXTENSIONS,
    LIST,
    OPEN_BADGES,
    V1,
    V2,
    attacked_world,
    badge,
    require,
    sign_anything,
    signed,
    the_proof,
)
from tests.worlds import World, sign

LOST: Final = "DATA_LOSS_DETECTION_ERROR"
CONTEXT: Final = "CONTEXT_NOT_ALLOWED"
END: Final[JsonObject] = {"@id": "https://www.w3.org/2018/credentials#validUntil", "@type": "xsd:dateTime"}


@pytest.fixture
def world() -> World:
    return attacked_world()


def in_subject(document: JsonObject, **change: Json) -> JsonObject:
    about = document["credentialSubject"]
    assert isinstance(about, dict)
    return {**document, "credentialSubject": {**about, **change}}


def test_an_end_or_a_status_that_was_renamed_is_found(world: World) -> None:
    ended = signed(world, validUntil=later(days=-1))
    require(world, ended, "expired", "EXPIRED")
    renamed: JsonObject = {**changed(ended, validUntil=None), "note": ended["validUntil"]}
    require(world, {**renamed, "@context": [V2, OPEN_BADGES, {"note": END}]}, "invalid", CONTEXT)
    require(world, renamed, "invalid", LOST)
    world.publish_list(LIST, 94567)
    withdrawn = signed(world)
    require(world, withdrawn, "revoked", "REVOKED")
    term: JsonObject = {"@id": "https://www.w3.org/2018/credentials#credentialStatus", "@type": "@id"}
    hidden: JsonObject = {**changed(withdrawn, credentialStatus=None), "note": withdrawn["credentialStatus"]}
    require(world, {**hidden, "@context": [V2, OPEN_BADGES, {"note": term}]}, "invalid", CONTEXT)


CONTEXTS: Final[dict[str, Any]] = {
    "the end undefined": [V2, OPEN_BADGES, {"validUntil": None}],
    "a base": [V2, OPEN_BADGES, {"@base": "https://x.example/"}],
    "a vocabulary": [V2, OPEN_BADGES, {"@vocab": "https://x.example/"}],
    "an import": [V2, OPEN_BADGES, {"@import": "https://attacker.example/"}],
    "another order": [OPEN_BADGES, V2],
    "no vocabulary of badges": [V2],
    "that vocabulary alone": [OPEN_BADGES],
    "a text": V2,
    "twice": [V2, OPEN_BADGES, OPEN_BADGES],
    "nothing": [],
    "an object": {},
    "null within": [V2, OPEN_BADGES, None],
    "a list within": [[V2, OPEN_BADGES]],
    "http": [V2.replace("https", "http"), OPEN_BADGES],
    "a slash more": [V2 + "/", OPEN_BADGES],
    "a query": [V2 + "?v=1", OPEN_BADGES],
    "a fragment": [V2 + "#", OPEN_BADGES],
    "upper case": [V2, OPEN_BADGES.upper()],
    "the attacker's": [V2, OPEN_BADGES, "https://attacker.example/context"],
    "without a version": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
    "examples": [V2, OPEN_BADGES, "https://www.w3.org/ns/credentials/examples/v2"],
    "both data models": [V1, V2, OPEN_BADGES],
    "a number": [V2, OPEN_BADGES, 7],
}


@pytest.mark.parametrize("name", CONTEXTS)
def test_contexts_are_known_ones_letter_for_letter(world: World, name: str) -> None:
    require(
        world,
        {**signed(world), "@context": CONTEXTS[name]},
        "invalid|malformed",
        f"{CONTEXT} SCHEMA_VIOLATION",
    )
    assert not world.asked


def test_a_context_is_never_fetched(world: World) -> None:
    for url in (V2, OPEN_BADGES):
        world.publish(url, {"@context": {"validUntil": None, "name": "https://x.example/"}})
    require(world, signed(world), "valid")
    assert not {V2, OPEN_BADGES}.intersection(world.asked)


@pytest.mark.parametrize("context", [None, {"name": None}, V2, [V2, OPEN_BADGES]], ids=repr)
def test_no_part_brings_a_context_of_its_own(world: World, context: Any) -> None:
    inner: JsonObject = {"@context": context}
    require(world, in_subject(signed(world), **inner), "invalid", CONTEXT)
    require(world, in_subject(signed(world), achievement={**achievement(), **inner}), "invalid", CONTEXT)
    require(world, {**signed(world), "evidence": [{**inner, "type": ["Evidence"]}]}, "invalid", CONTEXT)


MEMBERS: Final[dict[str, Any]] = {
    "gpa": 4,
    "schema:name": "x",
    "https://schema.org/name": "x",
    "urn:x": 1,
    "Name": "x",
    " name": "x",
    "valid\u200bUntil": "2026-09-14T15:04:05Z",
    "": 1,
    "constructor": {"prototype": {}},
    "@graph": [],
    "@included": [{"id": "urn:x:y"}],
    "@nest": {"name": "x"},
    "@reverse": {},
    "@index": "x",
    "@foo": "x",
    "@set": [],
    "@none": 1,
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_nobody_would_sign_is_found(world: World, name: str) -> None:
    member = {name: MEMBERS[name]}
    require(world, {**signed(world), **member}, "invalid", LOST)
    require(world, in_subject(signed(world), **member), "invalid", LOST)


FORMS: Final[dict[str, Callable[[JsonObject], JsonObject]]] = {
    "hours in a list": lambda d: in_subject(d, creditsEarned=[1.5]),
    "hours as text": lambda d: in_subject(d, creditsEarned="1.5"),
    "hours in a set": lambda d: in_subject(d, creditsEarned={"@set": [1.5]}),
    "hours as a value": lambda d: in_subject(d, creditsEarned={"@value": 1.5}),
    "a name in a list": lambda d: {**d, "name": [d["name"]]},
    "a name as a value": lambda d: {**d, "name": {"@value": d["name"]}},
    "a name with a language": lambda d: {**d, "name": {"@value": d["name"], "@language": "en"}},
    "a date as a value": lambda d: {**d, "validFrom": {"@value": d["validFrom"]}},
    "an id as a node": lambda d: {**d, "id": {"@id": d["id"]}},
    "a null": lambda d: {**d, "description": None},
    "a type by its address": lambda d: {**d, "type": [*list_of(d["type"]), "https://x.example/T"]},
    "an unknown type": lambda d: {**d, "type": [*list_of(d["type"]), "District"]},
    "an unknown type of the subject": lambda d: in_subject(d, type=["AchievementSubject", "District"]),
    "a shortened type": lambda d: {**d, "type": [*list_of(d["type"]), "xsd:string"]},
    "a list in a list": lambda d: in_subject(d, result=[[{"type": ["Result"]}]]),
}


def list_of(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value


@pytest.mark.parametrize("name", FORMS)
def test_a_value_has_one_form(world: World, name: str) -> None:
    require(world, FORMS[name](signed(world)), "invalid|malformed")


@pytest.mark.parametrize("spelling", ["false", "true", 0, 1, [False], None, {"@value": False}], ids=repr)
def test_a_truth_is_not_a_text(world: World, spelling: Any) -> None:
    plain: JsonObject = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "p",
        "identityType": "name",
    }
    good = signed(world, credentialSubject=subject(identifier=[plain]))
    require(world, good, "valid")
    require(world, in_subject(good, identifier=[{**plain, "hashed": spelling}]), "malformed|invalid")


IDS: Final = (
    "subject/1|#x|../x||//x.example/|urn:a b|urn:a\u00e9|urn:a<b|urn:a{b|urn:a\\b|urn:a^b|urn:a`b| urn:a|urn:a |urn:"
    "|_:b0|x|1:a|:a|urn:a\u202eb|urn:a\tb|urn:a\nb|javascript:alert(1)|data:text/html,x|file:///etc|DATA:text/html,x"
)


@pytest.mark.parametrize("identifier", IDS.split("|"))
def test_an_id_is_an_address_that_statements_keep(world: World, identifier: str) -> None:
    allowed = f"MALFORMED_VALUE_ERROR SCHEMA_VIOLATION {LOST}"
    require(world, in_subject(signed(world), id=identifier), "malformed|invalid", allowed)
    by_issuer = sign_anything(badge(world, credentialSubject=subject(id=identifier)), world.issuer.key())
    require(world, by_issuer, "malformed|invalid", allowed)


def test_parts_of_one_id_do_not_run_together(world: World) -> None:
    two: list[Json] = [{"id": "urn:e:1", "type": ["Evidence"], "name": name} for name in ("A", "B")]
    require(world, signed(world, evidence=two), "malformed", "MALFORMED_VALUE_ERROR")
    creator: JsonObject = {"id": world.issuer.id, "type": ["Profile"]}
    good = signed(world, credentialSubject=subject(achievement=achievement(creator=creator)))
    require(world, good, "valid")
    other = in_subject(good, achievement=achievement(creator={**creator, "name": "State Board"}))
    require(world, other, "malformed|invalid")


def test_a_proof_over_the_text_covers_every_letter(world: World) -> None:
    good = sign(badge(world), world.issuer.key(), "eddsa-jcs-2022")
    require(world, good, "valid")
    proof, longer = the_proof(good), [V2, OPEN_BADGES, EXTENSIONS]
    wrong: tuple[tuple[JsonObject, str], ...] = (
        ({**good, "gpa": 4}, "PROOF_VERIFICATION_ERROR"),
        ({**good, "@context": [*longer]}, f"PROOF_VERIFICATION_ERROR {CONTEXT}"),
        ({**good, "proof": [changed(proof, **{"@context": None})]}, "PROOF_VERIFICATION_ERROR"),
        ({**good, "proof": [{**proof, "@context": [V2]}]}, f"PROOF_VERIFICATION_ERROR {CONTEXT}"),
        ({**good, "@context": [*longer], "proof": [{**proof, "@context": [V2, OPEN_BADGES]}]}, CONTEXT),
        (sign_anything({**badge(world), "@included": []}, world.issuer.key()), LOST),
    )
    for document, codes in wrong:
        require(world, document, "invalid", codes)


def test_a_kind_of_status_needs_the_vocabulary_that_defines_it(world: World) -> None:
    entry: JsonObject = {"id": "https://badges.example/revoked", "type": "1EdTechRevocationList"}
    require(world, {**signed(world), "credentialStatus": entry}, "invalid", LOST)
    moved = copy.deepcopy(signed(world))
    moved["credentialStatus"] = [status_entry(LIST, "1")]
    require(world, moved, "invalid", "PROOF_VERIFICATION_ERROR")
