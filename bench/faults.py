"""Faults in earnest: what a batch, a disk and a database survive, and what `fsck` says afterwards.

    .venv/bin/python -m bench.faults [--awards 10000] [--kills 100] [--copies 200] [--postgresql] [--only NAME]

The short forms run with every test (`tests/faults`, `tests/services/batches`); here they are as long as the fault
matrix asks (security.md section 5). Each row ends with the same question: as many credentials as awards, as
many leaves as versions, every slot used once, nothing left prepared, every signature good.

- kills (F-01): two workers on one batch; one of them is killed, as `kill -9` does, again and again.
- four workers (F-04): four of them on one batch, nobody is killed.
- disk full (F-07): the files of the database may not grow beyond a little more; work goes on when they may again.
- copies (F-09): database and journal are copied at random moments while a batch runs, as a power cut
  would leave them; every copy is opened and examined.
- database killed (F-10, PostgreSQL): the server's processes are killed with `kill -9` in the middle of a batch.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from bench.fault_site import Result, Site
from bench.fault_workers import Worker
from bench.timing import print_machine, print_table
from issuer import store
from issuer.clock import utc_now
from issuer.services import sequencer, sweep
from issuer.services.auditing import fsck
from issuer.store.engines import make_engine, parse_url
from tests.postgresql import running
from tests.services.worlds import reopened_world
from tests.store.fresh import fresh_url

SEED: Final = 20_260_316


def kills(site: Site, chance: random.Random, most: int) -> int:
    """Kill one of two workers every 0.15 to 0.45 seconds until the batch is done; return how often."""
    workers = [site.worker() for _ in range(2)]
    killed = 0
    while not site.is_done():
        time.sleep(chance.uniform(0.15, 0.45))
        place = chance.randrange(len(workers))
        if killed < most:
            workers[place].kill()
            killed += 1
        for number, worker in enumerate(workers):
            if not worker.is_alive:
                workers[number] = site.worker()
    for worker in workers:
        worker.wait()
    return killed


def side_by_side(site: Site, chance: random.Random, most: int) -> int:  # noqa: ARG001  (a fault like the others)
    """Let four workers share a batch."""
    workers = [site.worker() for _ in range(4)]
    while not site.is_done():
        time.sleep(0.1)
    for worker in workers:
        worker.wait()
    return 0


def disk_full(site: Site, chance: random.Random, most: int) -> int:
    """Let the files of the database grow a little further each time; beyond that every write fails as on a full disk."""
    full = 0
    while not site.is_done():
        largest = max(path.stat().st_size for path in site.folder.glob("mintmark.sqlite3*"))
        room = chance.randrange(4_096, 400_000) if full < most else 1 << 40
        worker = site.worker(file_limit=largest + room)
        if full < most and not worker.wait(chance.uniform(0.5, 1.5)):
            worker.kill()
            full += 1
        while worker.is_alive:
            worker.wait()
    return full


def copies(site: Site, chance: random.Random, most: int) -> int:
    """Copy the files of the database at random moments while workers write, and examine every copy."""
    workers = [site.worker() for _ in range(2)]
    taken = 0
    while taken < most and not site.is_done():
        time.sleep(chance.uniform(0.02, 0.3))
        copy = site.folder / f"copy-{taken}"
        copy.mkdir()
        _copy(site.folder, copy, workers)
        site.broken += _examined(site.folder, copy)
        shutil.rmtree(copy)
        taken += 1
    for worker in workers:
        worker.wait()
    return taken


def _copy(home: Path, copy: Path, workers: list[Worker]) -> None:
    """Copy the files as they are at one moment.

    The writers stand still meanwhile. Another process copies: this one holds locks on the files, and would let go of
    all of them by closing any of them (POSIX advisory locks).
    """
    for worker in workers:
        worker.send_signal(signal.SIGSTOP)
    try:
        files = [str(path) for path in home.glob("mintmark.sqlite3*") if path.suffix != ".sqlite3-shm"]
        subprocess.run(["cp", *files, str(copy)], check=True)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGCONT)


def _examined(home: Path, copy: Path) -> list[str]:
    """Start on a copy, let the sweep and the sequencer do their work, and examine it."""
    shutil.copytree(home / "keys", copy / "keys")
    world = reopened_world(copy)
    world.clock.now = utc_now() + timedelta(days=1)
    try:
        sweep.sweep(world.toolkit)
        sequencer.run(world.toolkit)
        report = fsck.examine(world.toolkit, verify=False)
    finally:
        world.toolkit.database.close()
    return [f"{copy.name}: {one.table} {one.row}: {one.sentence}" for one in report.findings]


def database_killed(site: Site, chance: random.Random, most: int) -> int:
    """Kill a process of the PostgreSQL server that serves the batch; the server recovers by itself."""
    workers = [site.worker() for _ in range(2)]
    killed = 0
    while not site.is_done():
        time.sleep(chance.uniform(0.3, 0.9))
        serving = _backends(site) if killed < most else []
        if serving:
            os.kill(chance.choice(serving), signal.SIGKILL)
            killed += 1
        for place, worker in enumerate(workers):
            if not worker.is_alive:
                workers[place] = site.worker()
    for worker in workers:
        worker.wait()
    return killed


def _backends(site: Site) -> list[int]:
    """Return the processes of the server that serve this very database, our own questions left out."""
    engine = make_engine(parse_url(site.url))
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return [int(pid) for pid in found.scalars()]
    except DBAPIError:
        return []  # It is recovering.
    finally:
        engine.dispose()


Fault = Callable[[Site, random.Random, int], int]
ON_SQLITE: Final[dict[str, Fault]] = {
    "kills": kills,
    "four workers": side_by_side,
    "disk full": disk_full,
    "copies": copies,
}
ON_POSTGRESQL: Final[dict[str, Fault]] = {
    "kills": kills,
    "four workers": side_by_side,
    "database killed": database_killed,
}


def measure(
    faults: dict[str, Fault], where: str, url: Callable[[Path], str], given: argparse.Namespace
) -> list[Result]:
    """Break one thing after the other, each on an installation of its own."""
    results = []
    for name, fault in faults.items():
        if given.only and given.only != name:
            continue
        print(f"{name}, {where} …", file=sys.stderr)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            address = url(home)
            began = time.monotonic()
            site = Site(home, address, store.open_database(address), given.awards)
            most = given.copies if fault is copies else given.kills
            times = fault(site, random.Random(SEED), most)  # noqa: S311  (moments of a bench)
            results.append(site.result(f"{name}, {where}", times, began))
            site.close()
    return results


def main() -> None:
    """Break things and print what became of them; exit code 1 when anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--awards", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", choices=[*ON_SQLITE, "database killed"])
    given = parser.parse_args()
    results = measure(ON_SQLITE, "SQLite", fresh_url, given)
    if given.postgresql:
        with running() as server:
            results += measure(ON_POSTGRESQL, "PostgreSQL", lambda _home: server.fresh(), given)
    print_machine()
    rows = [
        [
            one.name,
            *(
                f"{number:,}"
                for number in (one.faults, one.awards, one.issued, one.lost, one.doubled, len(one.findings))
            ),
            f"{one.seconds:,.0f}",
        ]
        for one in results
    ]
    print_table(("fault", "times", "awards", "issued", "lost", "doubled", "findings", "seconds"), rows)
    for one in results:
        for sentence in one.findings[:10]:
            print(f"- {one.name}: {sentence}")
    if any(one.lost or one.doubled or one.findings for one in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
