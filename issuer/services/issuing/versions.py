"""The two commits of the road, for the first version of a credential and for every later one.

Commit 1 records the intent and burns the slot, before anything is signed; commit 2 records the exact
bytes with their event and leaf, before anything leaves. Between them nothing is held.
"""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from issuer.badges.model import Award, StatusSlot
from issuer.documents.strict_json import EncodedObject, JsonObject
from issuer.services import intents, keys, status_lists
from issuer.services.issuing import awards, checks
from issuer.services.issuing.alike import Linted
from issuer.services.issuing.awards import Facts, Period
from issuer.services.principal import Principal
from issuer.services.recording import Act, AlikeActs, record
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import (
    CredentialRecord,
    FinishedVersions,
    KeyPurpose,
    OpenList,
    PreparedVersion,
    ProfileRecord,
    Unit,
    VersionRecord,
    VersionState,
)

ISSUED: Final = "credential.issued"
ISSUE_LEAF: Final = "issue"
"""The kind of the one leaf of a version, by law."""


@dataclass(frozen=True)
class Slot:
    """A free slot that was drawn, not burned yet."""

    status_list: OpenList
    index: int
    list_url: str


@dataclass(frozen=True)
class Draft:
    """Everything that a version is to say, when it is valid, and the slot that it names; nothing is recorded yet."""

    award: Award
    period: Period
    slot: Slot


def choose_slot(toolkit: Toolkit, profile: ProfileRecord, reader: Unit | None = None) -> Slot:
    """Draw a random free slot of the profile's open list; a profile that cannot sign burns none.

    Args:
        toolkit: what to work with.
        profile: who issues.
        reader: where to look; one of its own by default.

    Raises:
        KeyUnavailableError: the profile has no active key.
        StoreUnavailableError: others kept taking what was drawn; ask again.
    """
    with toolkit.database.reader() if reader is None else nullcontext(reader) as unit:
        keys.active_in(unit, profile, KeyPurpose.DATA_INTEGRITY)
        drawn = status_lists.draw_slot(toolkit, unit, profile)
    status_list, index = drawn or status_lists.choose_slot(toolkit, profile)
    return Slot(status_list, index, status_lists.address(toolkit, status_list))


def choose_slots(toolkit: Toolkit, profile: ProfileRecord, count: int) -> tuple[Slot, ...]:
    """Draw `count` different random free slots of the profile's open list.

    Raises:
        StoreUnavailableError: others kept taking what was drawn; ask again.
    """
    status_list, indexes = status_lists.choose_slots(toolkit, profile, count)
    url = status_lists.address(toolkit, status_list)
    return tuple(Slot(status_list, index, url) for index in indexes)


def build(facts: Facts, credential: CredentialRecord, when: Period, slot: Slot) -> Draft:
    """Gather what one version is to say."""
    return Draft(awards.award(facts, credential, when, StatusSlot(slot.list_url, slot.index)), when, slot)


def lint(facts: Facts, made: Draft) -> Linted:
    """Build the plain document of a version and hold it against the rules; nothing else can be signed.

    Raises:
        ConformanceError: it breaks one; everything that was found is named.
    """
    return facts.alike.lint(made.award)


def prepare(
    unit: Unit, credential: CredentialRecord, made: Draft, linted: Linted, *, at: datetime
) -> VersionRecord:
    """Record the intent of the next version of a credential and burn its slot.

    Raises:
        ConflictError: the slot was taken meanwhile.
    """
    return prepare_as(unit, credential, unit.credentials.next_number(credential.id), made, linted, at=at)


def prepare_as(
    unit: Unit,
    credential: CredentialRecord,
    number: int,
    made: Draft,
    linted: Linted,
    *,
    at: datetime,
) -> VersionRecord:
    """Record the intent of a version whose number is known; as `prepare`.

    Raises:
        ConflictError: the slot or the number was taken meanwhile.
    """
    written = EncodedObject(b'{"document":%b}' % linted.document.text)
    intent = intent_of(credential, number, made.period, made.slot, written, at=at)
    unit.credentials.prepare(intent)
    return VersionRecord(**vars(intent), state=VersionState.PREPARED)


