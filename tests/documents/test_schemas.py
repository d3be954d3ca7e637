"""The schemas: what fits, what is refused and in which words, and that two engines say the same."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from issuer.documents import schemas
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConfigurationError, ConformanceError
from tests.documents import samples
from tests.documents.changes import REMOVED, changed, mutations
from tests.documents.samples import with_proof
from tests.documents.transcripts import transcript

FITTING: dict[str, Any] = {
    "attestation": samples.attestation(),
    "composition": samples.composition(),
    "emit/clr": transcript(),
    "emit/credential": samples.credential(),
    "emit/endorsement": samples.endorsement(),
    "emit/profile": samples.published_profile(),
    "emit/status-list": samples.status_list(),
    "lane-rules": {
        "unit": "quarterHour",
        "conversion": {"semesterHour->quarterHour": 1.5},
        "lanes": ["BA", {"name": "BA+15", "base": "BA", "credits": "15"}],
        "rules": {
            "recognises": "either",
            "windows": [{"submitFrom": "08-01", "submitTo": "10-01", "effective": "11-01"}],
        },
    },
    "published/credential": with_proof(samples.credential()),
    "published/endorsement": with_proof(samples.endorsement()),
    "read/clr": {**with_proof(samples.credential()), **with_proof(transcript())},
    "read/credential": with_proof(samples.credential()),
    "read/did-document": samples.published_profile(),
    "read/endorsement": with_proof(samples.endorsement()),
    "read/presentation": {
        "@context": [samples.CONTEXTS[0]],
        "type": "VerifiablePresentation",
        "holder": "did:example:1",
        "verifiableCredential": [with_proof(samples.credential()), "e30.e30.e30"],
    },
    "read/status-list": with_proof(samples.status_list()),
    "read/vc": with_proof(samples.credential()),
}
MUTATIONS = list(mutations(samples.credential()))


def explained(document: JsonObject, schema: str) -> list[Any]:
    return list(schemas._explaining(schema).iter_errors(document))


@pytest.mark.parametrize("name", schemas.names())
def test_every_schema_is_a_schema_and_has_a_document_that_fits(name: str) -> None:
    Draft202012Validator.check_schema(schemas._document(name))
    fitting = FITTING.get(name) or schemas._document(name)["examples"][0]
    document: JsonObject = json.loads(json.dumps(fitting))
    assert schemas.find_violations(document, name) == []
    assert explained(document, name) == []


def test_every_definition_is_used() -> None:
    text = "".join(path.read_text() for path in schemas.FOLDER.glob("*.schema.json"))
    defined = set(schemas._documents()["defs"]["$defs"])
    assert defined == set(re.findall(r"#/\$defs/(\w+)\"", text)) & defined


def test_a_schema_that_does_not_exist_is_a_mistake_of_the_installation() -> None:
    with pytest.raises(ConfigurationError, match="read/nothing"):
        schemas.is_valid({}, "read/nothing")


EMIT_REFUSALS: list[tuple[str, Any, str]] = [
    ("/@context/2", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "/@context"),
    ("/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "/@context"),
    ("/type/2", "Extra", "/type"),
    ("/id", "https://badges.example/c/1", "/id"),
    ("/credentialSchema", [{"id": "https://a.example/s", "type": "X"}], ""),
    ("/endorsementJwt", ["e30.e30.e30"], ""),
    ("/jti", "urn:uuid:1", ""),
    ("/gpa", 4, ""),
    ("/issuer", "did:web:badges.example:p:lakes", "/issuer"),
    ("/issuer/email", "info@badges.example", "/issuer"),
    ("/awardedDate", "2026-09-14T15:04:05+02:00", "/awardedDate"),
    ("/validFrom", "2026-02-30T00:00:00Z", "/validFrom"),
    ("/credentialSubject/creditsEarned", "1.5", "/credentialSubject/creditsEarned"),
    ("/credentialSubject/creditsEarned", True, "/credentialSubject/creditsEarned"),
    ("/credentialSubject/identifier/0/hashed", "true", "/credentialSubject/identifier/0/hashed"),
    ("/credentialSubject/identifier/0/salt", "short", "/credentialSubject/identifier/0/salt"),
    ("/credentialSubject/achievement/tag", "one", "/credentialSubject/achievement/tag"),
    ("/credentialSubject/achievement/name", "two\nlines", "/credentialSubject/achievement/name"),
    ("/credentialSubject/achievement/color", "red", "/credentialSubject/achievement"),
    ("/evidence/0/id", "https://a.example/video", "/evidence/0/id"),
    ("/evidence/0/digestMultibase", REMOVED, "/evidence/0"),
    ("/relatedResource/0/mediaType", REMOVED, "/relatedResource/0"),
    ("/credentialStatus", REMOVED, ""),
    ("/credentialStatus/statusListIndex", 94567, "/credentialStatus/statusListIndex"),
    ("/credentialStatus/statusPurpose", "suspension", "/credentialStatus/statusPurpose"),
    ("/evidence", [], "/evidence"),
]


@pytest.mark.parametrize(("pointer", "value", "blamed"), EMIT_REFUSALS)
def test_what_we_sign_has_one_form(pointer: str, value: Any, blamed: str) -> None:
    document = changed(samples.credential(), pointer, value)
    assert {violation.pointer for violation in schemas.find_violations(document, "emit/credential")} == {
        blamed
    }


@pytest.mark.parametrize(
    "change",
    [
        ("/credentialSubject/gpa", 4),
        ("/issuer", "did:web:badges.example"),
        ("/issuer/iso6523Code", "x"),
        ("/evidence", {"type": "Evidence", "id": "data:application/pdf;base64,AA=="}),
        ("/credentialStatus", [{"type": "Something", "id": "urn:x"}]),
        ("/credentialSubject/achievement/tag", "one"),
        ("/credentialSubject/achievement/description", ""),
        ("/credentialSubject/achievement/achievementType", "ext:Our Kind"),
        ("/credentialSubject/achievement/image", "https://a.example/i.png"),
        ("/type", ["VerifiableCredential", "AchievementCredential"]),
        ("/validFrom", "2026-09-14T15:04:05.123-05:00"),
        ("/proof/0/verificationMethod", {"id": "did:example:1"}),
    ],
    ids=str,
)
def test_what_others_write_is_read(change: tuple[str, Any]) -> None:
    assert (
        schemas.find_violations(changed(with_proof(samples.credential()), *change), "read/credential") == []
    )


READ_REFUSALS: list[tuple[str, Any, str]] = [
    ("/type", ["OpenBadgeCredential"], "a list that holds VerifiableCredential"),
    ("/type", "VerifiableCredential", "a list that holds VerifiableCredential"),
    ("/id", REMOVED, 'the member "id" is missing'),
    ("/id", "javascript:alert(1)", "absolute address"),
    ("/id", "https://a.example/a b", "absolute address"),
    ("/name", "\r\nSet-Cookie: a=b", "one line of text"),
    ("/name", {"@value": "x"}, "found an object"),
    ("/issuanceDate", samples.MOMENT, "VCDM 2.0 says validFrom"),
    ("/validFrom", "2026-09-14", "with time and zone"),
    ("/validFrom", "2025-12-31T23:59:60Z", "a date that exists"),
    ("/proof", None, "found null"),
    ("/credentialSubject", [{}, {}], "at most 1"),
    ("/credentialSubject/id", "_:b0", "absolute address"),
    ("/credentialSubject/achievement/creditsAvailable", "1", 'found "1"'),
    ("/credentialSubject/source/type", ["Organization"], "a list that holds Profile"),
    ("/credentialSubject/identifier/0/hashed", "false", "true or false"),
    ("/credentialSubject/identifier/0/identityHash", "me@a.example", "found a text"),
    ("/credentialSubject/identifier/0/extra", 1, '"extra" is not allowed'),
    ("/evidence/0/id", "data:text/html,<script>", "harmless kind"),
    ("/evidence/0/type", ["Thing"], "a list that holds Evidence"),
    ("/credentialStatus/statusListIndex", "-1", "a whole number written as text"),
    ("/credentialStatus/statusPurpose", REMOVED, '"statusPurpose" is missing'),
    ("/credentialStatus/statusSize", 0, "a whole number above 0"),
    ("/credentialSubject/achievement/criteria", {}, "a narrative, an id, or both"),
    ("/credentialSubject/achievement/resultDescription/0/resultType", "Grade", "a result type"),
]


@pytest.mark.parametrize(("pointer", "value", "words"), READ_REFUSALS)
def test_a_refusal_says_what_is_expected(pointer: str, value: Any, words: str) -> None:
    found = schemas.find_violations(
        changed(with_proof(samples.credential()), pointer, value), "read/credential"
    )
    assert any(words in violation.message for violation in found), found


def test_a_subject_without_id_and_identifier_is_nobody() -> None:
    document = changed(with_proof(samples.credential()), "/credentialSubject/id", REMOVED)
    assert schemas.is_valid(document, "read/credential")
    document = changed(document, "/credentialSubject/identifier", REMOVED)
    assert schemas.find_violations(document, "read/credential") == [
        Violation(
            "/credentialSubject", "expected a recipient: an id, an identifier, or both, found an object"
        )
    ]


def test_the_older_data_model_has_its_own_dates() -> None:
    document = with_proof(samples.credential())
    older = changed(document, "/@context/0", "https://www.w3.org/2018/credentials/v1")
    older["issuanceDate"], older["expirationDate"] = older.pop("validFrom"), older.pop("validUntil")
    assert schemas.is_valid(older, "read/credential")
    for name in ("validFrom", "validUntil"):
        assert not schemas.is_valid({**older, name: samples.MOMENT}, "read/credential")
    del older["issuanceDate"]
    assert not schemas.is_valid(older, "read/credential")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (("/credentialStatus", [{"type": "Something", "id": "urn:x"}]), "/credentialStatus"),
        (("/credentialSubject/achievement/image", "https://a.example/i.png"), "/credentialSubject/achievement/image"),
        (("/credentialSubject/achievement/inLanguage", "en-us"), "/credentialSubject/achievement/inLanguage"),
        (("/proof/0/domain", ["a"]), "/proof/0/domain"),
    ],
)  # fmt: skip
def test_what_is_read_but_leaves_the_published_form_is_told(change: tuple[str, Any], pointer: str) -> None:
    document = changed(with_proof(samples.credential()), *change)
    assert schemas.is_valid(document, "read/credential")
    assert [found.pointer for found in schemas.find_violations(document, "published/credential")] == [pointer]


@pytest.mark.parametrize(("name", "step"), [("emit/credential", 17), ("read/credential", 23)])
def test_two_engines_agree_on_spoilt_leaves(name: str, step: int) -> None:
    for pointer, way, document in MUTATIONS[::step]:
        assert schemas.is_valid(document, name) == (not explained(document, name)), (pointer, way)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "step"), [("emit/credential", 3), ("read/credential", 5)])
def test_two_engines_agree_on_many_more_spoilt_leaves(name: str, step: int) -> None:
    for pointer, way, document in MUTATIONS[1::step]:
        assert schemas.is_valid(document, name) == (not explained(document, name)), (pointer, way)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "name", "image", "proof", "x/~y"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(samples.credential())), JSON)
def test_any_value_anywhere_is_judged_alike_and_told_briefly(member: str, value: Any) -> None:
    document = {**with_proof(samples.credential()), member: value}
    found = schemas.find_violations(document, "read/credential")
    assert bool(found) == bool(explained(document, "read/credential"))
    assert all(len(violation.message) < 400 for violation in found)


def test_every_pattern_is_anchored_and_linear_in_the_engine_that_explains() -> None:
    patterns = set(
        re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(list(schemas._documents().values())))
    )
    hostile = [
        "a" * 50_000,
        "a." * 25_000,
        "https://" + "a-" * 25_000,
        "data:image/png" + ";a=b" * 9_000,
        "1-" * 9_000,
    ]
    assert len(patterns) > 20
    for text in patterns:
        pattern = json.loads(text)
        assert pattern.startswith("^") or pattern == "ext:"
        for probe in hostile:
            re.search(pattern, f"{probe}\x00")


def test_all_violations_are_in_one_error_and_the_first_pointer_leads() -> None:
    document = changed(changed(samples.attestation(), "/attempt", 0), "/person", "a teacher")
    with pytest.raises(ConformanceError) as caught:
        schemas.require(document, "attestation")
    assert caught.value.code == "SCHEMA_VIOLATION"
    assert caught.value.pointer in {"/attempt", "/person"}
    assert "/attempt: expected a whole number from 1 to 100, found 0" in caught.value.detail
    assert "/person: expected an identifier of letters" in caught.value.detail


def test_no_more_is_worded_than_asked_for() -> None:
    document = changed(samples.credential(), "/evidence", [{} for _ in range(90)])
    assert len(schemas.find_violations(document, "emit/credential")) == 20
    assert len(schemas.find_violations(document, "emit/credential", limit=3)) == 3
