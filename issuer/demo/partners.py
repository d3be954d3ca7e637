"""Profiles and keys of the districts, the university and the licensing board: whoever recognises and endorses."""

from typing import Final

from issuer.badges.model import DEMONSTRATION
from issuer.demo.dataset import Dataset, Partner
from issuer.services import keys, profiles
from issuer.services.principal import Principal
from issuer.services.profiles import CreateProfile
from issuer.services.recognition.reading import ACCREDITOR
from issuer.services.toolkit import Toolkit
from issuer.store import KeyPurpose

UNIVERSITY: Final = "university"
STATE_AGENCY: Final = "state-agency"
FICTIONAL: Final = " (fictional)"
ACCREDITED_BY: Final = "Fictional Accreditor"
_NOT_REAL: Final = "A demonstration: nothing that it states is real."


def universities(dataset: Dataset) -> tuple[Partner, ...]:
    """Return the universities."""
    return tuple(item for item in dataset.partners if item.kind == UNIVERSITY)


def slugs(dataset: Dataset) -> frozenset[str]:
    """Return the slugs of the profiles that this module makes."""
    districts = {district.slug for district in dataset.districts}
    return frozenset(districts | {partner.slug for partner in _endorsers(dataset)})


def set_up(toolkit: Toolkit, principal: Principal, dataset: Dataset) -> None:
    """Make them known, each with a key of its own, where they are not yet.

    Raises:
        ConflictError: a profile of the same name says something else here.
        KeyUnavailableError: the keyring cannot be opened.
    """
    for district in dataset.districts:
        leaid = (("ext:ncesLeaId", district.leaid),) if district.leaid else ()
        _profile(toolkit, principal, district.slug, district.name, leaid)
    for partner in _endorsers(dataset):
        accredited = ((ACCREDITOR, ACCREDITED_BY),) if partner.kind == UNIVERSITY else ()
        _profile(toolkit, principal, partner.slug, partner.name, accredited)


def _endorsers(dataset: Dataset) -> tuple[Partner, ...]:
    return tuple(item for item in dataset.partners if item.kind in {UNIVERSITY, STATE_AGENCY})


def _profile(
    toolkit: Toolkit, principal: Principal, slug: str, name: str, identifiers: tuple[tuple[str, str], ...]
) -> None:
    shown = name.removesuffix(FICTIONAL).removesuffix(DEMONSTRATION) + DEMONSTRATION
    profiles.create(
        toolkit,
        principal,
        CreateProfile(
            slug=slug, name=shown, identifiers=identifiers, timezone="America/Chicago", description=_NOT_REAL
        ),
    )
    if not keys.of_profile(toolkit, slug):
        keys.new(toolkit, principal, slug, KeyPurpose.DATA_INTEGRITY)
