"""The contract of every cryptosuite, run over the registry: a new suite is covered by being listed."""

import copy
from datetime import UTC, datetime
from functools import cache

import pytest

from issuer.documents import strict_json
from issuer.documents.lint import lint
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, IssuerError, ProofError, SigningError
from issuer.signing import base58, data_integrity, exact_bytes
from issuer.signing.cryptosuites import CRYPTOSUITES, Cryptosuite
from issuer.signing.key_types import KeyType
from issuer.signing.proofs import proofs_of
from tests.signing.makers import CONTROLLER, OTHER_CONTROLLER, credential, method_of, signer_for

CREATED = datetime(2026, 9, 14, 15, 4, 6, tzinfo=UTC)
MADE = [
    pytest.param(suite, key_type, id=f"{suite.name}-{key_type}")
    for suite in CRYPTOSUITES.values()
    for key_type in sorted(suite.key_types)
]


def secured(suite: Cryptosuite, key_type: KeyType, name: str = "Using Formative Assessment") -> JsonObject:
    """Return a credential with a proof of this suite, fresh for a test to break."""
    return copy.deepcopy(_secured(suite.name, key_type, name))


@cache
def _secured(suite_name: str, key_type: KeyType, name: str) -> JsonObject:
    """Make a proof; superseded suites are imitated by hand."""
    suite, document = CRYPTOSUITES[suite_name], credential(name=name)
    signer = signer_for(key_type)
    if suite.creates:
        return data_integrity.secure(
            lint(document, schema="emit/credential"),
            cryptosuite=suite.name,
            signer=signer,
            verification_method=method_of(signer),
            created=CREATED,
        )
    options: JsonObject = {
        "type": suite.proof_type,
        "created": "2026-09-14T15:04:06Z",
        "verificationMethod": method_of(signer),
        "proofPurpose": "assertionMethod",
    }
    if suite.name == suite.proof_type:
        document = {
            **document,
            "@context": [*_contexts(document), "https://w3id.org/security/suites/ed25519-2020/v1"],
        }
    else:
        options["cryptosuite"] = suite.name
    data = suite.hash_data(document, options, key_type=key_type)
    signature = signer.sign(data, algorithm=signer.public_key.algorithm)
    return {**document, "proof": [{**options, "proofValue": "z" + base58.encode(signature)}]}


def _contexts(document: JsonObject) -> list[Json]:
    contexts = document["@context"]
    assert isinstance(contexts, list)
    return list(contexts)


def _proof(document: JsonObject) -> JsonObject:
    return proofs_of(document)[0]


def _verify(document: JsonObject, key_type: KeyType, name: str = "lakes") -> None:
    data_integrity.verify_proof(document, _proof(document), public_key=signer_for(key_type, name).public_key)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
def test_a_round_trip(suite: Cryptosuite, key_type: KeyType) -> None:
    document = secured(suite, key_type)
    before = copy.deepcopy(document)
    options = data_integrity.verify_proof(
        document, _proof(document), public_key=signer_for(key_type).public_key
    )
    assert document == before
    assert options.suite is suite
    assert options.created == CREATED
    assert options.verification_method.startswith(CONTROLLER + "#")


@pytest.mark.parametrize(("suite", "key_type"), MADE)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["name"], "Using formative assessment"),
        (["validUntil"], "2041-09-14T15:04:05Z"),
        (["credentialSubject", "id"], "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5c"),
        (["credentialSubject", "achievement", "criteria", "narrative"], "None."),
        (["issuer", "id"], OTHER_CONTROLLER),
        (["proof", 0, "created"], "2026-09-14T15:04:07Z"),
        (["proof", 0, "verificationMethod"], f"{CONTROLLER}#key-2"),
        (["proof", 0, "expires"], "2036-09-14T15:04:07Z"),
        (["proof", 0, "nonce"], "abc"),
    ],
    ids=lambda part: "/".join(map(str, part)) if isinstance(part, list) else "",
)
def test_a_changed_value_is_found(
    suite: Cryptosuite, key_type: KeyType, path: list[str | int], value: str
) -> None:
    document = secured(suite, key_type)
    target: object = document
    for step in path[:-1]:
        target = target[step]  # type: ignore[index]
    target[path[-1]] = value  # type: ignore[index]
    with pytest.raises((ProofError, ConformanceError)) as caught:
        _verify(document, key_type)
    assert caught.value.code in {"PROOF_VERIFICATION_ERROR", "DATA_LOSS_DETECTION_ERROR"}


@pytest.mark.parametrize(("suite", "key_type"), MADE)
@pytest.mark.parametrize("member", ["name", "validUntil", "awardedDate", "credentialSubject", "id", "type"])
def test_a_removed_member_is_found(suite: Cryptosuite, key_type: KeyType, member: str) -> None:
    document = secured(suite, key_type)
    del document[member]
    with pytest.raises((ProofError, ConformanceError)):
        _verify(document, key_type)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
