"""The attack corpus in a loop: does a refusal stay quick, and does memory stay flat?

    .venv/bin/python -m bench.corpus_loop [--minutes 60]

Each line is one stretch of the loop: how often the whole corpus was judged, milliseconds of a refusal (median,
p99, slowest), the resident memory of this process and of its workers, and verdicts that differ from the
first round (there are none). Cases that need a server that misbehaves are left out: they wait on purpose.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench.timing import print_machine
from issuer.documents.times import parse_time
from issuer.fetch import Fetch
from issuer.verify import Policy, Verdict, trust_list_of, verify
from issuer.workers import Pool
from tests.foreign.corpus import CorpusCase, cases, network_of

PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
STRETCHES = 20


def resident_mb(pid: int | str) -> float:
    """Return the resident memory of a process, 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(fields[1]) * PAGE_MB


def children_mb() -> float:
    """Return the resident memory of the worker processes."""
    total = 0.0
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                fields = (
                    (path / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                )
            except (FileNotFoundError, ProcessLookupError):
                continue
            if fields[1] == str(os.getpid()):
                total += resident_mb(path.name)
    return total


def one_round(
    loaded: list[tuple[CorpusCase, bytes, Policy, Fetch]], pool: Pool
) -> Iterator[tuple[str, Verdict, float]]:
    """Judge every case once; give its id, its verdict and its milliseconds."""
    for case, data, policy, fetch in loaded:
        began = time.perf_counter()
        report = verify(data, media_type=case.content_type, policy=policy, fetch=fetch, workers=pool)
        yield case.id, report.verdict, (time.perf_counter() - began) * 1000


def load() -> list[tuple[CorpusCase, bytes, Policy, Fetch]]:
    """Return every case with what it needs, so that the loop reads no file but those of its network."""
    return [
        (
            case,
            case.body.read_bytes(),
            Policy(now=parse_time(case.now), trust=trust_list_of([*case.trusted])),
            network_of(case),
        )
        for case in cases()
        if not case.needs_server
    ]


def main() -> None:
    """Loop for the given time and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    stretch_s = parser.parse_args().minutes * 60 / STRETCHES
    loaded = load()
    print_machine()
    print(f"{len(loaded)} cases")
    print(
        f"{'rounds':>7} {'p50 ms':>8} {'p99 ms':>8} {'slowest ms':>11} {'RSS MB':>8} {'workers MB':>11} differ"
    )
    with Pool(2) as pool:
        first = {case_id: verdict for case_id, verdict, _ in one_round(loaded, pool)}
        for _ in range(STRETCHES):
            ends, rounds, differ = time.monotonic() + stretch_s, 0, 0
            taken: list[float] = []
            slowest = (0.0, "")
            while time.monotonic() < ends:
                rounds += 1
                for case_id, verdict, milliseconds in one_round(loaded, pool):
                    differ += verdict != first[case_id]
                    if verdict != Verdict.VALID:
                        taken.append(milliseconds)
                        slowest = max(slowest, (milliseconds, case_id))
            p99 = statistics.quantiles(taken, n=100)[98]
            print(
                f"{rounds:7} {statistics.median(taken):8.2f} {p99:8.1f} {slowest[0]:7.0f} {slowest[1]}"
                f" {resident_mb('self'):8.1f} {children_mb():11.1f} {differ}",
                flush=True,
            )


if __name__ == "__main__":
    main()
