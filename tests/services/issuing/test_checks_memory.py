"""What the checks of awards that come one by one keep in memory: no more than they say, however long the texts are."""

from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.services import keys, profiles, securing
from issuer.services.issuing import checks
from issuer.services.issuing.alike import ENOUGH
from issuer.services.issuing.checks import BYTES, MOST, OF_WALK, SERIES, Checks
from issuer.services.securing import Secured, Series
from issuer.store import KeyPurpose
from tests.documents.memory_use import freed_by, traced
from tests.services.worlds import World

KINDS = 6


def secured(world: World, body: bytes, number: int, length: int) -> Secured:
    """Sign an award of an achievement of its own, whose narrative is so long."""
    document: Any = strict_json.parse_object(body)
    del document["proof"]
    document["credentialSubject"]["achievement"]["criteria"]["narrative"] = f"{number}" + "x" * length
    key, signer = keys.active_signer(
        world.toolkit, profiles.get(world.toolkit, "scsc"), KeyPurpose.DATA_INTEGRITY
    )
    linted = securing.lint_credential(document)
    return securing.secure_with(key, signer, linted, created=world.clock.forward(seconds=1))


@pytest.fixture
def body(world: World) -> bytes:
    return world.issue().version.body or b""


def kept_after(world: World, signed: list[Secured]) -> Checks:
    """Return the checks after one award of each kind walked and another was read back."""
    known = Checks()
    walk = checks._Walk(world.clock(), MOST)
    for place, _one in enumerate(signed):
        known._note(place, walk)
    for place, one in enumerate(signed):
        known.require(world.toolkit, one, place)
    return known


def sizes(known: Checks) -> list[int]:
    return [series.size for series in known._idle]


def test_many_kinds_of_long_narratives_stay_within_the_bound(world: World, body: bytes) -> None:
    signed = [secured(world, body, number, 45_000) for number in range(KINDS)]
    # What texts have in common is kept by the process; here it is known before anything is counted.
    kept_after(world, signed)
    with traced():
        known = [kept_after(world, signed)]
        counted, said = sum(sizes(known[0])), len(known[0])
        freed = freed_by(known.clear)
    assert said == BYTES
    assert counted <= BYTES - MOST * OF_WALK
    assert freed <= BYTES
    # What one series would have kept of them all is more.
    series = securing.series(world.toolkit)
    for one in signed:
        series.proofs.verify(series.parts.parse_object(one.body))
    assert series.size > checks.OF_SERIES


def test_a_series_takes_no_more_than_it_says(world: World, body: bytes) -> None:
    signed = [secured(world, body, number, 10_000) for number in range(KINDS)]

    def filled() -> Series:
        made = securing.series(world.toolkit)
        for one in signed:
            made.proofs.verify(made.parts.parse_object(one.body))
        return made

    filled()
    with traced():
        held = [filled()]
        counted = held[0].size
        freed = freed_by(held.clear)
    assert KINDS * 20_000 < freed <= counted


def test_an_ordinary_series_is_kept(world: World, body: bytes) -> None:
    signed = [secured(world, body, number, 100) for number in range(KINDS)]
    [size] = sizes(kept_after(world, signed))
    assert 0 < size <= checks.OF_SERIES


def test_a_series_at_work_while_a_walk_is_noted_is_forgotten(
    world: World, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = [secured(world, body, 1, 100)]
    known = kept_after(world, signed)
    assert len(known._idle) == 1
    verify = securing.self_verify

    def noting(one: Secured, series: Series) -> None:
        known._note("another", checks._Walk(world.clock(), MOST))
        verify(one, series)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(securing, "self_verify", noting)
        known.require(world.toolkit, signed[0], 0)
    assert known._idle == []
    known.require(world.toolkit, signed[0], 0)
    assert len(known._idle) == 1


def test_a_likeness_is_no_longer_than_a_digest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the text of a template is: a walk stands under it, and so does what awards looked like."""
    seen: list[Any] = []
    require = Checks.require

    def noting(known: Checks, *given: Any) -> None:
        seen.append(given[-1])
        require(known, *given)

    monkeypatch.setattr(Checks, "require", noting)
    for _ in range(ENOUGH):
        world.issue()
    template, _key, _list_id = seen[-1]
    assert len(template) == 32


def test_all_likenesses_take_no_more_than_they_say(world: World) -> None:
    with traced():
        known = [Checks()]
        for number in range(MOST):
            likeness = (b"%032d" % number, f"key {number:0100}", f"list {number:0100}")
            known[0]._note(likeness, checks._Walk(world.clock(), number + 1000))
        freed = freed_by(known.clear)
    assert MOST * 400 < freed <= MOST * OF_WALK
    assert BYTES < 1_500_000
    assert SERIES * checks.OF_SERIES + MOST * OF_WALK == BYTES
