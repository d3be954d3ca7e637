"""The sequencer: everything is numbered once, by one process at a time, and the heads are signed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from issuer.errors import KeyUnavailableError, NotFoundError
from issuer.ledger import checkpoint, tree
from issuer.services import publication, revocation, sequencer
from issuer.services.keys import log_key
from issuer.services.principal import OPERATOR
from issuer.store import Numbered
from tests.services.worlds import World, keyring_in


def test_everything_that_waits_is_numbered(world: World) -> None:
    world.issue()
    numbered = sequencer.run(world.toolkit)
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.pending_events, counts.pending_leaves) == (0, 0)
    assert numbered == Numbered(counts.events, counts.leaves)
    assert sequencer.run(world.toolkit) == Numbered(0, 0)
    world.require_whole()


def test_what_happens_within_a_second_keeps_its_order(world: World) -> None:
    issued = world.issue()
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    revocation.resume(world.toolkit, OPERATOR, issued.credential.id)
    told = [
        "credential.issued",
        "credential.suspended",
        "credential.issued",
        "credential.ended",
    ]
    assert world.events(issued.credential.id) == told
    sequencer.run(world.toolkit)
    with world.toolkit.database.reader() as reader:
        chained = [event for event in reader.events.page() if event.object == issued.credential.id]
    assert [event.action for event in chained] == told


def test_more_than_one_unit_is_numbered_in_one_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "PER_UNIT", 3)
    assert sequencer.run(world.toolkit).events > 2 * 3
    with world.toolkit.database.reader() as reader:
        assert reader.events.pending() == 0


def test_the_newest_heads_are_signed_by_the_log(world: World) -> None:
    world.issue()
    sequencer.run(world.toolkit)
    keys = dict(checkpoint.read_verifier_key(line) for line in log_key.verifier_keys(world.toolkit))
    with world.toolkit.database.reader() as reader:
        hashes = reader.leaves.hashes()
        links = list(reader.events.links())
    for path, root, size in (
        ("/log/checkpoint", tree.root(hashes), len(hashes)),
        ("/log/events/checkpoint", links[-1].hash, len(links)),
    ):
        origin = world.toolkit.host + path.removesuffix("/checkpoint")
        note = publication.document_at(world.toolkit, path).body
        read = checkpoint.verify(note, origin=origin, public_key=keys[origin])
        assert (read.size, read.root) == (size, root)
    published = publication.document_at(world.toolkit, "/log/keys").body.decode().splitlines()
    assert published == list(log_key.verifier_keys(world.toolkit))


def test_before_the_first_run_nothing_is_published(world: World) -> None:
    for path in ("/log/checkpoint", "/log/events/checkpoint", "/log/keys"):
        with pytest.raises(NotFoundError):
            publication.document_at(world.toolkit, path)


def test_processes_at_once_number_each_row_once(world: World) -> None:
    for _ in range(3):
        world.issue()
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: sequencer.run(world.toolkit), range(4)))
    with world.toolkit.database.reader() as reader:
        assert sum(run.events for run in runs) == reader.fsck.counts().events
        assert [event.number for event in reader.events.page()] == list(
            range(1, reader.fsck.counts().events + 1)
        )
    world.require_whole()


def test_while_another_has_the_lease_nothing_is_done(world: World) -> None:
    now = world.clock()
    with world.toolkit.database.unit() as unit:
        assert unit.leases.take(sequencer.LEASE, holder="other", now=now, until=now + sequencer.LEASE_FOR)
    assert sequencer.run(world.toolkit) == Numbered(0, 0)
    world.clock.forward(seconds=31)
    assert sequencer.run(world.toolkit).events > 0


def test_what_was_numbered_without_a_signature_is_signed_later(world: World, monkeypatch: Any) -> None:
    locked = replace(world.toolkit, keyring=keyring_in(world.home / "elsewhere"))
    monkeypatch.setattr(
        "issuer.signing.keyring.Keyring.create",
        lambda *_: (_ for _ in ()).throw(KeyUnavailableError("locked")),
    )
    with pytest.raises(KeyUnavailableError):
        sequencer.run(locked)
    with world.toolkit.database.reader() as reader:
        assert reader.events.pending() == 0
    assert sequencer.newest_checkpoint(world.toolkit, "events") is None
    monkeypatch.undo()
    world.clock.forward(seconds=31)
    sequencer.run(world.toolkit)
    assert sequencer.newest_checkpoint(world.toolkit, "events") is not None
