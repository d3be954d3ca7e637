"""Cryptosuite `eddsa-2022`: the name `eddsa-rdfc-2022` had in drafts; verified (R48), never made."""

from typing import Final

from issuer.signing.cryptosuites.suite import Cryptosuite
from issuer.signing.cryptosuites.transform_rdfc import RDFC
from issuer.signing.key_types import KeyType

SUITE: Final = Cryptosuite(
    name="eddsa-2022",
    proof_type="DataIntegrityProof",
    key_types=frozenset({KeyType.ED25519}),
    transformation=RDFC,
    creates=False,
)
