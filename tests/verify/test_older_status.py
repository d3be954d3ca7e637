"""The older kinds of status: Status List 2021, and the plain list of 1EdTech."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.verify import Verdict
from tests.papers import CONTEXTS, changed, credential, later, status_list
from tests.worlds import World, sign

URL: Final = "https://badges.example/revoked"
LIST: Final = "https://badges.example/s/1"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXT_2021: Final = "https://w3id.org/vc/status-list/2021/v1"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
V1: Final = "https://www.w3.org/2018/credentials/v1"


@pytest.fixture
def world() -> World:
    return World()


def plain_badge(world: World) -> JsonObject:
    document = credential(world.issuer, credentialStatus={"id": URL, "type": "1EdTechRevocationList"})
    document["@context"] = [*CONTEXTS, EXTENSIONS]
    return sign(document, world.issuer.key())


def plain_list(world: World, **change: Any) -> JsonObject:
    return changed({"id": URL, "issuer": world.issuer.id, "revokedCredential": []}, **change)


BADGE_ID: Final = "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "valid"),
        ({"revokedCredential": [{"id": "urn:uuid:another"}]}, "valid"),
        ({"revokedCredential": [{"id": BADGE_ID}]}, "revoked"),
        (
            {"revokedCredential": [{"id": BADGE_ID, "revoked": True, "revocationReason": "A mistake"}]},
            "revoked",
        ),
        ({"revokedCredential": [{"id": BADGE_ID, "revoked": False}]}, "valid"),
        ({"revokedCredential": [{"id": BADGE_ID, "revoked": "false"}]}, "indeterminate"),
        ({"revokedCredential": [BADGE_ID]}, "indeterminate"),
        ({"revokedCredential": None}, "indeterminate"),
        ({"revokedCredential": {}}, "indeterminate"),
        ({"issuer": None}, "indeterminate"),
        ({"issuer": "did:web:attacker.example"}, "indeterminate"),
        ({"id": "https://badges.example/other"}, "indeterminate"),
    ],
    ids=str,
)
def test_a_plain_list_of_the_issuer_answers(world: World, change: dict[str, Any], verdict: str) -> None:
    world.publish(URL, plain_list(world, **change))
    report = world.verify(plain_badge(world))
    assert report.verdict.value == verdict, report.checks
    if "revocationReason" in str(change):
        assert "A mistake" in report.answers.current.sentence


def test_a_plain_list_that_is_not_there_leaves_it_open(world: World) -> None:
    assert world.verify(plain_badge(world)).verdict is Verdict.INDETERMINATE


def test_a_plain_list_at_an_address_that_nobody_asks_ends_before_the_proof(world: World) -> None:
    document = credential(
        world.issuer, credentialStatus={"id": "http://badges.example/r", "type": "1EdTechRevocationList"}
    )
    document["@context"] = [*CONTEXTS, EXTENSIONS]
    report = world.verify(sign(document, world.issuer.key()))
    assert report.verdict is Verdict.INDETERMINATE
    assert not world.asked


def list_of_2021(world: World, *set_bits: int) -> JsonObject:
    made = status_list(LIST, world.issuer.id, *set_bits)
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    document: JsonObject = {
        "@context": [V1, CONTEXT_2021, ED25519_2020],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": world.issuer.id,
        "issuanceDate": later(hours=-1),
        "credentialSubject": {
            **subject,
            "type": "StatusList2021",
            "encodedList": str(subject["encodedList"])[1:],
        },
    }
    return sign(document, world.issuer.key(), "Ed25519Signature2020")


@pytest.mark.parametrize(("set_bits", "verdict"), [((), "valid"), ((7,), "revoked"), ((8,), "valid")])
def test_status_list_2021_is_read(world: World, set_bits: tuple[int, ...], verdict: str) -> None:
    world.publish(LIST, list_of_2021(world, *set_bits))
    document = credential(
        world.issuer,
        validFrom=None,
        validUntil=None,
        awardedDate=None,
        issuanceDate="2026-09-14T15:04:05Z",
        credentialStatus={
            "id": f"{LIST}#7",
            "type": "StatusList2021Entry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": LIST,
        },
    )
    document["@context"] = [V1, CONTEXTS[1], CONTEXT_2021, ED25519_2020]
    report = world.verify(sign(document, world.issuer.key(), "Ed25519Signature2020"))
    assert report.verdict.value == verdict, report.checks
