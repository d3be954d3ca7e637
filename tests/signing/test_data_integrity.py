"""Proof options, proof sets and chains, and who may sign what."""

import copy
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from issuer.documents.lint import LintedDocument, lint
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError, IssuerError, ProofError, SigningError
from issuer.signing import data_integrity
from issuer.signing.key_types import KeyType
from issuer.signing.proofs import MAX_PROOFS, proofs_of, read_options
from tests.signing.makers import CONTROLLER, OTHER_CONTROLLER, credential, method_of, signer_for

CREATED = datetime(2026, 9, 14, 15, 4, 6, tzinfo=UTC)
FIRST, SECOND = (
    "urn:uuid:11111111-1111-4111-8111-111111111111",
    "urn:uuid:22222222-2222-4222-8222-222222222222",
)


def _linted(**change: Json) -> LintedDocument:
    return lint(credential(**change), schema="emit/credential")


def _secure(linted: LintedDocument, **change: Any) -> JsonObject:
    signer = change.pop("signer", signer_for(KeyType.ED25519))
    arguments: dict[str, Any] = {
        "cryptosuite": "eddsa-rdfc-2022",
        "signer": signer,
        "verification_method": method_of(signer),
        "created": CREATED,
    }
    return data_integrity.secure(linted, **(arguments | change))


def _signed(cryptosuite: str = "eddsa-jcs-2022") -> JsonObject:
    return copy.deepcopy(_made(cryptosuite))


@cache
def _made(cryptosuite: str) -> JsonObject:
    return _secure(_linted(), cryptosuite=cryptosuite)


def _verify(document: JsonObject, index: int = 0, **change: Any) -> None:
    proof = proofs_of(document)[index]
    data_integrity.verify_proof(
        document, proof, **({"public_key": signer_for(KeyType.ED25519).public_key} | change)
    )


def test_the_proof_is_written_as_the_specification_shows_it() -> None:
    signed = _signed("eddsa-rdfc-2022")
    (proof,) = proofs_of(signed)
    value = str(proof["proofValue"])
    assert list(signed) == [*credential(), "proof"]
    assert isinstance(signed["proof"], list)
    assert value.startswith("z")
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-09-14T15:04:06Z",
        "verificationMethod": method_of(signer_for(KeyType.ED25519)),
        "proofPurpose": "assertionMethod",
        "proofValue": value,
    }


# -- who may sign ----------------------------------------------------------------------------------


def test_a_linted_document_is_signed_once() -> None:
    linted = _linted()
    _secure(linted)
    with pytest.raises(SigningError):
        _secure(linted)


def test_a_key_signs_for_its_own_controller_only() -> None:
    stranger = signer_for(KeyType.ED25519, controller=OTHER_CONTROLLER)
    with pytest.raises(SigningError, match="signs for"):
        _secure(_linted(), signer=stranger)


@pytest.mark.parametrize(
    "method",
    [
        "",
        CONTROLLER,
        f"{CONTROLLER}#",
        f"{OTHER_CONTROLLER}#key-1",
        f"{CONTROLLER}x#key-1",
        f"{CONTROLLER}#{signer_for(KeyType.ED25519, 'rivers').public_key.multibase()}",
        f"{CONTROLLER}#{signer_for(KeyType.P256).public_key.multibase()}",
    ],
)
def test_a_method_of_another_controller_or_key_is_refused(method: str) -> None:
    with pytest.raises(SigningError):
        _secure(_linted(), verification_method=method)


@pytest.mark.parametrize(
    ("cryptosuite", "key_type", "code"),
    [
        ("eddsa-rdfc-2022", KeyType.P256, "ALG_KEY_MISMATCH"),
        ("ecdsa-rdfc-2019", KeyType.ED25519, "ALG_KEY_MISMATCH"),
        ("ecdsa-jcs-2019", KeyType.RSA, "ALG_KEY_MISMATCH"),
        ("eddsa-rdfc-2023", KeyType.ED25519, "CRYPTOSUITE_NOT_ALLOWED"),
        ("", KeyType.ED25519, "CRYPTOSUITE_NOT_ALLOWED"),
    ],
)
def test_a_suite_signs_with_its_own_keys_only(cryptosuite: str, key_type: KeyType, code: str) -> None:
    with pytest.raises(SigningError) as caught:
        _secure(_linted(), cryptosuite=cryptosuite, signer=signer_for(key_type))
    assert caught.value.code == code


# -- proof options ---------------------------------------------------------------------------------

