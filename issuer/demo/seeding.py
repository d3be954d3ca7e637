"""Set up the issuers with their keys, the catalog and the people, through the use cases; again changes nothing."""

from typing import Any, Final

from issuer.demo import partners
from issuer.demo.dataset import Dataset, Organization
from issuer.services import catalog, keys, people, profiles, trust
from issuer.services.principal import Principal
from issuer.services.profiles import CreateProfile
from issuer.services.toolkit import Toolkit
from issuer.services.trust import Known
from issuer.store import KeyPurpose, KeyState

PURPOSES: Final = (KeyPurpose.DATA_INTEGRITY, KeyPurpose.JWT)
"""What every issuer of the demonstration signs: badges as JSON, and their token form."""
_MEMBER: Final = "One of the ten cooperatives of the demonstration."
_NOBODY: Final = "Demonstration"
_NOT_REAL: Final = "A demonstration: nothing that it issues is a real award."


def set_up(toolkit: Toolkit, principal: Principal, dataset: Dataset) -> None:
    """Make profiles, keys, catalog and people known where they are not yet.

    Raises:
        ConflictError: a profile or a catalog record of the same name says something else here.
        KeyUnavailableError: the keyring cannot be opened.
    """
    for organization in (dataset.parent, *dataset.issuers):
        profiles.create(toolkit, principal, _command(organization))
    pool = dataset.pool()
    profiles.create(toolkit, principal, CreateProfile(slug=pool.slug, name=pool.name, description=_NOT_REAL))
    for issuer in dataset.issuers:
        _make_keys(toolkit, principal, issuer.slug)
    partners.set_up(toolkit, principal, dataset)
    _know_each_other(toolkit, principal, dataset)
    for record in (*dataset.micro_credentials, *dataset.micro_endorsements):
        catalog.publish_version(toolkit, principal, dataset.parent.slug, record)
    known = {person.reference for person in people.all_people(toolkit)}
    # Whoever is known stays as they are: somebody's details may have been erased since.
    for person in (person for person in dataset.educators if person.id not in known):
        people.register(toolkit, principal, person.id, person.details())


def strangers(toolkit: Toolkit, dataset: Dataset) -> tuple[str, ...]:
    """Return the slugs of profiles here that are not of the demonstration."""
    own = {dataset.parent.slug, dataset.pool().slug, *(issuer.slug for issuer in dataset.issuers)}
    own |= partners.slugs(dataset)
    return tuple(profile.slug for profile in profiles.all_profiles(toolkit) if profile.slug not in own)


def rotate_once(toolkit: Toolkit, principal: Principal, slug: str) -> None:
    """Let a second key sign for an issuer that never had more than one."""
    signing = [key for key in keys.of_profile(toolkit, slug) if key.purpose is KeyPurpose.DATA_INTEGRITY]
    if len(signing) == 1 and signing[0].state is KeyState.ACTIVE:
        keys.rotate(toolkit, principal, slug, KeyPurpose.DATA_INTEGRITY)


def _know_each_other(toolkit: Toolkit, principal: Principal, dataset: Dataset) -> None:
    """Put the demonstration's issuers on its own list, once; no other installation ever gets this list."""
    if trust.history(toolkit):
        return
    for issuer in dataset.issuers:
        profile = profiles.get(toolkit, issuer.slug)
        known = Known(issuer=profile.did, name=profile.name, reason=_MEMBER, added_by=_NOBODY)
        trust.add(toolkit, principal, known)


def _command(organization: Organization) -> CreateProfile:
    facts: list[Any] = [organization.place, organization.state]
    where = ", ".join(fact for fact in facts if fact)
    return CreateProfile(
        slug=organization.slug,
        name=organization.name,
        parent=organization.parent,
        timezone=organization.timezone,
        description=f"{where}. {_NOT_REAL}" if where else _NOT_REAL,
    )


def _make_keys(toolkit: Toolkit, principal: Principal, slug: str) -> None:
    known = {key.purpose for key in keys.of_profile(toolkit, slug)}
    for purpose in PURPOSES:
        if purpose not in known:
            keys.new(toolkit, principal, slug, purpose)
