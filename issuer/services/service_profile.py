"""The service profile: the name under which this installation itself signs what it found (design.md section 6).

It has an identifier and a key of its own, and is no issuing organisation: it awards nothing, stands in no
list of issuers, and its signature under a report says that this verifier found this, and no more. It is
made when it is first needed, or by `mintmark profiles service`.
"""

from contextlib import suppress
from typing import Final

from issuer.badges.model import DEMONSTRATION
from issuer.errors import ConflictError
from issuer.services import keys, profiles
from issuer.services.principal import SYSTEM
from issuer.services.profiles import CreateProfile
from issuer.services.toolkit import Toolkit
from issuer.store import KeyPurpose, ProfileRecord

SLUG: Final = "verifier"
DESCRIPTION: Final = "This is no school organization. Under this name this site signs reports about credentials that it checked."


def ensure(toolkit: Toolkit, *, name: str | None = None) -> ProfileRecord:
    """Return the service profile with a key that can sign; make what is missing.

    Args:
        toolkit: what to work with.
        name: its public name; None takes the one that it has, or one that names this site.

    Raises:
        ConflictError: an organisation has its short name, or it has another name already.
        KeyUnavailableError: the keyring cannot be opened.
    """
    found = find(toolkit)
    if found is None or name not in {None, found.name}:
        command = CreateProfile(
            slug=SLUG, name=name or usual_name(toolkit), description=DESCRIPTION, is_service=True
        )
        found = profiles.create(toolkit, SYSTEM, command)
    with toolkit.database.reader() as reader:
        key = reader.keys.find_active(found.id, KeyPurpose.DATA_INTEGRITY)
    if key is None:
        # Another process may have made one a moment ago.
        with suppress(ConflictError):
            keys.new(toolkit, SYSTEM, SLUG, KeyPurpose.DATA_INTEGRITY)
    return found


def find(toolkit: Toolkit) -> ProfileRecord | None:
    """Return the service profile, None while there is none.

    Raises:
        ConflictError: an organisation has its short name.
    """
    with toolkit.database.reader() as reader:
        found = reader.profiles.find_by_slug(SLUG)
    if found is not None and not profiles.is_service(found):
        raise ConflictError(
            f"An organization has the short name {SLUG!r}, so this site cannot sign reports under it.",
            hint="The short name of a profile never changes; use another installation for reports.",
        )
    return found


def usual_name(toolkit: Toolkit) -> str:
    """Return a name that says which site it is; beside demonstration issuers it is a demonstration too."""
    others = profiles.all_profiles(toolkit)
    is_demonstration = any(profile.name.endswith(DEMONSTRATION) for profile in others)
    return f"Verification service of {toolkit.host}" + (DEMONSTRATION if is_demonstration else "")
