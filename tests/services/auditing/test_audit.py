"""The events' chain as an auditor checks it: each kind of tampering is found, an honest chain is not."""

from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import Connection

from issuer.errors import ProofError
from issuer.ledger.chain import Tampering
from issuer.services import sequencer
from issuer.services.auditing import audit
from issuer.services.auditing.audit import EventsReport
from issuer.services.keys import log_key
from tests.services.worlds import World
from tests.store import shell
from tests.store.fresh import url_of

Tamper = Callable[[Connection], None]


@pytest.fixture
def chained(world: World) -> World:
    """Several events in several runs, all heads signed."""
    for _ in range(3):
        world.issue()
        sequencer.run(world.toolkit)
        world.clock.forward(minutes=1)
    return world


def found(report: EventsReport) -> set[tuple[int, Tampering]]:
    return {(finding.number, finding.what) for finding in report.findings}


def tamper(world: World, *statements: str) -> None:
    """Change the database as somebody who may drop triggers."""
    shell.tamper(url_of(world.home), ";".join(statements))


def test_an_honest_chain_has_no_finding(chained: World) -> None:
    report = audit.verify_events(chained.toolkit)
    assert (report.findings, report.pending) == ((), 0)
    assert (report.heads, report.signed_heads) == (3, 3)
    with chained.toolkit.database.reader() as reader:
        assert report.size == reader.fsck.counts().events


def test_what_waits_is_said_to_be_not_covered(chained: World) -> None:
    chained.issue()
    report = audit.verify_events(chained.toolkit)
    assert (report.findings, report.pending) == ((), 2)


def test_an_edited_event_is_found(chained: World) -> None:
    tamper(chained, "UPDATE events SET body = replace(body, 'operator', 'somebody') WHERE number = 3")
    assert (3, Tampering.EDITED) in found(audit.verify_events(chained.toolkit))


def test_an_edited_column_is_found(chained: World) -> None:
    tamper(chained, "UPDATE events SET actor = 'somebody' WHERE number = 4")
    assert found(audit.verify_events(chained.toolkit)) == {(4, Tampering.EDITED)}


def test_a_removed_event_is_found(chained: World) -> None:
    tamper(chained, "DELETE FROM events WHERE number = 5")
    assert (5, Tampering.REMOVED) in found(audit.verify_events(chained.toolkit))


def test_an_inserted_event_is_found(chained: World) -> None:
    columns = "body, at, actor, role, profile, action, object"
    tamper(
        chained,
        "UPDATE events SET number = number + 1000 WHERE number >= 5",
        "UPDATE events SET number = number - 999 WHERE number > 1000",
        f"INSERT INTO events (id, {columns}, number, previous_hash, hash)"  # noqa: S608  (of this test)
        f" SELECT 'urn:x', {columns}, 5, hash, x'{'00' * 32}' FROM events WHERE number = 4",
    )
    assert {what for _, what in found(audit.verify_events(chained.toolkit))} & {
        Tampering.INSERTED,
        Tampering.EDITED,
    }


def test_swapped_events_are_found(chained: World) -> None:
    tamper(
        chained,
        "UPDATE events SET number = 900 WHERE number = 3",
        "UPDATE events SET number = 3 WHERE number = 4",
        "UPDATE events SET number = 4 WHERE number = 900",
    )
    assert {(3, Tampering.SWAPPED), (4, Tampering.SWAPPED)} <= found(audit.verify_events(chained.toolkit))


def test_a_tail_that_was_cut_off_is_found_by_a_checkpoint_kept_elsewhere(chained: World) -> None:
    kept = sequencer.newest_checkpoint(chained.toolkit, "events") or b""
    key = log_key.verifier_keys(chained.toolkit)[1]
    report = audit.verify_events(chained.toolkit, kept=[kept], verifier_key=key)
    assert report.findings == ()
    with chained.toolkit.database.reader() as reader:
        sizes = [head.size for head in reader.heads.all("events")]
    tamper(
        chained,
        f"DELETE FROM events WHERE number > {sizes[0]}",  # noqa: S608  (of this test)
        f"DELETE FROM chain_heads WHERE chain = 'events' AND size > {sizes[0]}",  # noqa: S608  (names of the test itself)
    )
    assert audit.verify_events(chained.toolkit).findings == ()
    report = audit.verify_events(chained.toolkit, kept=[kept], verifier_key=key)
    assert {what for _, what in found(report)} == {Tampering.TRUNCATED}


def test_a_head_with_a_signature_of_somebody_else_is_found(chained: World) -> None:
    tamper(chained, "UPDATE chain_heads SET signed = replace(signed, 'log/events', 'log/Events')")
    report = audit.verify_events(chained.toolkit)
    assert {what for _, what in found(report)} == {Tampering.REBUILT}


def test_a_checkpoint_that_the_log_did_not_sign_is_refused(chained: World) -> None:
    kept = sequencer.newest_checkpoint(chained.toolkit, "leaves") or b""
    with pytest.raises(ProofError):
        audit.verify_events(chained.toolkit, kept=[kept])
    with closing(chained.toolkit.database):
        assert audit.verify_events(chained.toolkit).findings == ()