@pytest.mark.parametrize(
    "member", ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
)
def test_a_missing_proof_member_is_refused(suite: Cryptosuite, key_type: KeyType, member: str) -> None:
    document = secured(suite, key_type)
    if member not in _proof(document):
        return  # this suite has no such member
    del _proof(document)[member]
    with pytest.raises(ProofError):
        _verify(document, key_type)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
def test_another_key_is_refused(suite: Cryptosuite, key_type: KeyType) -> None:
    with pytest.raises(ProofError) as caught:
        _verify(secured(suite, key_type), key_type, "rivers")
    assert caught.value.code == "PROOF_VERIFICATION_ERROR"


@pytest.mark.parametrize(("suite", "key_type"), MADE)
@pytest.mark.parametrize("other", list(KeyType))
def test_a_key_of_another_type_is_refused(suite: Cryptosuite, key_type: KeyType, other: KeyType) -> None:
    if other is key_type:
        return
    with pytest.raises(ProofError) as caught:
        _verify(secured(suite, key_type), other)
    assert caught.value.code == (
        "PROOF_VERIFICATION_ERROR" if other in suite.key_types else "ALG_KEY_MISMATCH"
    )


@pytest.mark.parametrize(("suite", "key_type"), MADE)
@pytest.mark.parametrize("other", list(CRYPTOSUITES.values()), ids=lambda suite: suite.name)
def test_the_name_of_another_suite_is_refused(
    suite: Cryptosuite, key_type: KeyType, other: Cryptosuite
) -> None:
    if other is suite:
        return
    document = secured(suite, key_type)
    _proof(document)["type"] = other.proof_type
    _proof(document)["cryptosuite"] = other.name
    with pytest.raises(IssuerError):
        _verify(document, key_type)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
def test_every_flipped_signature_byte_is_found(suite: Cryptosuite, key_type: KeyType) -> None:
    document = secured(suite, key_type)
    text = str(_proof(document)["proofValue"])
    signature = base58.decode(text[1:])
    for position in range(0, len(signature), 7):
        wrong = bytearray(signature)
        wrong[position] ^= 1
        _proof(document)["proofValue"] = "z" + base58.encode(bytes(wrong))
        with pytest.raises(ProofError):
            _verify(document, key_type)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
def test_a_proof_does_not_move_to_another_credential(suite: Cryptosuite, key_type: KeyType) -> None:
    first = secured(suite, key_type)
    other = secured(suite, key_type, "Another")
    with pytest.raises(ProofError):
        _verify({**other, "proof": first["proof"]}, key_type)


@pytest.mark.parametrize(("suite", "key_type"), MADE)
def test_the_same_input_gives_the_same_bytes(suite: Cryptosuite, key_type: KeyType) -> None:
    first = secured(suite, key_type)
    _secured.cache_clear()
    assert secured(suite, key_type) == first


@pytest.mark.parametrize("suite", [suite for suite in CRYPTOSUITES.values() if not suite.creates])
def test_superseded_suites_are_never_made(suite: Cryptosuite) -> None:
    signer = signer_for(KeyType.ED25519)
    with pytest.raises(SigningError) as caught:
        data_integrity.secure(
            lint(credential(), schema="emit/credential"),
            cryptosuite=suite.name,
            signer=signer,
            verification_method=method_of(signer),
            created=CREATED,
        )
    assert caught.value.code == "CRYPTOSUITE_NOT_ALLOWED"


def test_the_registry_lists_every_suite_under_its_own_name() -> None:
    assert all(name == suite.name for name, suite in CRYPTOSUITES.items())


@pytest.mark.parametrize(
    ("suite", "key_type"),
    [one for one in MADE if isinstance(one.values[0], Cryptosuite) and one.values[0].creates],
)
def test_the_text_of_a_secured_document_is_what_is_written_of_it(
    suite: Cryptosuite, key_type: KeyType
) -> None:
    signer = signer_for(key_type)
    text = exact_bytes.secure_text(
        lint(credential(name='Ünï "quoted"'), schema="emit/credential"),
        cryptosuite=suite.name,
        signer=signer,
        verification_method=method_of(signer),
        created=CREATED,
    )
    signed = strict_json.parse_object(text)
    assert strict_json.encode(signed) == text
    (proof,) = proofs_of(signed)
    data_integrity.verify_proof(signed, proof, public_key=signer.public_key)
    expected = secured(suite, key_type, name='Ünï "quoted"')
    if key_type is KeyType.ED25519:
        assert signed == expected
    assert list(signed) == list(expected)
    assert list(proof) == list(proofs_of(expected)[0])


def test_the_text_of_a_document_of_another_issuer_is_not_signed() -> None:
    signer = signer_for(KeyType.ED25519, controller=OTHER_CONTROLLER)
    with pytest.raises(SigningError, match="signs for"):
        exact_bytes.secure_text(
            lint(credential(), schema="emit/credential"),
            cryptosuite="eddsa-rdfc-2022",
            signer=signer,
            verification_method=method_of(signer),
            created=CREATED,
        )