def intent_of(
    credential: CredentialRecord,
    number: int,
    period: Period,
    slot: Slot,
    intent: JsonObject | EncodedObject,
    *,
    at: datetime,
) -> PreparedVersion:
    """Return what commit 1 records of a version; `intent` holds its plain document as `document`."""
    return PreparedVersion(
        credential_id=credential.id,
        number=number,
        valid_from=period.valid_from,
        valid_until=period.valid_until,
        status_list_id=slot.status_list.id,
        status_index=slot.index,
        intent=intent,
        prepared_at=at,
    )


def intended_document(version: VersionRecord) -> JsonObject:
    """Return the plain document that a prepared version is to become.

    Raises:
        SigningError: the intent is damaged.
    """
    return intents.intended_document(
        version.read_intent(), f"{version.credential_id} version {version.number}"
    )


def finish(
    unit: Unit, toolkit: Toolkit, principal: Principal, prepared: VersionRecord, secured: Secured
) -> VersionRecord:
    """Record the exact bytes of a prepared version, with their event and leaf.

    Raises:
        ConflictError: the version was finished or abandoned by another.
    """
    name = (prepared.credential_id, prepared.number)
    now = toolkit.clock()
    sha256 = unit.credentials.finish(
        *name,
        body=secured.body,
        key_id=secured.key.id,
        context_hashes=secured.context_hashes,
        issued_at=now,
    )
    record(unit, toolkit, principal, issued_act(secured.issuer, name, sha256))
    return replace(
        prepared,
        state=VersionState.ISSUED,
        body=secured.body,
        sha256=sha256,
        key_id=secured.key.id,
        context_hashes=secured.context_hashes,
        issued_at=now,
    )


def issued_act(issuer: str, version: tuple[str, int], sha256: str) -> Act:
    """Return what commit 2 says happened, by the DID of the issuer."""
    return Act(
        action=ISSUED,
        object=version[0],
        profile=issuer,
        kind=ISSUE_LEAF,
        version=version,
        sha256=sha256,
        after="sha256:" + sha256,
    )


def issued_acts(issuer: str, versions: FinishedVersions) -> AlikeActs:
    """Return what commit 2 says happened to several versions."""
    return AlikeActs(
        action=ISSUED,
        profile=issuer,
        kind=ISSUE_LEAF,
        objects=[credential_id for credential_id, _number in versions.names],
        versions=[number for _credential_id, number in versions.names],
        sha256s=versions.sha256s,
        afters=["sha256:" + sha256 for sha256 in versions.sha256s],
    )


def find_pending(unit: Unit, credential_id: str) -> VersionRecord | None:
    """Return the version of a credential that is being prepared, or was left behind; there is at most one."""
    versions = unit.credentials.versions(credential_id)
    return next((version for version in versions if version.state is VersionState.PREPARED), None)


def abandon(
    unit: Unit,
    toolkit: Toolkit,
    principal: Principal,
    version: VersionRecord | PreparedVersion,
    *,
    category: str,
) -> None:
    """Give a prepared version up; its slot stays burned, and the next try is the next version.

    Args:
        unit: where.
        toolkit: what to work with.
        principal: who gives it up.
        version: the prepared version.
        category: why, one word: "stale", "overtaken" or "unverified".

    Raises:
        ConflictError: the version was finished or abandoned by another.
    """
    unit.credentials.abandon(version.credential_id, version.number, at=toolkit.clock())
    credential = unit.credentials.get(version.credential_id)
    act = Act(
        action="credential.abandoned",
        object=version.credential_id,
        profile=unit.profiles.get(credential.profile_id).did,
        version=(version.credential_id, version.number),
        category=category,
    )
    record(unit, toolkit, principal, act)


def require_verified(
    toolkit: Toolkit,
    principal: Principal,
    pending: VersionRecord,
    secured: Secured,
    linted: Linted,
) -> None:
    """Return quietly when signed bytes verify; else give the version up, so that they never leave.

    How they are verified is `checks` to say.

    Raises:
        SigningError: they do not verify.
    """
    with intents.giving_up(
        toolkit, lambda unit: abandon(unit, toolkit, principal, pending, category="unverified")
    ):
        checks.require_verified(toolkit, secured, linted, list_id=pending.status_list_id)
