"""Issue one credential: the two-commit road of design.md section 4.

What can go wrong between any two lines, and what then is true:
- before commit 1 nothing is recorded and nothing is signed; asking again begins anew;
- after commit 1 the intent and its slot are recorded; asking again finishes that very intent, and gives
  the same id; `sweep` gives it up when nobody asks;
- after commit 2 the exact bytes are recorded; asking again gives them.
Several callers with one request walk side by side: the first commit 2 wins, the others give its answer.
No transaction is open while a document is built, linted, signed or verified.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.badges import certificate_number
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, InputError, NotFoundError, StoreUnavailableError
from issuer.services import credentials, keys, securing
from issuer.services.credentials import Held
from issuer.services.issuing import awards, components, freezing, versions
from issuer.services.issuing.alike import Linted
from issuer.services.issuing.awards import Facts, Period
from issuer.services.issuing.freezing import Ready
from issuer.services.issuing.versions import Draft, Slot
from issuer.services.principal import Principal
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, Unit, VersionRecord, VersionState

TRIES: Final = 10
"""How often another caller or a taken slot may come between, before the caller is asked to ask again."""
NUMBER_BYTES: Final = 16
EXTERNAL_ID: Final = re.compile(r"[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,198}[^\x00-\x20\x7f])?")


@dataclass(frozen=True, kw_only=True)
class IssueCredential:
    """A request for one credential.

    Attributes:
        profile: slug of the issuer.
        external_id: the caller's id of this request; asking again under it gives the same credential.
        attestation: `urn:uuid:` of an imported record, or the record itself.
        awarded_at: the moment of the award, not before the decision; None for now.
        valid_until: an earlier end than the achievement's own validity gives, None for that one.
    """

    profile: str
    external_id: str
    attestation: str | JsonObject
    awarded_at: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True)
class IssuedCredential:
    """What was issued.

    Attributes:
        credential: the award.
        version: its newest issued version, with the exact bytes.
        is_new: whether this very call issued it.
        held: the same as `credentials.get` tells it, where this call knows it without asking.
    """

    credential: CredentialRecord
    version: VersionRecord
    is_new: bool
    held: Held | None = None


@dataclass(frozen=True)
class Plan:
    """A version that is not recorded yet: when it is valid, its slot, and whether its award is recorded."""

    when: Period
    slot: Slot
    is_recorded: bool


@dataclass(frozen=True)
class _Asked:
    """What a request stands on, read at one moment.

    Attributes:
        facts: the award.
        ready: the assessment record that was handed in; None for one that was named.
        credential: the award's row, recorded or new.
        found: the issued version, the one left behind, or the plan of a new one.
    """

    facts: Facts
    ready: Ready | None
    credential: CredentialRecord
    found: VersionRecord | Plan


def issue(toolkit: Toolkit, principal: Principal, command: IssueCredential) -> IssuedCredential:
    """Issue a credential, or return the one that was issued for the same request or award.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile or attestation.
        InputError: the external id has the wrong form.
        ConformanceError: the attestation has gaps, a date is out of order, or the document breaks a rule.
        ConflictError: the external id was used for another request, the version is retired, or a component
            of a micro-endorsement is not valid now.
        KeyUnavailableError: the profile has no active key.
        SigningError: the signed credential did not verify; nothing was released.
        StoreUnavailableError: the database did not answer; ask again for the same credential.
    """
    # (1) May this caller issue for this profile? Asked before anything is read.
    principal.require(command.profile)
    if not EXTERNAL_ID.fullmatch(command.external_id):
        raise InputError("An external id has 1 to 200 visible characters.", pointer="/externalId")
    for _ in range(TRIES):
        # (2) Issuer, achievement version, recipient and judgment as values; a random id and (3) a random slot.
        asked = _ask(toolkit, command)
        if isinstance(asked.found, Plan):
            components.require_current(toolkit, asked.facts)
            # (4) What it is to say, which names both.
            draft = versions.build(asked.facts, asked.credential, asked.found.when, asked.found.slot)
            # (5) The plain document; nothing but what the linter has passed can be signed.
            linted = versions.lint(asked.facts, draft)
            # (6) Commit 1: the frozen record, the award, the intent and the burned slot, before anything is signed. It is on the
            # disk before anything leaves, with commit 2 (ADR 24).
            pending = _commit_intent(toolkit, principal, asked, asked.found, draft=draft, linted=linted)
            if pending is None:
                continue
        elif asked.found.state is VersionState.ISSUED:
            # The same request or award again: what was issued is given again.
            return IssuedCredential(asked.credential, asked.found, is_new=False)
        else:
            # What was left behind is finished.
            pending = asked.found
            linted = Linted(securing.lint_credential(versions.intended_document(pending)))
        # (7) Sign, with the key that is active now.
        secured = securing.secure(
            toolkit, asked.facts.profile, linted.document, created=pending.prepared_at, is_clock_known=True
        )
        # (8) Verify the signed bytes as a stranger would.
        versions.require_verified(toolkit, principal, pending, secured, linted)
        # (9) Commit 2: the exact bytes, their event and their log leaf.
        issued = _commit_bytes(toolkit, principal, asked, pending, secured)
        # (10) Only now does anything leave.
        if issued is not None:
            return issued
    raise StoreUnavailableError("Others kept coming between; ask again for the same credential.")


def _ask(toolkit: Toolkit, command: IssueCredential) -> _Asked:
    """Read everything that the road needs, at one moment of the record; nothing is written."""
    with toolkit.database.reader() as reader:
        facts, ready = _facts(toolkit, reader, command)
        credential = reader.credentials.find_by_external_id(facts.profile.id, command.external_id)
        # No award stands on a record that nobody has kept.
        if credential is None and (ready is None or ready.is_known):
            credential = reader.credentials.find_award(
                profile_id=facts.profile.id,
                person_id=facts.attestation.person_id,
                achievement_version_id=facts.version.id,
                attestation_digest=facts.attestation.digest,
            )
        version = None
        if credential is not None:
            version = reader.credentials.find_newest(credential.id)
            version = version or versions.find_pending(reader, credential.id)
            _require_same(command, facts, credential, version)
            if version is not None:
                if version.state is VersionState.PREPARED:
                    keys.require_clock_in(toolkit, reader)
                return _Asked(facts, ready, credential, version)
        keys.require_clock_in(toolkit, reader)
        when = _period(toolkit, command, facts, credential)
        plan = Plan(when, versions.choose_slot(toolkit, facts.profile, reader), credential is not None)
        return _Asked(facts, ready, credential or new_credential(toolkit, command, facts, when), plan)


def _facts(toolkit: Toolkit, reader: Unit, command: IssueCredential) -> tuple[Facts, Ready | None]:
    """Return the values of the award, and the record that was handed in with it."""
    now = toolkit.clock()
    profile = reader.profiles.get_by_slug(command.profile)
    if not isinstance(command.attestation, str):
        ready = freezing.prepare(reader, toolkit, profile, command.attestation)
        facts = awards.read(reader, profile, ready.row, now=now, subject=ready.subject, judged=ready.judged)
        return facts, ready
    row = reader.attestations.get(command.attestation)
    if row.profile_id != profile.id:
        raise NotFoundError(f"There is no attestation {command.attestation} of {command.profile}.")
    return awards.read(reader, profile, row, now=now), None


def _require_same(
    command: IssueCredential, facts: Facts, credential: CredentialRecord, version: VersionRecord | None
) -> None:
    """Refuse another request under an id that was used: the first one's credential would answer for it."""
    end = awards.end_of(facts, credential.awarded_at, command.valid_until)
    if (
        credential.attestation_digest != facts.attestation.digest
        or command.awarded_at not in {None, credential.awarded_at}
        or (version is not None and command.valid_until is not None and version.valid_until != end)
    ):
        raise ConflictError(
            f"Another credential was asked for under {command.external_id!r}, or this award has other dates.",
            hint="Use a new external id for a new award; to correct one, re-issue it.",
        )


