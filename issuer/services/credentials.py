"""Reading what was issued: by id, by certificate number, as a list, byte for byte.

A principal reads credentials of its own profiles; to anyone else they do not exist (404, never 403), so
that nobody learns what another cooperative issued. Public pages have their own way in: `sharing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from issuer.badges import certificate_number
from issuer.badges.model import AchievementVersion, Profile
from issuer.errors import InputError, NotFoundError
from issuer.services import catalog, profiles
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import (
    CredentialFilter,
    CredentialRecord,
    Place,
    Status,
    Unit,
    VersionRecord,
    VersionState,
    status_of,
)

SCHEME: Final = "urn:uuid:"
LARGEST_PAGE: Final = 1_000

State = Status
"""Where a credential stands at one moment."""


@dataclass(frozen=True)
class Held:
    """One credential with everything that is known of it here.

    Attributes:
        credential: the award.
        versions: its versions, oldest first; abandoned ones are left out.
        profile: its issuer.
        achievement: what was awarded.
        person: pseudonymous reference of who received it.
        state: where it stands now.
    """

    credential: CredentialRecord
    versions: tuple[VersionRecord, ...]
    profile: Profile
    achievement: AchievementVersion
    person: str
    state: State

    @property
    def newest(self) -> VersionRecord | None:
        """The newest issued version, None while the first is on its way."""
        issued = [version for version in self.versions if version.state is VersionState.ISSUED]
        return issued[-1] if issued else None


@dataclass(frozen=True)
class Page:
    """One page of a list; `after` is the id to read on from, None at the end."""

    items: tuple[Held, ...]
    after: str | None


def get(toolkit: Toolkit, principal: Principal, name: str) -> Held:
    """Return one credential by its id, by the bare uuid, or by its certificate number.

    Raises:
        NotFoundError: there is none, or it is not the principal's to see.
    """
    with toolkit.database.reader() as reader:
        credential = _find(reader, name.strip())
        held = _Reading(reader, toolkit.clock()).held(credential)
    if principal.profiles is not None and held.profile.slug not in principal.profiles:
        raise missing(name)
    return held


def body(toolkit: Toolkit, principal: Principal, name: str, number: int | None = None) -> bytes:
    """Return the exact signed bytes of one version, the newest when none is named.

    Raises:
        NotFoundError: there is no such credential or issued version, or it is not the principal's to see.
    """
    held = get(toolkit, principal, name)
    wanted = held.newest if number is None else next((v for v in held.versions if v.number == number), None)
    if wanted is None or wanted.body is None:
        raise NotFoundError(f"{held.credential.id} has no such issued version.")
    return wanted.body


def page(
    toolkit: Toolkit,
    principal: Principal,
    *,
    profile: str | None = None,
    achievement: str | None = None,
    states: Iterable[State] = (),
    person: str | None = None,
    after: str = "",
    limit: int = 50,
) -> Page:
    """Return one page of credentials, newest first.

    Args:
        toolkit: what to work with.
        principal: who asks; sees its own profiles alone.
        profile: slug of one issuer; None for every one the principal may see.
        achievement: code of one achievement.
        states: only credentials that stand so now; none for all.
        person: only credentials of the person with this reference.
        after: the id that the page before ended with.
        limit: most items, up to LARGEST_PAGE.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        InputError: limit or `after` is out of range, or a restricted principal named no profile.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise InputError(f"A page has 1 to {LARGEST_PAGE} items.")
    if profile is None and principal.profiles is not None:
        raise InputError("Name the profile whose credentials to list.")
    if profile is not None:
        principal.require(profile)
    with toolkit.database.reader() as reader:
        now = toolkit.clock()
        wanted = CredentialFilter(
            now=now,
            profile_ids=None if profile is None else (reader.profiles.get_by_slug(profile).id,),
            statuses=frozenset(states) or None,
        )
        if achievement is not None:
            found = reader.achievements.find_by_code(achievement.upper())
            wanted = replace(wanted, achievement_id=found.id if found else "")
        if person is not None:
            somebody = reader.people.find_by_reference(person)
            wanted = replace(wanted, person_id=somebody.id if somebody else "")
        rows = reader.credentials.search(wanted, after=_place(reader, after), limit=limit + 1)
        reading = _Reading(reader, now)
        items = tuple(reading.held(row) for row in rows[:limit])
    return Page(items, items[-1].credential.id if len(rows) > limit else None)


def _place(reader: Unit, after: str) -> Place | None:
    if not after:
        return None
    try:
        return Place(reader.credentials.get(after).created_at, after)
    except NotFoundError:
        raise InputError("A list does not go on from there; ask for its beginning.") from None


def state_of(version: VersionRecord | None, now: datetime) -> State:
    """Return where a version stands at `now`."""
    if version is None:
        return State.PENDING
    return status_of(version.ended_category, version.valid_until, now=now)


def missing(name: str) -> NotFoundError:
    """Return what says that there is no such credential: the same words for one that is not the asker's to see."""
    return NotFoundError(f"There is no credential {name[:80]!r}.")


def _find(unit: Unit, name: str) -> CredentialRecord:
    number = certificate_number.normalise(name)
    if certificate_number.valid(number):
        found = unit.credentials.find_by_certificate_number(number)
        if found is None:
            raise missing(name)
        return found
    try:
        return unit.credentials.get(name if name.startswith(SCHEME) else SCHEME + name.lower())
    except NotFoundError:
        raise missing(name) from None


class Shared:
    """What many credentials share, read once for all of them: profiles and versions of achievements."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._profiles: dict[str, Profile] = {}
        self._achievements: dict[str, AchievementVersion] = {}

    def profile(self, profile_id: str) -> Profile:
        """Return a profile by its row id."""
        if profile_id not in self._profiles:
            self._profiles[profile_id] = profiles.value(self._unit, self._unit.profiles.get(profile_id))
        return self._profiles[profile_id]

    def achievement(self, version_id: str) -> AchievementVersion:
        """Return a version of an achievement by its row id."""
        if version_id not in self._achievements:
            row = self._unit.achievements.get_version(version_id)
            self._achievements[version_id] = catalog.value(self._unit, row)
        return self._achievements[version_id]


class _Reading:
    """Puts credentials together."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._shared = Shared(unit)

    def held(self, credential: CredentialRecord) -> Held:
        kept = tuple(
            version
            for version in self._unit.credentials.versions(credential.id)
            if version.state is not VersionState.ABANDONED
        )
        issued = [version for version in kept if version.state is VersionState.ISSUED]
        return Held(
            credential=credential,
            versions=kept,
            profile=self._shared.profile(credential.profile_id),
            achievement=self._shared.achievement(credential.achievement_version_id),
            person=self._unit.people.get(credential.person_id).reference,
            state=state_of(issued[-1] if issued else None, self._now),
        )
