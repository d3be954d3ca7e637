"""Proof type `Ed25519Signature2020` (VC-DI-EDDSA appendix): the predecessor of `eddsa-rdfc-2022`; verified (R48), never made."""

from typing import Final

from issuer.signing.cryptosuites.suite import Cryptosuite
from issuer.signing.cryptosuites.transform_rdfc import RDFC
from issuer.signing.key_types import KeyType

SUITE: Final = Cryptosuite(
    name="Ed25519Signature2020",
    proof_type="Ed25519Signature2020",
    key_types=frozenset({KeyType.ED25519}),
    transformation=RDFC,
    creates=False,
)