def _period(
    toolkit: Toolkit, command: IssueCredential, facts: Facts, credential: CredentialRecord | None
) -> Period:
    awarded_at = command.awarded_at if credential is None else credential.awarded_at
    return awards.period(facts, now=toolkit.clock(), awarded_at=awarded_at, valid_until=command.valid_until)


def new_credential(
    toolkit: Toolkit, command: IssueCredential, facts: Facts, when: Period
) -> CredentialRecord:
    """Return the row of an award that was not recorded before, with fresh ids.

    Raises:
        ConflictError: the achievement version is retired.
    """
    if facts.version.retired_at is not None:
        raise ConflictError(
            f"{facts.achievement.code} version {facts.achievement.version} is retired; nothing new is awarded."
        )
    chance = toolkit.randomness.token(NUMBER_BYTES)
    return CredentialRecord(
        id=toolkit.randomness.urn(),
        profile_id=facts.profile.id,
        external_id=command.external_id,
        person_id=facts.attestation.person_id,
        achievement_version_id=facts.version.id,
        attestation_id=facts.attestation.id,
        attestation_digest=facts.attestation.digest,
        certificate_number=certificate_number.make(prefix=facts.profile.slug, chance=chance),
        awarded_at=when.awarded_at,
        created_at=when.valid_from,
    )


def _commit_intent(
    toolkit: Toolkit, principal: Principal, asked: _Asked, plan: Plan, *, draft: Draft, linted: Linted
) -> VersionRecord | None:
    """Record record, award, intent and slot; None when another caller or a taken slot came between."""
    credential = asked.credential
    try:
        with toolkit.database.unit("issue.prepare", waits_for_disk=False) as unit:
            if asked.ready is not None:
                freezing.keep(unit, toolkit, principal, asked.facts.profile, asked.ready)
            if not plan.is_recorded:
                unit.credentials.add(credential)
                return versions.prepare_as(unit, credential, 1, draft, linted, at=plan.when.valid_from)
            if _has_version(unit, credential):
                return None
            return versions.prepare(unit, credential, draft, linted, at=plan.when.valid_from)
    except ConflictError:
        return None


def _has_version(unit: Unit, credential: CredentialRecord) -> bool:
    """Say whether the credential has an issued or a pending version; others wait until this unit ends."""
    unit.credentials.lock(credential.id)
    found = unit.credentials.find_newest(credential.id) or versions.find_pending(unit, credential.id)
    return found is not None


def _commit_bytes(
    toolkit: Toolkit, principal: Principal, asked: _Asked, pending: VersionRecord, secured: Secured
) -> IssuedCredential | None:
    """Record the bytes with event and leaf; None when another caller finished or swept the version."""
    try:
        with toolkit.database.unit("issue.finish") as unit:
            version = versions.finish(unit, toolkit, principal, pending, secured)
    except ConflictError:
        return None
    held = Held(
        credential=asked.credential,
        versions=(version,),
        profile=asked.facts.issuer,
        achievement=asked.facts.achievement,
        person=asked.facts.judged.person,
        state=credentials.state_of(version, toolkit.clock()),
    )
    return IssuedCredential(asked.credential, version, is_new=True, held=held)
