"""Open Badges: the implementation guide's vectors byte for byte, and the specification's own examples."""

import json
from typing import Any

import pytest

from issuer.documents import canonical, strict_json
from issuer.documents.contexts import bundled, old_ob_303
from issuer.documents.strict_json import JsonObject
from issuer.errors import ProofError
from issuer.signing import base58, data_integrity, jose, keys, signers
from issuer.signing.cryptosuites.suite import Manner, digest
from issuer.signing.key_types import ED25519, KeyType
from issuer.signing.proofs import proofs_of
from tests.places import shared

pytestmark = pytest.mark.foreign
GUIDE = {"ob": "obv3p0", "clr": "clrv2p0"}
EXAMPLES = range(1, 9)


def _guide(name: str) -> tuple[dict[str, str], JsonObject]:
    steps: dict[str, Any] = json.loads(shared("vectors", "ob3-impl-guide", "vectors.json").read_text())
    signed = shared("vectors", "ob3-impl-guide", steps[name]["signedFile"]).read_bytes()
    return steps[name], strict_json.parse_object(signed)


@pytest.mark.parametrize("name", GUIDE)
def test_every_step_of_the_implementation_guide(name: str) -> None:
    steps, signed = _guide(name)
    (proof,) = proofs_of(signed)
    document: JsonObject = {member: value for member, value in signed.items() if member != "proof"}
    options: JsonObject = {member: value for member, value in proof.items() if member != "proofValue"}
    signer = signers.from_private_bytes(
        KeyType.ED25519, bytes.fromhex(steps["publishedTestSecretKeyHex"])[:32], controller="x"
    )
    folder = shared("vectors", "ob3-impl-guide", GUIDE[name])

    assert signer.public_key.raw.hex() == steps["publicKeyHex"]
    document_bytes = canonical.canonical_nquads(document)
    proof_bytes = canonical.canonical_nquads({**options, "@context": document["@context"]})
    assert document_bytes.strip() == (folder / "document-canon.txt").read_bytes().strip()
    assert proof_bytes.strip() == (folder / "proof-canon.txt").read_bytes().strip()
    assert digest("sha256", document_bytes).hex() == steps["documentHash"]
    assert digest("sha256", proof_bytes).hex() == steps["proofHash"]
    data = data_integrity.signed_data(signed, proof, key_type=KeyType.ED25519)
    assert data.hex() == steps["dataToSign"]
    signature = signer.sign(data, algorithm=ED25519)
    assert signature.hex() == steps["signature"]
    assert "z" + base58.encode(signature) == steps["proofValue"] == proof["proofValue"]
    data_integrity.verify_proof(signed, proof, public_key=signer.public_key)


@pytest.mark.parametrize("number", EXAMPLES)
@pytest.mark.parametrize("contexts", ["current", "old"])
def test_the_rendered_examples_verify(number: int, contexts: str) -> None:
    """Their keys stand in the fragment of the verification method and nowhere else."""
    data = shared("vectors", "ob3-spec-rendered", f"ex{number}.json").read_bytes()
    signed = strict_json.parse_object(data)
    (proof,) = proofs_of(signed)
    key = keys.from_multibase(str(proof["verificationMethod"]).partition("#")[2])
    chosen = Manner(contexts=bundled() if contexts == "current" else old_ob_303())
    data_integrity.verify_proof(signed, proof, public_key=key, manner=chosen)
    with pytest.raises(ProofError):
        data_integrity.verify_proof({**signed, "name": "Another"}, proof, public_key=key, manner=chosen)


@pytest.mark.parametrize("number", EXAMPLES)
def test_the_rendered_tokens_verify_but_lack_a_required_claim(number: int) -> None:
    token = jose.parse_compact(shared("vectors", "ob3-spec-rendered", f"jwt{number}.jwt").read_bytes())
    hint = token.header["jwk"]
    assert isinstance(hint, dict)
    jose.verify(token, keys.from_jwk(hint))
    with pytest.raises(ProofError, match="nbf") as caught:
        jose.require_claims_equal(token.payload)
    assert caught.value.code == "CLAIM_MISMATCH"
