"""1,000 files at once: how fast and in how much memory, beside one process of `@digitalbazaar/vc`.

    .venv/bin/python -m bench.batch [--files N] [--rounds N]

The files: badges that this installation issued, each different, with the status list that all of them share. Every
way gets the same bytes:

- the batch API in process: the request is sent as NDJSON through the application, answers are read line by line;
- the same as a zip file;
- the desk: taken in, judged by one worker, results kept;
- `@digitalbazaar/vc`: one process of Node (tests/interop/peer.mjs), one document after the other, with contexts, keys and
  list from memory, and a status check that proves the list (tests/interop/network.mjs). Its work is the same, but it
  reads no zip, keeps nothing, and writes no report with reasons.

Memory is what the process holds at its end (VmHWM); for us also what 10 times as many files add to it, which is what
"constant" means. Rates are medians over interleaved rounds; the ratio is taken inside each round.
"""

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bench.compare_verifiers import ACCEPTED, Judge, node_judge
from bench.timing import Timed, print_machine, print_table
from issuer.documents.times import format_time
from issuer.services.batch_verification.inputs import of_file
from issuer.services.desk import sessions, work
from issuer.web import guard
from issuer.web.app import create_app
from tests.services.worlds import World, furnished_world

BATCH = "/api/v1/verifications/batch"
DIFFERENT = 100
"""So many badges are issued; a larger batch holds each of them several times, under names of their own."""
MOST = 2_000


def issued(world: World, count: int) -> list[bytes]:
    """Return the bytes of so many badges."""
    different = [world.issue().version.body or b"" for _ in range(min(count, DIFFERENT))]
    return [different[place % len(different)] for place in range(count)]


def ndjson(badges: list[bytes]) -> bytes:
    """Return badges as one NDJSON body."""
    return b"\n".join(badges) + b"\n"


def zipped(badges: list[bytes]) -> bytes:
    """Return badges as one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, badge in enumerate(badges):
            archive.writestr(f"season/{number:04}.json", badge)
    return made.getvalue()


def by_api(app: Flask, body: bytes, media_type: str) -> int:
    """Send a batch and return how many badges were valid; answers are read one by one and forgotten."""
    answer = app.test_client().post(BATCH, data=body, content_type=media_type, buffered=False)
    valid = 0
    rest = b""
    for piece in answer.iter_encoded():
        *whole, rest = (rest + piece).split(b"\n")
        valid += sum(json.loads(line).get("verdict") == "valid" for line in whole)
    answer.close()
    return valid


def by_desk(world: World, badges: list[bytes]) -> int:
    """Bring files to the desk, judge them with one worker, forget them; return how many were valid."""
    size = sessions.MOST_FILES
    valid = 0
    for first in range(0, len(badges), size):
        files = (of_file(n, f"{n}.json", data) for n, data in enumerate(badges[first : first + size], 1))
        opened = sessions.open_session(world.toolkit, files)
        while work.work_once(world.toolkit, worker="bench"):
            pass
        with world.toolkit.database.reader() as reader:
            valid += reader.desk.counts(opened.session.id).get("valid", 0)
        sessions.forget(world.toolkit, opened.token)
    return valid


def by_peer(judge: Judge, world: World, badges: list[bytes]) -> int:
    """Ask the peer about every badge and return how many it accepted."""
    network = network_of(world, badges[0])
    now = format_time(world.clock())
    return sum(
        judge.judge({"id": "x", "text": badge.decode(), "now": now, "network": network}).answer == ACCEPTED
        for badge in badges
    )


def network_of(world: World, badge: bytes) -> dict[str, Any]:
    """Return what a verifier elsewhere fetches for a badge: the DID document and the status list."""
    document = json.loads(badge)
    slug = document["issuer"]["id"].rpartition(":p:")[2]
    addresses = [
        world.toolkit.url(f"/p/{slug}/did.json"),
        document["credentialStatus"]["statusListCredential"],
    ]
    return {address: json.loads(world.toolkit.fetch.get(address).body) for address in addresses}


def held_mb(pid: str = "self") -> float:
    """Return the most memory that a process ever held, in MB; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmHWM")), 0.0)


def ways(world: World, badges: list[bytes], judge: Judge | None) -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield every way with what runs it once."""
    app = create_app(world.toolkit)
    guard.keep(app, None, per_minute=0)
    lines, archive = ndjson(badges), zipped(badges)
    yield "batch API, NDJSON", lambda: by_api(app, lines, "application/x-ndjson")
    yield "batch API, zip", lambda: by_api(app, archive, "application/zip")
    yield "hire desk, one worker", lambda: by_desk(world, badges)
    if judge is not None:
        peer = judge
        yield judge.name, lambda: by_peer(peer, world, badges)


def measure(world: World, badges: list[bytes], judge: Judge | None, rounds: int) -> dict[str, Timed]:
    """Run every way once a round, all over the same files; the first round warms up.

    Raises:
        RuntimeError: a way did not find every badge valid, so that its time means nothing.
    """
    found: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for name, run in ways(world, badges, judge):
            began = time.perf_counter()
            valid = run()
            took = time.perf_counter() - began
            if valid != len(badges):
                raise RuntimeError(f"{name} found {valid} of {len(badges)} valid")
            if number:
                found.setdefault(name, []).append(took * 1e6 / len(badges))
    return {name: Timed(name, tuple(values)) for name, values in found.items()}


def grown_mb(world: World, badges: list[bytes]) -> tuple[float, float]:
    """Return the memory after a tenth of the files, and what all of them add to it."""
    app = create_app(world.toolkit)
    guard.keep(app, None, per_minute=0)
    by_api(app, ndjson(badges[: max(1, len(badges) // 10)]), "application/x-ndjson")
    before = held_mb()
    by_api(app, ndjson(badges), "application/x-ndjson")
    return before, held_mb() - before


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=1_000, metavar="N", help=f"at most {MOST}")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    asked = parser.parse_args()
    count = min(asked.files, MOST)
    with ExitStack() as open_now:
        home = open_now.enter_context(tempfile.TemporaryDirectory())
        world = furnished_world(Path(home))
        badges = issued(world, count)
        base, more = grown_mb(world, badges)
        try:
            judge = open_now.enter_context(node_judge())
        except pytest.skip.Exception as exc:
            print(f"NOT RUN: @digitalbazaar/vc ({exc})", file=sys.stderr)
            judge = None
        found = measure(world, badges, judge, asked.rounds)
        peer_mb = held_mb(str(judge.pid)) if judge is not None else 0.0
    print_machine()
    print(f"{count} files of {statistics.median(map(len, badges)) / 1024:.1f} KB, {asked.rounds} rounds")
    peer = found.get(judge.name) if judge is not None else None
    rows = [
        [name, f"{1e6 / timed.median:.0f}", f"{peer.times(timed):.1f}" if peer else "-"]
        for name, timed in found.items()
    ]
    print_table(["way", "files a second", "times as fast as the peer"], rows)
    print(
        f"memory: {base:.0f} MB after {max(1, count // 10)} files by NDJSON, {more:+.1f} MB after {count} more",
        end="",
    )
    print(f"; the peer {peer_mb:.0f} MB" if peer_mb else "")


if __name__ == "__main__":
    main()
