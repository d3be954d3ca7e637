"""Data Integrity cryptosuites, one file each; `CRYPTOSUITES` is the only place that lists them.

To add one: write its file beside the others, add it here, and put its vectors under the tests. The
contract test-suite of all suites then runs over it by itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from issuer.signing.cryptosuites import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_2022,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from issuer.signing.cryptosuites.suite import Cryptosuite

__all__ = ["CRYPTOSUITES", "REGISTRY", "Cryptosuite"]

CRYPTOSUITES: Final[Mapping[str, Cryptosuite]] = MappingProxyType(
    {
        "eddsa-rdfc-2022": eddsa_rdfc_2022.SUITE,
        "eddsa-jcs-2022": eddsa_jcs_2022.SUITE,
        "ecdsa-rdfc-2019": ecdsa_rdfc_2019.SUITE,
        "ecdsa-jcs-2019": ecdsa_jcs_2019.SUITE,
        "eddsa-2022": eddsa_2022.SUITE,
        "Ed25519Signature2020": ed25519_signature_2020.SUITE,
    }
)
REGISTRY: Final = CRYPTOSUITES
