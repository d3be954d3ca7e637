"""Issue many credentials of one profile: the road of `issuance.issue`, walked by a chunk at a time.

The steps and their order are those of one credential (design.md section 4), and so are the functions that
take them. What differs is how often the database is asked: the intents and slots of a chunk are one commit,
its signed bytes are one more. An award that the record knows already, in whatever state a crash left it,
takes the road of one credential, which goes on from what is there. A slot that another worker burned
meanwhile sends its award round again, with the same chunk.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.errors import (
    ConflictError,
    IssuerError,
    SigningError,
)
from issuer.services import attestations, keys, securing
from issuer.services.issuing import bulk_facts, drafts, versions
from issuer.services.issuing.bulk_facts import Fresh
from issuer.services.issuing.drafts import OF_ONE, Drafted
from issuer.services.issuing.issuance import IssueCredential, issue
from issuer.services.principal import Principal
from issuer.services.recording import record_alike
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import FinishedVersions, KeyPurpose, PreparedVersion, ProfileRecord, Unit
from issuer.terms import vc
from issuer.verify import Verdict

ROUNDS: Final = 8
"""How often taken slots may send awards round again, before each is issued by itself."""


class WithdrawnError(ConflictError):
    """The batch was cancelled: what is prepared is given up, and nothing more is issued."""


@dataclass(frozen=True)
class Outcome:
    """What became of one award of a chunk.

    Attributes:
        command: what was asked for.
        credential_id: the credential, None where the award was refused.
        is_new: whether it was issued just now.
        error: why it was refused.
    """

    command: IssueCredential
    credential_id: str | None = None
    is_new: bool = False
    error: IssuerError | None = None


Settle = Callable[[Unit, Sequence[Outcome]], None]
"""Records what became of awards, in the unit that makes it so; called with nothing, asks whether to go on.

Raises:
    WithdrawnError: nothing more may be issued.
    ConflictError: somebody else has this work; nothing of the unit is kept.
"""

Beat = Callable[[], None]
"""Called for each award while a chunk is worked on, so that whoever waits for it knows that somebody is at work.

Raises:
    ConflictError: somebody else has this work.
