"""The two roads from JSON-LD to canonical N-Quads, as multiples of one raw Ed25519 signature, in one run.

    .venv/bin/python -m bench.canonical [--rounds 21] [--times 10]

Columns: the fast road as it runs (issuer and achievement from memory), the fast road that sees each part for
the first time, and the slow road (pyld behind the safe mode, whole RDFC-1.0), all hot: everything is warm
and the calls follow one another. Below:

- the same document again: the door keeps the last results by exact content.
- lone call: the fast road after 5 ms of sleep, as a quiet server meets it.
- first document of a process: tables compiled from the contexts, nothing kept yet.
- entangled: a document whose unnamed parts are made to cost as much as the work limit lets them.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from bench.timing import Timed, interleave, microseconds, print_machine, print_table, raw_signature
from issuer.badges.credential import build_credential
from issuer.documents import canonical, fast_quads
from issuer.documents import contexts as known
from issuer.documents.assembly import canonical_text
from issuer.documents.fast_walk import Walk
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.term_tables import Tables, tables_of
from issuer.errors import ConformanceError
from tests.badges.samples import award
from tests.documents import samples
from tests.documents.samples import with_proof

CONTEXTS = list(known.EMITTED_ARRAY)


def items() -> dict[str, JsonObject]:
    """Return the documents by name; the first is what a micro-credential of ours really is."""
    emitted = build_credential(award())
    proof: Any = with_proof({})["proof"]
    configuration = {name: value for name, value in proof[0].items() if name != "proofValue"}
    evidence: list[Json] = [
        {"id": f"urn:example:{n}", "type": ["Evidence"], "name": f"Evidence {n}", "narrative": "n" * 60, "genre": "Text"}
        for n in range(1_000)
    ]  # fmt: skip
    signed: JsonObject = {**samples.credential(), "endorsement": [with_proof(samples.endorsement())]}
    transcript: JsonObject = {
        "@context": [CONTEXTS[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", CONTEXTS[1]],
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": samples.profile(),
        "credentialSubject": {
            "type": ["ClrSubject"],
            "verifiableCredential": [
                {**with_proof(samples.credential()), "id": f"urn:example:{n}"} for n in range(5)
            ],
        },
    }
    return {
        "micro-credential, as emitted": emitted,
        "proof configuration": {"@context": [*CONTEXTS], **configuration},
        "credential with every member": samples.credential(),
        "the same, endorsement inside": signed,
        "transcript of five": transcript,
        "1,000 evidence items": {**emitted, "evidence": evidence},
    }


def fast(document: JsonObject) -> bytes:
    """Run the fast road, without the memory of whole results at the door."""
    return fast_quads.fast_nquads(document, max_work=canonical.MAX_WORK)


def first_seen(document: JsonObject) -> bytes:
    """Run the fast road without its memory of parts."""
    walk = Walk(None)
    walk.node(document, tables_of(None).initial)
    return canonical_text(walk.dataset, "sha256", canonical.MAX_WORK).encode()


def first_of_process(document: JsonObject) -> bytes:
    """Run the fast road with tables that know nothing yet."""
    walk = Walk(None)
    walk.node(document, Tables(known.bundled()).initial)
    return canonical_text(walk.dataset, "sha256", canonical.MAX_WORK).encode()


def refused() -> None:
    """Run the fast road on an entangled document."""
    parts: list[Json] = [{"type": ["Alignment"]}] * 9
    results: list[Json] = [{"type": ["Result"], "alignment": parts}] * 2
    document: JsonObject = {"@context": [*CONTEXTS], "type": ["AchievementSubject"], "result": results}
    try:
        fast(document)
    except ConformanceError as exc:
        assert exc.code == "WORK_LIMIT"
    else:
        raise AssertionError("the entangled document was accepted")


def lone(work: Callable[[], object]) -> float:
    """Return microseconds of one call after a pause."""
    time.sleep(0.005)
    began = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began) / 1000


def table(documents: dict[str, JsonObject], found: dict[str, Timed]) -> list[list[str]]:
    """Return one printed row for each document."""
    unit = found["U"]
    printed = []
    for name, document in documents.items():
        hot, first, slow = (found[f"{name} {road}"] for road in ("hot", "first", "slow"))
        printed.append(
            [
                name,
                f"{len(first_seen(document).splitlines()):,}",
                *(f"{timed.median:,.0f} ({timed.times(unit):,.1f})" for timed in (hot, first, slow)),
                f"{slow.times(hot):,.0f}",
                f"{slow.times(first):,.0f}",
            ]
        )
    return printed


def main() -> None:
    """Compare the bytes once, run the rounds and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--times", type=int, default=10)
    arguments = parser.parse_args()
    documents = items()
    operations: dict[str, Callable[[], float]] = {"U": raw_signature(200)}
    for name, document in documents.items():
        assert canonical.canonical_nquads(document) == first_seen(document) == canonical.slow_nquads(document)

        def on(
            road: Callable[[JsonObject], object], times: int, document: JsonObject = document
        ) -> Callable[[], float]:
            return lambda: microseconds(lambda: road(document), times)

        operations[f"{name} hot"] = on(fast, arguments.times)
        operations[f"{name} first"] = on(first_seen, arguments.times)
        operations[f"{name} slow"] = on(canonical.slow_nquads, 1)
    emitted = documents["micro-credential, as emitted"]
    single = {
        "the same document again, hot": on(canonical.canonical_nquads, arguments.times, emitted),
        "lone call": lambda: lone(lambda: fast(emitted)),
        "first document of a process": lambda: lone(lambda: first_of_process(emitted)),
        "entangled, refused": lambda: lone(refused),
    }
    found = interleave({**operations, **single}, rounds=arguments.rounds)
    print_machine()
    print(
        f"U = one Ed25519 signature by OpenSSL, {found['U'].median:,.1f} us; us (x U); {arguments.rounds} rounds"
    )
    print_table(
        ["hot", "N-Quads", "fast", "fast, parts first seen", "slow", "slow / fast", "slow / first seen"],
        table(documents, found),
    )
    print()
    print_table(
        ["of the first document", "us", "x U"],
        [[name, f"{found[name].median:,.0f}", f"{found[name].times(found['U']):,.0f}"] for name in single],
    )


if __name__ == "__main__":
    main()
