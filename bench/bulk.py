"""Bulk issuing and long status lists as multiples of one raw Ed25519 signature, in one run.

    .venv/bin/python -m bench.bulk [--rounds 11] [--awards 400] [--postgresql] [--json]

Everything is warm and the operations follow one another; one process works. What is timed, for each award:

- `read`: a line of CSV held against catalogue, people and what was issued, and kept as an item.
- `whole road`: attestation frozen, document, lint, intent and slot committed, proof, proof verified from the
  exact bytes with the published key (the first of each chunk by the whole public pipeline), bytes, events,
  leaves and items committed. Whole chunks, as workers take them; SQLite with synchronous=FULL on this disk.
- `self-check 1 in 100`: the same road, every hundredth proof verified.
- `one by one`: `issuance.issue`, the same awards without a batch.
- `revocation`: one bit of a list of a million entries, 1 % set, told, packed, linted and signed; `from nothing`
  packs the whole list, as a process does that signs it for the first time.

PostgreSQL is the one of the tests, on this disk, with its own durable settings.
"""

import argparse
import io
import itertools
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.timing import Timed, interleave, microseconds, print_machine, print_table, raw_signature
from issuer import bootstrap, store
from issuer.services import profiles
from issuer.services.batches import control, load, work
from issuer.services.principal import OPERATOR
from issuer.services.status_lists import signed
from issuer.status import spell
from issuer.status.packed import PackedBits
from issuer.store import Database, PersonRecord, StatusListRecord
from tests.badges import samples
from tests.postgresql import running
from tests.services.batches.sheets import cells, sheet
from tests.services.worlds import World, empty_world, furnish
from tests.store.fresh import fresh_url

MILLION = 1 << 20
SET = MILLION // 100


class Road:
    """Batches on one database; every round issues awards that were never asked for."""

    def __init__(self, world: World, awards: int) -> None:
        self.world, self.awards = world, awards
        self._numbers = itertools.count(1)

    def register(self, count: int) -> list[int]:
        """Make people known who have earned nothing yet, and return their numbers."""
        numbers = [next(self._numbers) for _ in range(count)]
        toolkit = self.world.toolkit
        with toolkit.database.unit() as unit:
            for number in numbers:
                unit.people.add(PersonRecord(toolkit.randomness.urn(), f"p{number:05}", toolkit.clock()))
        return numbers

    def _file(self) -> bytes:
        return sheet(*(cells(number) for number in self.register(self.awards))).encode()

    def _submit(self, self_check_every: int) -> tuple[str, float]:
        command = load.SubmitBatch(
            profile="scsc",
            name="bench.csv",
            form="csv",
            achievement="SEL-01",
            self_check_every=self_check_every,
        )
        file = io.BytesIO(self._file())
        began = time.perf_counter_ns()
        batch = load.submit(self.world.toolkit, OPERATOR, command, file)
        took = (time.perf_counter_ns() - began) / 1000 / self.awards
        assert batch.total == self.awards, control.found_in(self.world.toolkit, OPERATOR, batch.id)
        return batch.id, took

    def read(self) -> float:
        """Read a file and forget it."""
        batch_id, took = self._submit(1)
        control.forget(self.world.toolkit, OPERATOR, batch_id)
        return took

    def issue(self, self_check_every: int = 1) -> float:
        """Issue a batch."""
        batch_id, _took = self._submit(self_check_every)
        control.confirm(self.world.toolkit, OPERATOR, batch_id)
        # As a worker does it, before its first chunk.
        with bootstrap.kept_for_good():
            began = time.perf_counter_ns()
            while work.work_once(self.world.toolkit, holder="bench", only=batch_id).taken:
                pass
            took = (time.perf_counter_ns() - began) / 1000 / self.awards
        done = control.progress(self.world.toolkit, OPERATOR, batch_id)
        assert done.counts[store.ItemState.ISSUED] == self.awards, done
        return took

    def one_by_one(self) -> float:
        """Issue a few without a batch."""
        count = max(1, self.awards // 20)
        records = [
            (f"one-{n}", samples.attested(externalId=f"one-{n}"))
            for n in (next(self._numbers) for _ in range(count))
        ]
        began = time.perf_counter_ns()
        for external_id, record in records:
            self.world.issue(external_id=external_id, attestation=record)
        return (time.perf_counter_ns() - began) / 1000 / count


class LongList:
    """A list of a million entries, 1 % set, of which one more is told each time."""

    def __init__(self, world: World) -> None:
        self.toolkit = world.toolkit
        self.profile = profiles.get(world.toolkit, "scsc")
        chance = random.Random(7)  # noqa: S311  (places of a benchmark)
        self.bits = PackedBits(bytes(MILLION // 8))
        self.bits.set(chance.sample(range(MILLION), SET))
        self.bits.gzip()
        self._next = iter(chance.sample(range(MILLION), 10_000))
        self.row = StatusListRecord(
            "urn:x", self.profile.id, 9, "scsc-9", "revocation", MILLION, world.clock()
        )

    def _sign(self) -> None:
        signed._sign_text(  # noqa: SLF001  (what is timed)
            self.toolkit, self.row, self.profile, spell(self.bits), valid_from=self.toolkit.clock()
        )

    def revoke(self) -> float:
        """Tell one more bit."""

        def one() -> None:
            self.bits.set([next(self._next)])
            self._sign()

        return microseconds(one, 5)

    def from_nothing(self) -> float:
        """Pack the whole list."""

        def whole() -> None:
            self.bits = PackedBits(bytes(self.bits))
            self._sign()

        return microseconds(whole, 3)


@contextmanager
def roads(folder: Path, awards: int, *, with_postgresql: bool) -> Iterator[dict[str, Road]]:
    """Open a world on each database."""
    worlds: dict[str, Database] = {"SQLite": store.open_database(fresh_url(folder))}
    if not with_postgresql:
        yield {name: Road(_world(folder, database, name), awards) for name, database in worlds.items()}
        return
    with running() as server:
        worlds["PostgreSQL"] = store.open_database(server.fresh())
        yield {name: Road(_world(folder, database, name), awards) for name, database in worlds.items()}
        for database in worlds.values():
            database.close()


def _world(folder: Path, database: Database, name: str) -> World:
    home = folder / name
    home.mkdir()
    world = empty_world(home, database=database)
    furnish(world.toolkit)
    return world


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Bulk issuing and long status lists, in ratios.")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--awards", type=int, default=work.CHUNK)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        roads(Path(folder), given.awards, with_postgresql=given.postgresql) as opened,
    ):
        first = opened["SQLite"]
        long_list = LongList(first.world)
        operations = {
            "U": raw_signature(),
            "read": first.read,
            "self-check 1 in 100": lambda: first.issue(100),
            "one by one": first.one_by_one,
            "revocation of a million": long_list.revoke,
            "revocation, from nothing": long_list.from_nothing,
        }
        operations |= {f"whole road, {name}": road.issue for name, road in opened.items()}
        found = interleave(operations, rounds=given.rounds)
    report(found, as_json=given.as_json)


def report(found: dict[str, Timed], *, as_json: bool) -> None:
    """Print a table, or one object."""
    if as_json:
        print(json.dumps({name: round(timed.median, 1) for name, timed in found.items()}))
        return
    print_machine()
    unit = found["U"]
    rows = [
        [name, f"{timed.median:,.0f}", f"{timed.times(unit):,.1f}", f"{1e6 / timed.median:,.0f}"]
        for name, timed in found.items()
    ]
    print_table(("what", "us each", "x U", "a second"), rows)


if __name__ == "__main__":
    main()
