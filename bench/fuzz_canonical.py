"""Does the fast road ever differ from the slow one? Random documents by the number, on every core.

    .venv/bin/python -m bench.fuzz_canonical [--documents 100000] [--seed 1] [--processes 2]

Half of the documents are altered as a careless or hostile hand would. What must hold for each: equal bytes,
or the same refusal, or the fast road said that the slow one decides. The first document that breaks this is
printed, and the exit code is 1. Nothing here is timed.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator

from bench.timing import print_table
from tests.documents import roads
from tests.documents.random_documents import Maker, altered

BATCH = 500


def compare(seed: int) -> tuple[Counter[tuple[str, str, str]], str]:
    """Make one batch; return how each document ended on both roads, and the first that differs as JSON."""
    maker = Maker(seed)
    ends: Counter[tuple[str, str, str]] = Counter()
    for _ in range(BATCH):
        document = maker.document()
        kind = "sound" if maker.maybe(0.5) else "altered"
        if kind == "altered":
            document = altered(document, maker)
        found, expected = roads.fast(document), roads.slow(document)
        if found not in (expected, roads.NOT_COVERED) or roads.fast(document) != found:
            return ends, json.dumps(document)
        ends[kind, roads.kind_of(expected), roads.kind_of(found)] += 1
    return ends, ""


def batches(arguments: argparse.Namespace) -> Iterator[int]:
    """Yield the seed of every batch."""
    first = arguments.seed * 1_000_000
    yield from range(first, first + -(-arguments.documents // BATCH))


def main() -> None:
    """Run all batches and print how the documents ended."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    ends: Counter[tuple[str, str, str]] = Counter()
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for batch, different in pool.imap_unordered(compare, batches(arguments)):
            ends += batch
            if different:
                print("DIFFERENT:", different)
                sys.exit(1)
    rows = [[*end, f"{count:,}"] for end, count in sorted(ends.items())]
    print_table(
        ["document", "slow road", "fast road", "number"], [*rows, ["all", "", "", f"{ends.total():,}"]]
    )


if __name__ == "__main__":
    main()
