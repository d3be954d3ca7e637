"""How a version ends: which categories there are for what, and the one place that sets a bit.

Used inside a unit that holds the credential, so that nobody ends or replaces it at the same time.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.issuing import versions
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import Category, CredentialRecord, Unit, VersionRecord

SUSPENDED: Final = Category.SUSPENDED_PENDING_REVIEW
REVOKING: Final = frozenset(Category) - {Category.SUPERSEDED, SUSPENDED}
"""Categories that end a credential for good."""
REPLACING: Final = frozenset({Category.SUPERSEDED, Category.KEY_COMPROMISE})
"""Categories under which a version is replaced by the next one."""
TICK: Final = timedelta(seconds=1)
"""A later version is valid from a later moment, in the whole seconds that credentials carry."""


@dataclass(frozen=True)
class Ending:
    """Why a version ends: the public category, and free text that can be erased."""

    category: Category
    details: str | None = field(default=None, repr=False)


def hold(unit: Unit, principal: Principal, credential_id: str) -> tuple[CredentialRecord, VersionRecord]:
    """Return a credential and its newest issued version, and keep others from them until the unit ends.

    Raises:
        NotFoundError: there is no such credential, or nothing of it was issued.
        NotAuthorizedError: the principal may not act for its issuer.
    """
    unit.credentials.lock(credential_id)
    return look(unit, principal, credential_id)


def look(unit: Unit, principal: Principal, credential_id: str) -> tuple[CredentialRecord, VersionRecord]:
    """Return a credential and its newest issued version, for a first look; errors as `hold`."""
    credential = unit.credentials.get(credential_id)
    principal.require(unit.profiles.get(credential.profile_id).slug)
    newest = unit.credentials.find_newest(credential_id)
    if newest is None:
        raise NotFoundError(f"Nothing of {credential_id} was issued yet.")
    return credential, newest


def end(
    unit: Unit, toolkit: Toolkit, principal: Principal, version: VersionRecord, ending: Ending
) -> VersionRecord:
    """Set the bit of a version, or give its suspension a final category; the same again changes nothing.

    Raises:
        ConflictError: it was ended with another category.
    """
    if version.ended_category is ending.category:
        return version
    slot = (version.status_list_id, version.status_index)
    now = toolkit.clock()
    if version.ended_category is None:
        unit.status_lists.set_bit(*slot, category=ending.category, at=now)
    elif version.ended_category is SUSPENDED:
        unit.status_lists.make_final(*slot, category=ending.category, at=now)
    else:
        raise ConflictError(f"This version was ended already: {version.ended_category}.")
    credential = unit.credentials.get(version.credential_id)
    suspended = ending.category is SUSPENDED
    act = Act(
        action="credential.suspended" if suspended else "credential.ended",
        object=version.credential_id,
        profile=unit.profiles.get(credential.profile_id).did,
        kind="status",
        version=(version.credential_id, version.number),
        category=ending.category,
        details=ending.details,
    )
    record(unit, toolkit, principal, act)
    return unit.credentials.get_version(version.credential_id, version.number)


def give_up_pending(unit: Unit, toolkit: Toolkit, principal: Principal, credential_id: str) -> None:
    """Give up a version that is being prepared: what is decided now must not be undone by its finish."""
    pending = versions.find_pending(unit, credential_id)
    if pending is not None:
        versions.abandon(unit, toolkit, principal, pending, category="overtaken")


def require_revoking(category: Category) -> None:
    """Refuse a category that does not end a credential for good.

    Raises:
        InputError: it is for suspending or replacing.
    """
    if category not in REVOKING:
        words = ", ".join(sorted(REVOKING))
        raise InputError(f"{category} is not a category for revoking; take one of {words}.")


def require_replacing(category: Category) -> None:
    """Refuse a category under which no version is replaced.

    Raises:
        InputError: it is for revoking or suspending.
    """
    if category not in REPLACING:
        words = ", ".join(sorted(REPLACING))
        raise InputError(f"{category} is not a category for re-issuing; take one of {words}.")
