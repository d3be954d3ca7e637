"""How components of a micro-endorsement stand, by this installation's own record, for the verifier.

By id and digest alone, which the micro-endorsement itself tells; nothing about the holder is said.
"""

from issuer.badges.digests import hex_to_multibase
from issuer.services.toolkit import Toolkit
from issuer.store import Category, VersionRecord, VersionState
from issuer.verify import ComponentStanding


class OwnComponents:
    """Answers from the database of a Toolkit; keeps the promises of `verify.Components`."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._toolkit = toolkit

    def component(self, credential_id: str, digest: str) -> ComponentStanding | None:
        """Return how the credential with these exact bytes stands now, None where it is not ours."""
        with self._toolkit.database.reader() as reader:
            versions = reader.credentials.versions(credential_id)
        issued = [version for version in versions if version.state is VersionState.ISSUED]
        if not issued:
            return None
        named = next((item for item in issued if hex_to_multibase(str(item.sha256)) == digest), None)
        if named is None:
            return ComponentStanding("other_bytes", "It was issued here, but never with these bytes.")
        return self._standing(named, issued[-1])

    def _standing(self, named: VersionRecord, newest: VersionRecord) -> ComponentStanding:
        category = named.ended_category
        if category is Category.SUPERSEDED:
            return ComponentStanding("superseded", f"Replaced by version {newest.number}, issued here.")
        if category is Category.SUSPENDED_PENDING_REVIEW:
            return ComponentStanding("suspended", "On hold.")
        if category is not None:
            return ComponentStanding("revoked", f"Withdrawn: {category.value.replace('_', ' ')}.")
        if named.valid_until is not None and named.valid_until <= self._toolkit.clock():
            return ComponentStanding("expired", "It has ended.")
        return ComponentStanding("valid", "In force, issued here.")
