"""Cryptosuite `eddsa-jcs-2022` (VC-DI-EDDSA section 3.3): Ed25519 over JCS and SHA-256."""

from typing import Final

from issuer.signing.cryptosuites.suite import Cryptosuite
from issuer.signing.cryptosuites.transform_jcs import JCS
from issuer.signing.key_types import KeyType

SUITE: Final = Cryptosuite(
    name="eddsa-jcs-2022",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.ED25519}),
    transformation=JCS,
    creates=True,
)
