"""Shapes beyond Open Badges: any credential, presentations, status lists, key documents, records."""

from typing import Any

import pytest

from issuer.documents import schemas
from issuer.documents.strict_json import JsonObject
from tests.documents import samples
from tests.documents.changes import REMOVED, changed
from tests.documents.samples import with_proof

PLAIN: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:1",
    "credentialSubject": {"id": "did:example:2"},
}
PRESENTATION: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
    "verifiableCredential": [PLAIN],
}


def fits(document: JsonObject, schema: str, pointer: str, value: Any) -> bool:
    assert schemas.find_violations(document, schema) == []
    return schemas.is_valid(changed(document, pointer, value), schema)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/name", {"@value": "Badge", "@language": "en", "@direction": "ltr"}),
        ("/description", [{"@value": "Badge"}, {"@value": "Insigne", "@language": "fr"}]),
        ("/issuer", {"id": "did:example:1", "name": {"@value": "Office"}}),
        ("/credentialSubject", [{"id": "did:example:2"}, {"anything": 1}]),
        ("/credentialStatus", [{"type": ["A", "B"]}]),
        ("/termsOfUse", {"type": "A"}),
        ("/relatedResource", {"id": "https://a.example", "digestMultibase": "zQm"}),
        ("/validUntil", "2031-01-01T00:00:00.000-05:00"),
    ],
)
def test_any_credential_is_read(pointer: str, value: Any) -> None:
    assert fits(PLAIN, "read/vc", pointer, value)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/name", {"@value": "Badge", "@type": "x"}),
        ("/name", {"@value": 5}),
        ("/issuer", {"name": "Office"}),
        ("/issuer", {"id": None}),
        ("/issuer", "office"),
        ("/id", ["urn:a"]),
        ("/credentialSubject", {}),
        ("/credentialSubject", []),
        ("/credentialSubject", [{"id": "did:example:2"}, {}]),
        ("/credentialSubject/id", "someone"),
        ("/credentialStatus", {"id": "urn:a"}),
        ("/credentialSchema", {"type": "A"}),
        ("/relatedResource", {"id": "https://a.example"}),
        ("/validFrom", "today"),
        ("/type", ["Something"]),
        ("/@context", REMOVED),
    ],
)
def test_what_is_no_credential_is_refused(pointer: str, value: Any) -> None:
    assert not fits(PLAIN, "read/vc", pointer, value)


def test_a_credential_of_the_older_model_has_an_issuance_date() -> None:
    older = changed(PLAIN, "/@context/0", "https://www.w3.org/2018/credentials/v1")
    assert not schemas.is_valid(older, "read/vc")
    assert schemas.is_valid({**older, "issuanceDate": samples.MOMENT}, "read/vc")


@pytest.mark.parametrize(
    ("value", "good"),
    [
        (PLAIN, True),
        ("e30.e30.e30", True),
        (["e30.e30.e30", PLAIN], True),
        ([], False),
        (REMOVED, False),
        ([PLAIN] * 21, False),
        ("e30.e30", False),
        ([None], False),
    ],
)
def test_a_presentation_holds_one_to_twenty_credentials(value: Any, *, good: bool) -> None:
    assert fits(PRESENTATION, "read/presentation", "/verifiableCredential", value) == good


@pytest.mark.parametrize(
    ("pointer", "value", "good"),
    [
        ("/type", ["VerifiableCredential", "StatusList2021Credential"], True),
        ("/credentialSubject/type", ["StatusList2021"], True),
        ("/issuer", {"id": samples.ISSUER}, True),
        ("/type", ["VerifiableCredential"], False),
        ("/credentialSubject/encodedList", REMOVED, False),
        ("/credentialSubject/encodedList", ["u"], False),
        ("/credentialSubject", [], False),
    ],
)
def test_a_status_list_of_others(pointer: str, value: Any, *, good: bool) -> None:
    assert fits(with_proof(samples.status_list()), "read/status-list", pointer, value) == good


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/credentialSubject/statusPurpose", "suspension"),
        ("/validUntil", REMOVED),
        ("/@context/1", samples.CONTEXTS[1]),
        ("/credentialSubject/encodedList", "H4sIAA"),
        ("/id", "http://badges.example/s/1"),
        ("/ttl", 300),
    ],
)
def test_our_status_list_has_one_form(pointer: str, value: Any) -> None:
    assert not fits(samples.status_list(), "emit/status-list", pointer, value)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/verificationMethod/0/secretKeyMultibase", "z123"),
        ("/verificationMethod/0/publicKeyJwk", {"kty": "OKP", "d": "secret"}),
        ("/email", "office@badges.example"),
        ("/@context", [samples.CONTEXTS[0]]),
        ("/url", "http://badges.example"),
    ],
)
def test_a_published_profile_tells_no_secret(pointer: str, value: Any) -> None:
    assert not fits(samples.published_profile(), "emit/profile", pointer, value)


@pytest.mark.parametrize(
    ("pointer", "value", "good"),
    [
        ("/assertionMethod", ["#key-1", {"id": "#key-2", "type": "Multikey", "controller": "did:x:1"}], True),
        ("/verificationMethod", [], True),
        ("/verificationMethod/0/revoked", "2026-01-01T00:00:00Z", True),
        ("/verificationMethod/0/controller", REMOVED, False),
        ("/verificationMethod/0/expires", "soon", False),
        ("/assertionMethod", "#key-1", False),
        ("/id", "example.org", False),
    ],
)
def test_a_key_document(pointer: str, value: Any, *, good: bool) -> None:
    assert fits(samples.published_profile(), "read/did-document", pointer, value) == good


@pytest.mark.parametrize(
    "name",
    schemas._document("attestation")["required"],
)
def test_nothing_of_a_record_is_filled_in(name: str) -> None:
    assert len(schemas._document("attestation")["required"]) == 11
    document = changed(samples.attestation(), f"/{name}", REMOVED)
    (found,) = schemas.find_violations(document, "attestation")
    assert found.message == f'the member "{name}" is missing'


@pytest.mark.parametrize(
    ("pointer", "value", "blamed"),
    [
        ("/attempt", "2", "/attempt"),
        ("/attempt", True, "/attempt"),
        ("/attempt", 1.5, "/attempt"),
        ("/person", "teacher@example.org", "/person"),
        ("/levels", {}, "/levels"),
        ("/levels/SEL-01.A", 2, "/levels/SEL-01.A"),
        ("/artifacts", [], "/artifacts"),
        ("/artifacts/0/digest", "md5:0", "/artifacts/0/digest"),
        ("/artifacts/0/url", "https://files.example/video", "/artifacts/0"),
        ("/assessors", [{"id": "as-7", "role": "assessor"}], "/assessors"),
        ("/assessors/0/name", "Prudence", "/assessors/0"),
        ("/decidedAt", "2026-03-09", "/decidedAt"),
        ("/agreement/kappa", 2, "/agreement/kappa"),
        ("/comment", "well done", ""),
    ],
)
def test_a_record_is_refused_at_its_gap(pointer: str, value: Any, blamed: str) -> None:
    document = changed(samples.attestation(), pointer, value)
    assert [found.pointer for found in schemas.find_violations(document, "attestation")] == [blamed]
