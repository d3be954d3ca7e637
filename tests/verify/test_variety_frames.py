"""Good badges in every frame: contexts of every edition, dates, proofs, issuers, status lists and tokens."""

import gzip
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.papers import (
    AWARDED,
    CONTEXTS,
    achievement,
    changed,
    credential,
    later,
    status_entry,
    status_list,
    subject,
)
from tests.verify.approval import codes, require_valid
from tests.worlds import Issuer, Key, World, compact, sign, token, token_claims

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = CONTEXTS[0]
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-{}.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
OLD_PROOF: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
LIST: Final = "https://badges.example/s/1"
SUITES: Final = {
    "eddsa-rdfc-2022": KeyType.ED25519,
    "eddsa-jcs-2022": KeyType.ED25519,
    "ecdsa-rdfc-2019": KeyType.P256,
    "ecdsa-jcs-2019": KeyType.P384,
}


@pytest.fixture
def world() -> World:
    return World()


def of_1_1(world: World, *contexts: str) -> JsonObject:
    document = credential(world.issuer, validFrom=None, validUntil=None, awardedDate=None)
    named: list[Json] = [V1, *contexts]
    return changed(
        document,
        **{"@context": named},
        issuanceDate=AWARDED,
        expirationDate="2031-09-14T15:04:05Z",
    )


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "more", [(), (EXTENSIONS,), (DATA_INTEGRITY,), (EXTENSIONS, DATA_INTEGRITY)], ids=str
)
@pytest.mark.parametrize("edition", ["3.0.2", "3.0.3"])
def test_every_edition_of_the_vocabulary_is_read(
    world: World, edition: str, more: tuple[str, ...], suite: str
) -> None:
    contexts: list[Json] = [V2, OPEN_BADGES.format(edition), *more]
    document = credential(world.issuer, awardedDate=None, **{"@context": contexts})
    made = sign(document, world.issuer.key("k", SUITES[suite]), suite)
    assert world.verify(made).verdict is Verdict.VALID


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("edition", ["3.0.1", "3.0.2", "3.0.3"])
def test_every_edition_is_read_under_the_older_data_model(world: World, edition: str, suite: str) -> None:
    document = of_1_1(world, OPEN_BADGES.format(edition), DATA_INTEGRITY)
    assert world.verify(sign(document, world.issuer.key("k", SUITES[suite]), suite)).verdict is Verdict.VALID


@pytest.mark.parametrize("more", [(OLD_PROOF,), (EXTENSIONS, OLD_PROOF)], ids=str)
def test_the_older_proof_is_read(world: World, more: tuple[str, ...]) -> None:
    document = of_1_1(world, OPEN_BADGES.format("3.0.3"), *more)
    assert world.verify(sign(document, world.issuer.key(), "Ed25519Signature2020")).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "moment",
    [
        "2026-09-14T15:04:05.1Z",
        "2026-09-14T15:04:05.123456789Z",
        "2026-09-14T15:04:05+05:30",
        "2026-09-14T15:04:05-14:00",
        "2026-09-14T00:00:00.000-00:00",
        "0001-01-01T00:00:00+14:00",
        later(minutes=4),
    ],
)
def test_every_way_to_write_a_moment_is_read(world: World, moment: str) -> None:
    document = credential(world.issuer, validFrom=moment, awardedDate=moment)
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "end", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-14:00"]
)
def test_a_badge_may_last_as_long_as_there_are_dates(world: World, end: str) -> None:
    document = credential(world.issuer, validUntil=end)
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.VALID
    exp = 253_402_300_799 + (14 * 3600 if end.endswith("14:00") else 0)
    made = token(
        changed(document, validUntil=None), world.issuer.key("t", KeyType.P256), exp=exp, validUntil=end
    )
    assert world.verify(made).verdict is Verdict.VALID


def test_a_claim_is_a_number_however_it_is_written(world: World) -> None:
    claims = token_claims(credential(world.issuer))
    numbers: dict[str, Any] = {name: float(str(claims[name])) for name in ("nbf", "exp")}
    made = token(credential(world.issuer), world.issuer.key("t", KeyType.P256), **numbers)
    assert world.verify(made).verdict is Verdict.VALID


def test_the_subject_of_a_token_may_stand_in_a_list(world: World) -> None:
    made = token(credential(world.issuer), world.issuer.key("t", KeyType.P256), credentialSubject=[subject()])
    assert world.verify(made).verdict is Verdict.VALID


def test_two_names_of_one_organization_run_together_only_in_statements(world: World) -> None:
    creator: JsonObject = {"id": world.issuer.id, "type": ["Profile"], "name": "Its name of last year"}
    document = credential(world.issuer, credentialSubject=subject(achievement=achievement(creator=creator)))
    assert world.verify(token(document, world.issuer.key("t", KeyType.P256))).verdict is Verdict.VALID
    report = world.verify(sign(document, world.issuer.key()))
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, {"MALFORMED_VALUE_ERROR"})