"""


def _no_beat() -> None:
    """Nobody waits for this chunk."""


@dataclass(frozen=True)
class Prepared:
    """An award whose intent is recorded and whose slot is burned.

    Attributes:
        drafted: the award.
        pending: what was recorded of its version.
    """

    drafted: Drafted
    pending: PreparedVersion


def issue_chunk(
    toolkit: Toolkit,
    principal: Principal,
    commands: Sequence[IssueCredential],
    *,
    settle: Settle,
    beat: Beat = _no_beat,
    self_check_every: int = 1,
) -> None:
    """Issue credentials of one profile, and settle each of them in the unit that records its bytes.

    Args:
        toolkit: what to work with.
        principal: who asks.
        commands: what is asked for; one profile, distinct external ids and awards.
        settle: called in every second commit with what it settles.
        beat: called before each award is signed, verified, or goes on by itself.
        self_check_every: 1 verifies every proof before its release, n every n-th of the chunk.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        WithdrawnError: `settle` said so; what was prepared is given up.
        ConflictError: `settle` or `beat` said that somebody else has this work.
        KeyUnavailableError: the profile has no active key.
        SigningError: a signed credential did not verify; nothing of its chunk was released.
        StoreUnavailableError: the database did not answer; ask again.
    """
    if not commands:
        return
    # (1) May this caller issue for this profile? Asked before anything is read.
    principal.require(commands[0].profile)
    # (2) The facts; what the record knows already goes on from there, one by one.
    gathered = bulk_facts.gather(toolkit, commands)
    for command in gathered.known:
        beat()
        _issue_alone(toolkit, principal, command, settle)
    fresh: Sequence[Fresh] = gathered.fresh
    for _ in range(ROUNDS):
        # (3)-(5) Random slots, plain documents, and nothing but what the linter has passed.
        drafted = _draft(toolkit, gathered.profile, fresh, settle)
        if not drafted:
            return
        # (6) Commit 1: awards, intents and burned slots, before anything is signed.
        try:
            prepared = commit_intents(toolkit, principal, gathered.profile, drafted)
        except ConflictError:
            # One of these awards was recorded by another caller just now.
            break
        if prepared:
            # (7) Sign, with the key that is active now. (8) Verify the signed bytes as a stranger would.
            secured = _secure(
                toolkit, principal, gathered.profile, prepared, beat=beat, self_check_every=self_check_every
            )
            # (9) Commit 2: the exact bytes, their events and leaves, and what became of each award.
            # (10) Only now does anything leave.
            _commit_bytes(toolkit, principal, gathered.profile, secured, settle)
        done = {one.drafted.fresh.command.external_id for one in prepared}
        fresh = [one.fresh for one in drafted if one.fresh.command.external_id not in done]
    for one in fresh:
        beat()
        _issue_alone(toolkit, principal, one.command, settle)


def _issue_alone(toolkit: Toolkit, principal: Principal, command: IssueCredential, settle: Settle) -> None:
    """Walk the road of one credential, then settle it; a crash in between settles it the next time."""
    with toolkit.database.unit("bulk.ask") as unit:
        settle(unit, ())
    try:
        issued = issue(toolkit, principal, command)
        outcome = Outcome(command, issued.credential.id, is_new=issued.is_new)
    except OF_ONE as exc:
        outcome = Outcome(command, error=exc)
    with toolkit.database.unit("bulk.settle") as unit:
        settle(unit, [outcome])


def _draft(
    toolkit: Toolkit, profile: ProfileRecord, awarded: Sequence[Fresh], settle: Settle
) -> list[Drafted]:
    """Build and lint the documents of a chunk, each with a slot of its own; what is refused is settled."""
    if not awarded:
        return []
    slots = versions.choose_slots(toolkit, profile, len(awarded))
    drafted, gone = drafts.draft_all(toolkit, awarded, slots)
    refused = [Outcome(one.command, error=error) for one, error in gone]
    if refused:
        with toolkit.database.unit("bulk.refuse") as unit:
            settle(unit, refused)
    return drafted


def commit_intents(
    toolkit: Toolkit, principal: Principal, profile: ProfileRecord, drafted: Sequence[Drafted]
) -> list[Prepared]:
    """Record records, awards, intents and slots; what lost its slot to another worker is left out.

    Raises:
        ConflictError: another caller recorded one of these awards just now; nothing is kept.
    """
    with toolkit.database.unit("bulk.prepare") as unit:
        free = _free(unit, drafted)
        mine = [one for one in drafted if one.slot.index in free]
        if not mine:
            return []
        frozen = [one.fresh.facts.attestation for one in mine if one.fresh.is_new_record]
        unit.chunks.add_attestations(frozen)
        record_alike(unit, toolkit, principal, attestations.imported_acts(profile, frozen))
        intents = [
            versions.intent_of(one.credential, 1, one.period, one.slot, one.intent, at=one.period.valid_from)
            for one in mine
        ]
        unit.chunks.prepare([one.credential for one in mine], intents)
    return [Prepared(one, intent) for one, intent in zip(mine, intents, strict=True)]


def _free(unit: Unit, drafted: Sequence[Drafted]) -> frozenset[int]:
    """Return which drawn slots are still free; no other worker takes one until this unit ends."""
    slot = drafted[0].slot
    locked = unit.status_lists.lock(slot.status_list.id)
    if locked.closed_at is not None:
        return frozenset()
    return frozenset(unit.status_lists.free_of(locked, [one.slot.index for one in drafted]))


def _secure(
    toolkit: Toolkit,
    principal: Principal,
    profile: ProfileRecord,
    prepared: Sequence[Prepared],
    *,
    beat: Beat,
    self_check_every: int,
) -> list[tuple[Prepared, Secured]]:
    """Sign every document and verify it; when one does not verify, all of them are given up.

    Every one is read again from its bytes and its proof held against the key that the issuer publishes;
    schema, contexts and rules were held against the document by the linter, whose token alone can be signed.
    The first of a chunk walks the whole public pipeline besides.
    """
    key, signer = keys.issuing_signer(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    series = securing.series(toolkit)
    # All are signed before the first is read again, which is a little quicker than turn by turn.
    done = list[tuple[Prepared, Secured]]()
    for one in prepared:
        beat()
        created = one.pending.prepared_at
        done.append((one, securing.secure_with(key, signer, one.drafted.linted, created=created)))
    for place, (_one, secured) in enumerate(done):
        beat()
        try:
            if place == 0:
                # The rest of the chunk differs in recipient, attestation and slot alone.
                securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, Verdict.VALID)
            if place % self_check_every == 0:
                securing.self_verify(secured, series)
        except SigningError:
            _give_up(toolkit, principal, prepared, category="unverified")
            raise
    return done


def _give_up(toolkit: Toolkit, principal: Principal, prepared: Sequence[Prepared], *, category: str) -> None:
    for one in prepared:
        # A sweep may have given one up already.
        with suppress(ConflictError), toolkit.database.unit("bulk.give_up") as unit:
            versions.abandon(unit, toolkit, principal, one.pending, category=category)


def finished_versions(secured: Sequence[tuple[Prepared, Secured]], *, at: datetime) -> FinishedVersions:
    """Return what commit 2 records of versions that were signed together, by one key."""
    _one, first = secured[0]
    return FinishedVersions(
        names=[(one.pending.credential_id, one.pending.number) for one, _made in secured],
        bodies=[made.body for _one, made in secured],
        sha256s=[securing.sha256(made.body) for _one, made in secured],
        key_id=first.key.id,
        context_hashes=first.context_hashes,
        issued_at=at,
    )


def _commit_bytes(
    toolkit: Toolkit,
    principal: Principal,
    profile: ProfileRecord,
    secured: Sequence[tuple[Prepared, Secured]],
    settle: Settle,
) -> None:
    """Record bytes, events, leaves and outcomes in one unit.

    When another caller or a sweep came between, each award goes on by itself from what is there.
    """
    finished = finished_versions(secured, at=toolkit.clock())
    outcomes = [
        Outcome(one.drafted.fresh.command, one.pending.credential_id, is_new=True) for one, _made in secured
    ]
    try:
        with toolkit.database.unit("bulk.finish") as unit:
            unit.chunks.finish(finished)
            record_alike(unit, toolkit, principal, versions.issued_acts(profile.did, finished))
            settle(unit, outcomes)
    except WithdrawnError:
        _give_up(toolkit, principal, [one for one, _made in secured], category="cancelled")
        raise
    except ConflictError:
        for one, _made in secured:
            _issue_alone(toolkit, principal, one.drafted.fresh.command, settle)
