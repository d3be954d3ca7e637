"""Cryptosuite `ecdsa-rdfc-2019` (VC-DI-ECDSA section 3.2): P-256 with SHA-256, P-384 with SHA-384, also inside RDFC-1.0."""

from typing import Final

from issuer.signing.cryptosuites.suite import Cryptosuite
from issuer.signing.cryptosuites.transform_rdfc import RDFC
from issuer.signing.key_types import KeyType

SUITE: Final = Cryptosuite(
    name="ecdsa-rdfc-2019",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.P256, KeyType.P384}),
    transformation=RDFC,
    creates=True,
)
