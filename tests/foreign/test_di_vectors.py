"""The W3C vectors of VC-DI-EDDSA and VC-DI-ECDSA, byte for byte at every intermediate step."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.signing import base58, data_integrity, keys, signers
from issuer.signing.cryptosuites import CRYPTOSUITES
from issuer.signing.cryptosuites.suite import HASH_OF, Manner, digest
from issuer.signing.key_types import KeyType
from issuer.signing.proofs import proofs_of
from tests.foreign.extra_contexts import with_examples
from tests.places import shared

pytestmark = pytest.mark.foreign
EDDSA, ECDSA = "vc-di-eddsa", "vc-di-ecdsa"


@dataclass(frozen=True)
class Case:
    """One folder of vectors: where it is, and how its files end."""

    family: str
    folder: str
    suffix: str
    key_file: str
    suite: str

    def read(self, stem: str, kind: str = "txt") -> bytes:
        """Return the bytes of one file."""
        return shared("vectors", self.family, self.folder, f"{stem}{self.suffix}.{kind}").read_bytes()

    def value(self, stem: str) -> JsonObject:
        """Return the JSON object of one file."""
        return strict_json.parse_object(self.read(stem, "json"))


CASES = [
    Case(EDDSA, "eddsa-rdfc-2022", "DataInt", "keyPair.json", "eddsa-rdfc-2022"),
    Case(EDDSA, "eddsa-rdfc-2022/employ", "DataInt", "keyPair.json", "eddsa-rdfc-2022"),
    Case(EDDSA, "eddsa-jcs-2022", "JCS", "keyPair.json", "eddsa-jcs-2022"),
    Case(EDDSA, "Ed25519Signature2020", "EdSig", "keyPair.json", "Ed25519Signature2020"),
    Case(ECDSA, "ecdsa-rdfc-2019-p256", "ECDSAP256", "p256KeyPair.json", "ecdsa-rdfc-2019"),
    Case(ECDSA, "ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "p256KeyPair.json", "ecdsa-rdfc-2019"),
    Case(ECDSA, "ecdsa-rdfc-2019-p384", "ECDSAP384", "p384KeyPair.json", "ecdsa-rdfc-2019"),
    Case(ECDSA, "ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "p384KeyPair.json", "ecdsa-rdfc-2019"),
    Case(ECDSA, "ecdsa-jcs-2019-p256", "JCSECDSAP256", "p256KeyPair.json", "ecdsa-jcs-2019"),
    Case(ECDSA, "ecdsa-jcs-2019-p384", "JCSECDSAP384", "p384KeyPair.json", "ecdsa-jcs-2019"),
]


def _signer(path: Path, pair: str | None = None) -> signers.LocalSigner:
    record = json.loads(path.read_text(encoding="utf-8"))
    record = record[pair] if pair else record
    public = keys.from_multibase(record["publicKeyMultibase"])
    secret = record.get("privateKeyMultibase") or record["secretKeyMultibase"]
    raw = base58.decode(secret[1:])[2:]  # a multicodec prefix of two bytes, then the secret
    signer = signers.from_private_bytes(public.key_type, raw, controller="did:example:vectors")
    assert signer.public_key == public
    return signer


def _bytes(case: Case, stem: str) -> bytes:
    return bytes.fromhex(case.read(stem).decode().strip())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder)
def test_every_intermediate_step(case: Case) -> None:
    signer = _signer(shared("vectors", case.family, case.key_file))
    key_type, suite = signer.public_key.key_type, CRYPTOSUITES[case.suite]
    signed = case.value("signed")
    (proof,) = proofs_of(signed)
    document: JsonObject = {name: value for name, value in signed.items() if name != "proof"}
    options: JsonObject = {name: value for name, value in proof.items() if name != "proofValue"}
    hash_name, manner = HASH_OF[key_type], Manner(contexts=with_examples())

    assert {**options, "@context": document["@context"]} == case.value("proofConfig")
    proof_bytes = suite.transformation.canonical_options(
        document, options, hash_name=hash_name, manner=manner
    )
    assert proof_bytes == case.read("proofCanon")
    document_bytes = suite.transformation.canonical_document(
        document, options, hash_name=hash_name, manner=manner
    )
    assert document_bytes == case.read("canonDoc")
    assert digest(hash_name, proof_bytes) == _bytes(case, "proofHash")
    assert digest(hash_name, document_bytes) == _bytes(case, "docHash")
    data = suite.hash_data(document, options, key_type=key_type, manner=manner)
    assert data == _bytes(case, "combinedHash")
    signature = signer.sign(data, algorithm=signer.public_key.algorithm)
    assert signature == _bytes(case, "sigHex")
    published = case.read("sigBTC58").decode().strip()
    assert published == proof["proofValue"]
    assert published == "z" + base58.encode(_bytes(case, "sigHex"))
    data_integrity.verify_proof(signed, proof, public_key=signer.public_key, manner=manner)


SETS = {
    "signedProofSet1.json": ["keyPair1"],
    "signedProofSet2.json": ["keyPair1", "keyPair2"],
    "signedProofChain1.json": ["keyPair1", "keyPair2", "keyPair3"],
    "signedProofChain2.json": ["keyPair1", "keyPair2", "keyPair3", "keyPair4"],
}


@pytest.mark.parametrize("name", SETS)
def test_proof_sets_and_chains(name: str) -> None:
    folder = ("vectors", EDDSA, "proof-set-chain")
    signed = strict_json.parse_object(shared(*folder, name).read_bytes())
    proofs = proofs_of(signed)
    assert len(proofs) == len(SETS[name])
    for proof, pair in zip(proofs, SETS[name], strict=True):
        signer = _signer(shared(*folder, "multiKeyPairs.json"), pair)
        data_integrity.verify_proof(
            signed, proof, public_key=signer.public_key, manner=Manner(contexts=with_examples())
        )


def test_every_signature_of_the_chain_is_ours_too() -> None:
    folder = ("vectors", EDDSA, "proof-set-chain")
    signed = strict_json.parse_object(shared(*folder, "signedProofChain2.json").read_bytes())
    for proof, pair in zip(proofs_of(signed), SETS["signedProofChain2.json"], strict=True):
        signer = _signer(shared(*folder, "multiKeyPairs.json"), pair)
        data = data_integrity.signed_data(
            signed, proof, key_type=KeyType.ED25519, manner=Manner(contexts=with_examples())
        )
        assert proof["proofValue"] == "z" + base58.encode(signer.sign(data, algorithm="Ed25519"))
