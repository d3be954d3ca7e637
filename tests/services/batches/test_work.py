"""Workers take chunks, issue them, die, come back; nothing is lost and nothing is doubled."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from issuer.documents.times import parse_time
from issuer.errors import ConflictError, SigningError
from issuer.services import catalog, keys, securing
from issuer.services.batches import control, results, work
from issuer.services.issuing import versions
from issuer.services.principal import OPERATOR
from issuer.services.status_lists import signed_list
from issuer.store import BatchState, KeyPurpose
from tests.services.batches import sheets
from tests.services.batches.sheets import (
    cells,
    confirmed,
    register,
    require_issued,
    sheet,
    states,
    submit,
)
from tests.services.worlds import World


def test_a_batch_is_issued_in_chunks(either: World) -> None:
    batch = confirmed(either, 12)
    assert sheets.work_through(either.toolkit, limit=5) == 12
    assert states(either, batch) == {"issued": 12}
    require_issued(either, 12)
    done = control.progress(either.toolkit, OPERATOR, batch.id).batch
    assert (done.state, done.ended_at) == (BatchState.DONE, either.clock())
    assert sorted(either.events(batch.id)) == ["batch.confirmed", "batch.done"]


def test_what_a_chunk_issues_is_what_one_call_issues(either: World) -> None:
    confirmed(either, 2)
    sheets.work_through(either.toolkit)
    one = either.issue()
    with either.toolkit.database.reader() as reader:
        (first, second) = (
            reader.credentials.find_newest(row.id)
            for row in reader.credentials.page()
            if row.id != one.credential.id
        )
    for version in (first, second):
        assert version is not None
        assert version.context_hashes == one.version.context_hashes
        assert version.key_id == one.version.key_id
        assert (version.valid_from, version.number) == (one.version.valid_from, 1)
        key = keys.active_signer(either.toolkit, _profile(either), KeyPurpose.DATA_INTEGRITY)[0]
        made = securing.Secured(bytes(version.body or b""), key, version.context_hashes or {})
        securing.self_verify(made, securing.series(either.toolkit))
        assert either.events(version.credential_id) == either.events(one.credential.id)


def _profile(world: World) -> Any:
    with world.toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug("scsc")


def test_the_same_file_again_issues_nothing(either: World) -> None:
    confirmed(either, 3)
    sheets.work_through(either.toolkit)
    again = submit(either, sheet(*(cells(number) for number in (1, 2, 3))))
    control.confirm(either.toolkit, OPERATOR, again.id)
    sheets.work_through(either.toolkit)
    assert states(either, again) == {"known": 3}
    require_issued(either, 3)


def test_an_award_that_was_issued_by_itself_is_known(either: World) -> None:
    batch = confirmed(either, 3)
    with either.toolkit.database.reader() as reader:
        request = reader.batches.items(batch.id)[1].request
    awarded_at = parse_time(request["awardedAt"])
    either.issue(external_id="row-2", attestation=request["attestation"], awarded_at=awarded_at)
    sheets.work_through(either.toolkit)
    assert states(either, batch) == {"issued": 2, "known": 1}
    require_issued(either, 3)


def test_a_paused_batch_waits(either: World) -> None:
    batch = confirmed(either, 4)
    work.work_once(either.toolkit, holder="w", limit=2)
    assert control.pause(either.toolkit, OPERATOR, batch.id).state is BatchState.PAUSED
    assert sheets.work_through(either.toolkit) == 0
    assert states(either, batch) == {"issued": 2, "waiting": 2}
    control.resume(either.toolkit, OPERATOR, batch.id)
    sheets.work_through(either.toolkit)
    require_issued(either, 4)
    for step in (control.pause, control.resume, control.cancel):
        with pytest.raises(ConflictError):
            step(either.toolkit, OPERATOR, batch.id)


def test_a_cancelled_batch_releases_nothing_more(either: World) -> None:
    batch = confirmed(either, 4)
    work.work_once(either.toolkit, holder="w", limit=2)
    control.cancel(either.toolkit, OPERATOR, batch.id)
    assert sheets.work_through(either.toolkit) == 0
    assert states(either, batch) == {"issued": 2, "cancelled": 2}
    require_issued(either, 2)


def test_cancelling_reaches_a_chunk_that_is_being_signed(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirmed(either, 3)
    sign = securing.secure_with

    def cancel_first(*arguments: Any, **options: Any) -> Any:
        if control.progress(either.toolkit, OPERATOR, batch.id).batch.state is BatchState.RUNNING:
            control.cancel(either.toolkit, OPERATOR, batch.id)
        return sign(*arguments, **options)

    monkeypatch.setattr(securing, "secure_with", cancel_first)
    assert work.work_once(either.toolkit, holder="w").taken == 3
    assert states(either, batch) == {"cancelled": 3}
    with either.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.issued, counts.abandoned, counts.prepared) == (0, 3, 0)
    either.require_whole()


def test_an_award_that_became_impossible_is_refused_alone(either: World) -> None:
    batch = confirmed(either, 2)
    catalog.retire_version(either.toolkit, OPERATOR, "SEL-01", "1.0")
    sheets.work_through(either.toolkit)
    assert states(either, batch) == {"failed": 2}
    with either.toolkit.database.reader() as reader:
        item = reader.batches.items(batch.id)[0]
    assert item.code == "CONFLICT"
    assert "retired" in str(item.words)
    assert control.progress(either.toolkit, OPERATOR, batch.id).batch.state is BatchState.DONE


def test_without_a_key_the_batch_is_held_and_says_so(either: World) -> None:
    batch = confirmed(either, 3)
    with either.toolkit.database.reader() as reader:
        key = reader.keys.find_active(_profile(either).id, KeyPurpose.DATA_INTEGRITY)
    assert key is not None
    keys.revoke(either.toolkit, OPERATOR, key.verification_method)
    sheets.work_through(either.toolkit)
    held = control.progress(either.toolkit, OPERATOR, batch.id).batch
    assert held.state is BatchState.PAUSED
    assert "no active data-integrity key" in str(held.problem)
    keys.new(either.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    control.resume(either.toolkit, OPERATOR, batch.id)
    sheets.work_through(either.toolkit)
    assert states(either, batch) == {"issued": 3}


def test_a_signature_that_does_not_verify_releases_nothing(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirmed(either, 3)
    with monkeypatch.context() as broken:

        def refuse(*_arguments: object, **_options: object) -> None:
            raise SigningError("It does not verify.")

        broken.setattr(securing, "self_verify", refuse)
        work.work_once(either.toolkit, holder="w")
    assert control.progress(either.toolkit, OPERATOR, batch.id).batch.problem == "It does not verify."
    with either.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.issued, counts.abandoned, counts.prepared) == (0, 3, 0)
    control.resume(either.toolkit, OPERATOR, batch.id)
    sheets.work_through(either.toolkit)
    require_issued(either, 3, slots=6)


def test_the_first_of_a_chunk_walks_the_whole_pipeline(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(either, 4)
    walked: list[int] = []
    judge = securing.require_verdict

    def count(*arguments: Any) -> None:
        walked.append(1)
        judge(*arguments)

    monkeypatch.setattr(securing, "require_verdict", count)
    sheets.work_through(either.toolkit, limit=2)
    assert len(walked) == 2


def test_slots_that_others_took_send_awards_round_again(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(either, 4)
    draw = versions.choose_slots
    stolen: list[int] = []

    def steal(toolkit: Any, profile: Any, count: int) -> Sequence[versions.Slot]:
        slots = draw(toolkit, profile, count)
        if not stolen:
            other = either.issue()
            stolen.append(other.version.status_index)
            return (replace(slots[0], index=other.version.status_index), *slots[1:])
        return slots

    monkeypatch.setattr(versions, "choose_slots", steal)
    assert work.work_once(either.toolkit, holder="w").taken == 4
    require_issued(either, 5)


def test_a_sampled_self_check_says_so_everywhere(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    register(either.toolkit, 5)
    batch = submit(either, sheet(*(cells(number) for number in range(1, 6))), self_check_every=2)
    control.confirm(either.toolkit, OPERATOR, batch.id)
    checked: list[int] = []
    verify = securing.self_verify

    def count(*arguments: Any, **options: Any) -> None:
        checked.append(1)
        verify(*arguments, **options)

    monkeypatch.setattr(securing, "self_verify", count)
    sheets.work_through(either.toolkit)
    assert len(checked) == 3
    told = results.objects(either.toolkit, OPERATOR, batch.id)
    assert {members["self_checked"] for members in told} == {"every 2nd"}
    with either.toolkit.database.reader() as reader:
        events = reader.events.of_object(batch.id)
    assert {event.category for event in events} == {"self-check-every-2"}


def test_results_say_what_became_of_every_line(either: World) -> None:
    batch = confirmed(either, 2)
    before = list(results.rows(either.toolkit, OPERATOR, batch.id))
    assert [row[:3] for row in before] == [(2, "row-1", "waiting"), (3, "row-2", "waiting")]
    sheets.work_through(either.toolkit)
    rows = [
        dict(zip(results.HEADINGS, row, strict=True))
        for row in results.rows(either.toolkit, OPERATOR, batch.id)
    ]
    assert [row["state"] for row in rows] == ["issued", "issued"]
    assert all(str(row["certificate_number"]).startswith("SCSC-") for row in rows)
    assert rows[0]["issued_at"] == "2026-03-16T12:00:00Z"
    assert rows[0]["version"] == 1


def test_only_a_ready_batch_is_confirmed_and_only_once(either: World) -> None:
    refused = submit(either, sheet(cells(1)))
    assert refused.state is BatchState.REFUSED
    with pytest.raises(ConflictError, match="is not ready"):
        control.confirm(either.toolkit, OPERATOR, refused.id)
    batch = confirmed(either, 1)
    assert control.confirm(either.toolkit, OPERATOR, batch.id) == batch
    assert {one.id for one in control.all_batches(either.toolkit, OPERATOR)} == {refused.id, batch.id}
    with pytest.raises(ConflictError, match="was confirmed"):
        control.forget(either.toolkit, OPERATOR, batch.id)
    control.forget(either.toolkit, OPERATOR, refused.id)


def test_a_full_list_is_closed_and_the_next_is_opened(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("issuer.services.status_lists.slots.CAPACITY", 5)
    confirmed(either, 12)
    sheets.work_through(either.toolkit, limit=4)
    with either.toolkit.database.reader() as reader:
        lists = reader.status_lists.of_profile(_profile(either).id)
    assert [(one.number, one.used, one.closed_at is None) for one in lists] == [
        (1, 4, False),
        (2, 4, False),
        (3, 4, True),
    ]
    assert signed_list(either.toolkit, lists[0].slug) != signed_list(either.toolkit, lists[2].slug)
    require_issued(either, 12)
