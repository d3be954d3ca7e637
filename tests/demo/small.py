"""A demonstration of one issuer and seven awards, one of each fate but for the valid ones: quick to mint."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from issuer.demo import run
from issuer.demo.dataset import Dataset, Rotation, Volume, load
from issuer.demo.plan import plan
from issuer.demo.run import Outcome
from issuer.services.principal import OPERATOR
from tests.services.worlds import World, empty_world

SLUG = "sourcewell"
AFTERWARDS = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def small_dataset() -> Dataset:
    data = load()
    figures = replace(
        data.figures,
        per_issuer={SLUG: Volume(micro_credentials=7, complete_sets=1)},
        stories=(),
        mix_percent={"valid": 40, "superseded": 15, "revoked": 15, "suspended": 15, "expired": 15},
        rotation=Rotation(SLUG, data.figures.rotation.day),
    )
    return replace(
        data,
        issuers=tuple(issuer for issuer in data.issuers if issuer.slug == SLUG),
        educators=data.educators_of(SLUG),
        figures=figures,
    )


SMALL = small_dataset()
AWARDS = plan(SMALL)


def small_world(home: Path) -> World:
    """Start an empty installation after the end of the plan."""
    world = empty_world(home)
    world.clock.now = AFTERWARDS
    return world


def run_small(world: World) -> Outcome:
    """Run the small demonstration without showing progress."""
    return run.run(world.toolkit, OPERATOR, SMALL, unseen)


@contextmanager
def unseen(label: str, length: int) -> Iterator[Callable[[], None]]:
    """Show nothing."""
    del label, length
    yield lambda: None
