"""Issuing and verifying as multiples of one raw Ed25519 signature and of `@digitalbazaar/vc`, in one run.

    .venv/bin/python -m bench.issue_verify [--rounds 11] [--times 20]

Hot figures: everything is warm and the operations follow one another. What is timed:

- `sign`: the proof alone, from a linted document: canonicalize, hash, sign.
- `check proof`: the proof alone, key at hand.
- `issue`: the whole road: document, lint, intent committed, sign, what was signed read back and verified (ADR 20),
  bytes, event and leaf committed. SQLite with synchronous=FULL on this disk.
- `verify`: the whole verifier on the exact bytes: parse, contexts, schema, proof, key from the DID
  document, status list with its own proof, dates, report. Documents come from memory, not from a network.
- `@digitalbazaar/vc`: issue and verify of the same credential with eddsa-rdfc-2022, contexts and key at
  hand, no status check.

Where Node or its packages are missing the peer's rows are left out, and the output says so.
"""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bench.timing import Timed, interleave, microseconds, print_machine, print_table, raw_signature
from issuer.clock import utc_now
from issuer.documents import contexts, strict_json
from issuer.documents.lint import LintedDocument, lint
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.fetch import Fetch
from issuer.services import keys, profiles
from issuer.signing import data_integrity
from issuer.signing.proofs import proofs_of
from issuer.store import KeyPurpose
from issuer.verify import Policy, Verdict, verify
from issuer.workers import InProcess
from tests.badges import samples
from tests.interop.conftest import Peer, _alone, _install, _node
from tests.services.worlds import World, empty_world, furnish

SUITE = "eddsa-rdfc-2022"
OTHERS = 330


@contextmanager
def node_peer() -> Iterator[Peer | None]:
    """Start the Node peer where it can be started."""
    try:
        node = _node()
        with _alone():
            _install()
    except pytest.skip.Exception as exc:  # The test helper says so where Node or its packages are missing.
        print(f"NOT RUN: @digitalbazaar/vc ({exc})", file=sys.stderr)
        yield None
        return
    with Peer(node) as peer:
        peer.ask("contexts", documents=dict(contexts.bundled()))
        yield peer


class Bench:
    """The operations, each returning microseconds for one of its kind."""

    def __init__(self, world: World, peer: Peer | None, times: int) -> None:
        self.world, self.peer, self.times = world, peer, times
        self.numbers = itertools.count(10_000)
        issued = world.issue(external_id="first", attestation=samples.attested(externalId="sub-first"))
        assert issued.version.body is not None
        self.body = issued.version.body
        self.signed = strict_json.parse_object(self.body)
        self.plain: JsonObject = {name: value for name, value in self.signed.items() if name != "proof"}
        profile = profiles.get(world.toolkit, "scsc")
        self.key, self.signer = keys.active_signer(world.toolkit, profile, KeyPurpose.DATA_INTEGRITY)
        self.policy = Policy(now=world.clock.now, own_issuers=frozenset({profile.did}))
        self.fetch: Fetch = world.toolkit.fetch
        self.workers = InProcess()
        if peer is not None:
            self.made = peer.ask("key", name="bench", type="Ed25519", controller="did:web:peer.example")

    def sign(self) -> float:
        linted: list[LintedDocument] = [lint(self.plain, schema="emit/credential") for _ in range(self.times)]
        created = self.world.clock.now

        def one() -> None:
            data_integrity.secure(
                linted.pop(),
                cryptosuite=SUITE,
                signer=self.signer,
                verification_method=self.key.verification_method,
                created=created,
            )

        return microseconds(one, self.times)

    def check_proof(self) -> float:
        proof = proofs_of(self.signed)[0]
        public_key = self.signer.public_key
        return microseconds(
            lambda: data_integrity.verify_proof(self.signed, proof, public_key=public_key), self.times
        )

    def issue(self) -> float:
        def one() -> None:
            number = next(self.numbers)
            self.world.issue(
                external_id=f"bench-{number}", attestation=samples.attested(externalId=f"sub-{number}")
            )

        return microseconds(one, self.times)

    def verify(self) -> float:
        return microseconds(lambda: self._verify(self.body), self.times)

    def verify_others(self) -> float:
        """Verify awards that no verification has seen; issuing others since has taken them out of all memories."""
        others = self.others
        return microseconds(lambda: self._verify(next(others)), self.times)

    @cached_property
    def others(self) -> Iterator[bytes]:
        """Awards of one achievement, more than a run verifies, issued one after the other."""
        names = [f"other-{number}" for number in range(OTHERS)]
        issued = [
            self.world.issue(external_id=name, attestation=samples.attested(externalId=f"sub-{name}"))
            for name in names
        ]
        return iter([item.version.body or b"" for item in issued])

    def _verify(self, body: bytes) -> None:
        report = verify(
            body, media_type="application/vc", policy=self.policy, fetch=self.fetch, workers=self.workers
        )
        assert report.verdict is Verdict.VALID, report.to_json()

    def peer_times(self) -> Callable[[str], Callable[[], float]]:
        """Return a maker of operations that read what the peer measured for itself."""
        now = format_time(self.world.clock.now + timedelta(seconds=1))
        document: dict[str, Any] = {**self.plain, "issuer": "did:web:peer.example"}
        kept: dict[str, float] = {}

        def reading(name: str) -> Callable[[], float]:
            def read() -> float:
                if name not in kept:
                    assert self.peer is not None
                    kept.update(
                        self.peer.ask(
                            "time",
                            document=document,
                            key="bench",
                            suite=SUITE,
                            created=now,
                            now=now,
                            times=self.times,
                        )
                    )
                return kept.pop(name)

            return read

        return reading


def rows(found: dict[str, Timed]) -> list[list[str]]:
    """Return one printed row for each operation."""
    unit = found["raw Ed25519 sign"]
    printed = []
    for name, timed in found.items():
        peer = found.get("vc verify" if "verify" in name or "check" in name else "vc issue")
        versus = f"{peer.times(timed):.2f}" if peer is not None and name != "raw Ed25519 sign" else ""
        printed.append([name, f"{timed.median:,.1f}", f"{timed.times(unit):,.1f}", versus])
    return printed


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, node_peer() as peer:
        world = empty_world(Path(home))
        furnish(world.toolkit)
        world.clock.now = utc_now()
        bench = Bench(world, peer, arguments.times)
        operations: dict[str, Callable[[], float]] = {
            "raw Ed25519 sign": raw_signature(),
            "sign": bench.sign,
            "check proof": bench.check_proof,
            "issue": bench.issue,
            "verify": bench.verify,
        }
        if peer is not None:
            reading = bench.peer_times()
            operations |= {"vc issue": reading("issue"), "vc verify": reading("verify")}
        found = interleave(operations, rounds=arguments.rounds)
        world.toolkit.database.close()
    print_machine()
    print(f"One credential of {len(bench.body):,} bytes; {arguments.rounds} rounds of {arguments.times}; hot")
    print_table(["operation", "us", "x raw sign", "x faster than @digitalbazaar/vc"], rows(found))


if __name__ == "__main__":
    main()