OPTIONS: dict[str, tuple[dict[str, Json], str]] = {
    "unknown suite": ({"cryptosuite": "eddsa-rdfc-2023"}, "CRYPTOSUITE_NOT_ALLOWED"),
    "no suite": ({"cryptosuite": None}, "PROOF_VERIFICATION_ERROR"),
    "suite is a list": ({"cryptosuite": ["eddsa-jcs-2022"]}, "PROOF_VERIFICATION_ERROR"),
    "a type named as a suite": ({"cryptosuite": "Ed25519Signature2020"}, "CRYPTOSUITE_NOT_ALLOWED"),
    "unknown type": ({"type": "RsaSignature2018"}, "CRYPTOSUITE_NOT_ALLOWED"),
    "a suite named as a type": ({"type": "eddsa-jcs-2022"}, "CRYPTOSUITE_NOT_ALLOWED"),
    "type is a list": ({"type": ["DataIntegrityProof"]}, "PROOF_VERIFICATION_ERROR"),
    "old type with a suite": ({"type": "Ed25519Signature2020"}, "PROOF_VERIFICATION_ERROR"),
    "another purpose": ({"proofPurpose": "authentication"}, "PROOF_PURPOSE_MISMATCH"),
    "no purpose": ({"proofPurpose": None}, "PROOF_VERIFICATION_ERROR"),
    "purpose is a list": ({"proofPurpose": ["assertionMethod"]}, "PROOF_VERIFICATION_ERROR"),
    "no method": ({"verificationMethod": None}, "INVALID_VERIFICATION_METHOD"),
    "method is an object": ({"verificationMethod": {"id": "x"}}, "INVALID_VERIFICATION_METHOD"),
    "method is a list": ({"verificationMethod": ["x"]}, "INVALID_VERIFICATION_METHOD"),
    "created without a zone": ({"created": "2026-09-14T15:04:06"}, "PROOF_VERIFICATION_ERROR"),
    "created is a number": ({"created": 1789398246}, "PROOF_VERIFICATION_ERROR"),
    "created is no day": ({"created": "2026-02-30T15:04:06Z"}, "PROOF_VERIFICATION_ERROR"),
    "expires is a word": ({"expires": "never"}, "PROOF_VERIFICATION_ERROR"),
    "expires before created": ({"expires": "2026-09-14T15:04:05Z"}, "PROOF_VERIFICATION_ERROR"),
    "no value": ({"proofValue": None}, "PROOF_VERIFICATION_ERROR"),
    "value is empty": ({"proofValue": ""}, "PROOF_VERIFICATION_ERROR"),
    "value in base64url": ({"proofValue": "uAAAA"}, "PROOF_VERIFICATION_ERROR"),
    "value with 0": ({"proofValue": "z0"}, "PROOF_VERIFICATION_ERROR"),
    "value is a list": ({"proofValue": ["z1"]}, "PROOF_VERIFICATION_ERROR"),
    "value of 63 bytes": ({"proofValue": "z" + "1" * 63}, "PROOF_VERIFICATION_ERROR"),
    "value of zeros": ({"proofValue": "z" + "1" * 64}, "PROOF_VERIFICATION_ERROR"),
    "a domain": ({"domain": "https://badges.example"}, "INVALID_DOMAIN_ERROR"),
    "a challenge": ({"challenge": "abc"}, "INVALID_CHALLENGE_ERROR"),
    "previous proof missing": ({"previousProof": SECOND}, "PROOF_VERIFICATION_ERROR"),
    "previous proof is empty": ({"previousProof": []}, "PROOF_VERIFICATION_ERROR"),
    "previous proof is a number": ({"previousProof": 1}, "PROOF_VERIFICATION_ERROR"),
    "id is empty": ({"id": ""}, "PROOF_VERIFICATION_ERROR"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_a_wrong_option_is_refused(name: str) -> None:
    change, code = OPTIONS[name]
    signed = _signed()
    _verify(signed)
    (proof,) = proofs_of(signed)
    proof |= change
    for member in [member for member, value in change.items() if value is None]:
        del proof[member]
    with pytest.raises(ProofError) as caught:
        _verify(signed)
    assert caught.value.code == code


def test_a_long_proof_value_costs_nothing() -> None:
    signed = _signed()
    (proof,) = proofs_of(signed)
    proof["proofValue"] = "z" * 1_000_000
    begin = time.perf_counter()
    with pytest.raises(ProofError):
        _verify(signed)
    assert time.perf_counter() - begin < 0.1


def test_a_proof_for_a_domain_verifies_where_it_is_expected() -> None:
    with pytest.raises(ProofError) as caught:
        _verify(_signed(), domain="https://badges.example")
    assert caught.value.code == "INVALID_DOMAIN_ERROR"


PROOFS: dict[str, tuple[Callable[[JsonObject], Json], type[IssuerError], str]] = {
    "null": (lambda _: None, InputError, "PARSING_ERROR"),
    "text": (lambda _: "proof", InputError, "PARSING_ERROR"),
    "empty list": (lambda _: [], ProofError, "PROOF_MISSING"),
    "list with text": (lambda proof: [proof, "x"], InputError, "PARSING_ERROR"),
    "nine": (lambda proof: [proof] * (MAX_PROOFS + 1), InputError, "INPUT_TOO_LARGE"),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_malformed_list_of_proofs_is_refused(name: str) -> None:
    change, error, code = PROOFS[name]
    signed = _signed()
    with pytest.raises(error) as caught:
        proofs_of({**signed, "proof": change(proofs_of(signed)[0])})
    assert caught.value.code == code


def test_a_document_without_a_proof_and_a_foreign_proof_are_refused() -> None:
    signed = _signed()
    with pytest.raises(ProofError) as missing:
        proofs_of(credential())
    assert missing.value.code == "PROOF_MISSING"
    with pytest.raises(ProofError, match="not one of"):
        data_integrity.verify_proof(
            signed, {**proofs_of(signed)[0], "nonce": "1"}, public_key=signer_for(KeyType.ED25519).public_key
        )


# -- contexts --------------------------------------------------------------------------------------


def test_a_jcs_proof_covers_its_own_contexts_as_a_prefix() -> None:
    signed = _signed("eddsa-jcs-2022")
    contexts = signed["@context"]
    assert isinstance(contexts, list)
    extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
    _verify({**signed, "@context": [*contexts, extensions]})
    for wrong in ([extensions, *contexts], contexts[:1], contexts[::-1], "x"):
        with pytest.raises(ProofError, match="begin"):
            _verify({**signed, "@context": wrong})


def test_an_rdfc_proof_has_no_context_of_its_own() -> None:
    signed = _signed("eddsa-rdfc-2022")
    (proof,) = proofs_of(signed)
    proof["@context"] = signed["@context"]
    _verify(signed)
    proof["@context"] = ["https://www.w3.org/ns/credentials/v2"]
    with pytest.raises(ProofError, match="another @context"):
        _verify(signed)


# -- sets and chains -------------------------------------------------------------------------------


def _both(cryptosuite: str, **change: Any) -> JsonObject:
    """Return a document with a first proof by Ed25519 and a second one beside or upon it."""
    first = _secure(_linted(), cryptosuite=f"eddsa-{cryptosuite}-2022", proof_id=FIRST)
    signer = signer_for(KeyType.P256)
    change |= {"present": proofs_of(first)}
    return _secure(_linted(), cryptosuite=f"ecdsa-{cryptosuite}-2019", signer=signer, **change)


@pytest.mark.parametrize("cryptosuite", ["rdfc", "jcs"])
def test_proofs_of_a_set_stand_alone(cryptosuite: str) -> None:
    signed = _both(cryptosuite)
    first, second = proofs_of(signed)
    _verify(signed, 0)
    _verify(signed, 1, public_key=signer_for(KeyType.P256).public_key)
    _verify({**signed, "proof": [second, first]}, 1)
    _verify({**signed, "proof": second}, 0, public_key=signer_for(KeyType.P256).public_key)


@pytest.mark.parametrize("cryptosuite", ["rdfc", "jcs"])
def test_a_link_of_a_chain_covers_the_proof_before_it(cryptosuite: str) -> None:
    signed = _both(cryptosuite, previous_proof=FIRST, proof_id=SECOND)
    first, second = proofs_of(signed)
    key = signer_for(KeyType.P256).public_key
    assert read_options(second).previous_proofs == (FIRST,)
    _verify(signed, 0)
    _verify(signed, 1, public_key=key)
    altered: JsonObject = {**first, "created": "2026-09-14T15:04:07Z"}
    for proofs in ([altered, second], [second], [first, first, second]):
        wrong: JsonObject = {**signed, "proof": [*proofs]}
        with pytest.raises(ProofError):
            _verify(wrong, len(proofs) - 1, public_key=key)


def test_a_chain_is_built_upon_a_proof_that_is_there() -> None:
    with pytest.raises(ProofError, match="previous proof"):
        _secure(_linted(), previous_proof=FIRST)
