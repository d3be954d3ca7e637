"""Cryptosuite `eddsa-rdfc-2022` (VC-DI-EDDSA section 3.2): Ed25519 over RDFC-1.0 and SHA-256, our default."""

from typing import Final

from issuer.signing.cryptosuites.suite import Cryptosuite
from issuer.signing.cryptosuites.transform_rdfc import RDFC
from issuer.signing.key_types import KeyType

SUITE: Final = Cryptosuite(
    name="eddsa-rdfc-2022",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.ED25519}),
    transformation=RDFC,
    creates=True,
)