@pytest.mark.parametrize("key_type", [KeyType.ED25519, KeyType.P256, KeyType.P384])
def test_did_jwk_is_its_own_document(world: World, key_type: KeyType) -> None:
    maker = Issuer("did:jwk:x").key("k", key_type).signer
    jwk = base64url.encode(
        b"{" + b",".join(f'"{n}":"{v}"'.encode() for n, v in maker.public_key.jwk().items()) + b"}"
    )
    issuer = Issuer(f"did:jwk:{jwk}")
    suite = "eddsa-rdfc-2022" if key_type is KeyType.ED25519 else "ecdsa-rdfc-2019"
    key = Key(maker, f"{issuer.id}#0")
    assert world.verify(sign(credential(issuer), key, suite)).verdict is Verdict.VALID
    assert world.verify(token(credential(issuer), key)).verdict is Verdict.VALID
    assert not world.asked


def test_an_issuer_may_be_named_by_its_identifier_alone(world: World) -> None:
    document = changed(credential(world.issuer), issuer=world.issuer.id)
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.VALID


LISTS: Final[dict[str, dict[str, Any]]] = {
    "no end": {"validUntil": None},
    "no dates": {"validUntil": None, "validFrom": None},
    "a name": {"name": "Withdrawals", "description": "d"},
    "begins in four minutes": {"validFrom": later(minutes=4)},
}
SUBJECTS: Final[dict[str, dict[str, Any]]] = {
    "two purposes": {"statusPurpose": ["revocation", "suspension"]},
    "a list of types": {"type": ["BitstringStatusList"]},
    "a time to live": {"ttl": 300_000},
    "no id": {"id": None},
    "packed elsewhere": {"encodedList": "u" + base64url.encode(gzip.compress(bytes(16_384), mtime=7))},
    "a mebibyte": {"encodedList": "u" + base64url.encode(gzip.compress(bytes(1_048_576)))},
}


def listed(world: World, made: JsonObject | bytes) -> Verdict:
    """Return the verdict on a badge whose status list is this."""
    world.publish(LIST, made, "application/vc")
    badge = credential(world.issuer, credentialStatus=status_entry(LIST))
    return world.verify(sign(badge, world.issuer.key())).verdict


def the_list(world: World, **change: Json) -> JsonObject:
    return changed(status_list(LIST, world.issuer.id), **change)


@pytest.mark.parametrize("name", LISTS)
def test_whatever_a_status_list_may_say_is_read(world: World, name: str) -> None:
    assert listed(world, sign(the_list(world, **LISTS[name]), world.issuer.key())) is Verdict.VALID


@pytest.mark.parametrize("name", SUBJECTS)
def test_whatever_the_subject_of_a_list_may_say_is_read(world: World, name: str) -> None:
    about = the_list(world)["credentialSubject"]
    assert isinstance(about, dict)
    forms: tuple[Json, ...] = (changed(about, **SUBJECTS[name]), [changed(about, **SUBJECTS[name])])
    for form in forms:
        made = sign(the_list(world, credentialSubject=form), world.issuer.key())
        assert listed(world, made) is Verdict.VALID


@pytest.mark.parametrize("suite", SUITES)
def test_a_list_may_be_signed_by_another_key_of_the_issuer_in_any_way(world: World, suite: str) -> None:
    assert listed(world, sign(the_list(world), world.issuer.key("k", SUITES[suite]), suite)) is Verdict.VALID


CLAIMS: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "the issuer only": {"jti": None, "sub": None, "nbf": None, "exp": None},
    "none": {"iss": None, "jti": None, "sub": None, "nbf": None, "exp": None},
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_list_may_be_a_token_that_repeats_nothing(world: World, name: str) -> None:
    key, made = world.issuer.key("t", KeyType.P256), the_list(world)
    claims = changed(token_claims({**made, "issuer": {"id": made["issuer"]}}), **CLAIMS[name])
    header: JsonObject = {"alg": "ES256", "kid": key.method, "typ": "vc+jwt", "cty": "vc"}
    assert listed(world, compact(header, {**made, **claims}, key).encode()) is Verdict.VALID
    false = compact(header, {**made, "iss": "did:web:other.example"}, key)
    assert listed(world, false.encode()) is Verdict.INDETERMINATE


def test_several_status_entries_are_all_asked(world: World) -> None:
    other = "https://badges.example/s/2"
    world.publish_list(LIST, 1)
    world.publish_list(other, 1, purpose="suspension")
    entries: list[Json] = [
        status_entry(LIST),
        status_entry(other, statusPurpose="suspension"),
        status_entry(LIST, "7", id=None),
    ]
    require_valid(world, credential(world.issuer, credentialStatus=entries))
