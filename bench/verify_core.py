"""The cryptographic core of verifying: canonical form of document and proof configuration, hashes, signature.

No parse, no schema, no status. `first` remembers nothing, as for an achievement never seen; `seen` may take
issuer and achievement from memory, and checks another award each time.
"""

import hashlib
import itertools
from collections.abc import Callable

from bench import canonical as roads
from bench.timing import microseconds
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import keys, profiles
from issuer.signing.proofs import proofs_of, read_options
from issuer.store import KeyPurpose
from tests.badges import samples
from tests.services.worlds import World


class Cores:
    """Signed awards of one achievement, whose proofs are checked one after the other."""

    def __init__(self, world: World, times: int) -> None:
        self.times = times
        self._documents = [self._award(world, number) for number in range(times)]
        profile = profiles.get(world.toolkit, "scsc")
        _key, signer = keys.active_signer(world.toolkit, profile, KeyPurpose.DATA_INTEGRITY)
        self._public_key = signer.public_key

    @staticmethod
    def _award(world: World, number: int) -> JsonObject:
        name = f"core-{number}"
        issued = world.issue(external_id=name, attestation=samples.attested(externalId=name))
        return strict_json.parse_object(issued.version.body or b"")

    def _check(self, document: JsonObject, road: Callable[[JsonObject], bytes]) -> None:
        proof = proofs_of(document)[0]
        options = read_options(proof)
        configuration = {name: value for name, value in proof.items() if name != "proofValue"}
        configuration["@context"] = document["@context"]
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        data = hashlib.sha256(road(configuration)).digest() + hashlib.sha256(road(unsecured)).digest()
        self._public_key.verify(options.proof_value, data, algorithm=self._public_key.algorithm)

    def _timed(self, road: Callable[[JsonObject], bytes]) -> float:
        documents = itertools.cycle(self._documents)
        return microseconds(lambda: self._check(next(documents), road), self.times)

    def first(self) -> float:
        """Check proofs as if nothing had been seen before."""
        return self._timed(roads.first_seen)

    def seen(self) -> float:
        """Check proofs whose issuer and achievement were seen before."""
        return self._timed(roads.fast)
