"""The installation, its profiles and their keys."""

from datetime import datetime

from sqlalchemy import select, update

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, NotFoundError
from issuer.store.rows.installation import INSTALLATION, Installation
from issuer.store.rows.profiles import KEYS, PROFILES, KeyPurpose, KeyRecord, KeyState, ProfileRecord
from issuer.store.statements import Statements

_INSTALLATION = select(INSTALLATION.c.base_url, INSTALLATION.c.created_at, INSTALLATION.c.salt)


class InstallationRepository:
    """The one row that fixes the base address."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def find(self) -> Installation | None:
        """Return what was fixed at first start, None before it."""
        return self._statements.find(Installation, _INSTALLATION)

    def get(self) -> Installation:
        """Return what was fixed at first start.

        Raises:
            NotFoundError: this is before the first start.
        """
        return self._statements.get(
            Installation, _INSTALLATION, missing="This installation was never started."
        )

    def fix(self, *, base_url: str, created_at: datetime, salt: bytes) -> Installation:
        """Fix the base address, or return what was fixed before.

        Raises:
            ConflictError: another base address was fixed before.
        """
        known = self.find()
        if known is None:
            known = Installation(base_url=base_url, created_at=created_at, salt=salt)
            fixed = "The base address is fixed already"
            if not self._statements.add_unless_there(INSTALLATION, known, conflict=fixed, id=1):
                known = self.get()
        if known.base_url != base_url:
            raise ConflictError(
                f"This installation was started as {known.base_url}; it cannot become {base_url}.",
                hint="The address is part of every identifier that was issued.",
            )
        return known


class ProfileRepository:
    """Issuing organisations. Slug and DID never change; nothing is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, profile: ProfileRecord) -> None:
        """Keep a new profile.

        Raises:
            ConflictError: slug or DID is taken, or there is no such parent.
        """
        self._statements.add(PROFILES, profile, conflict="This profile cannot be added")

    def change(self, profile_id: str, *, name: str, data: JsonObject) -> None:
        """Change what a profile says of itself.

        Raises:
            NotFoundError: there is no such profile.
        """
        changed = self._statements.run(
            update(PROFILES).where(PROFILES.c.id == profile_id).values(name=name, data=data)
        )
        if changed.rowcount != 1:
            raise NotFoundError(f"There is no profile {profile_id}.")

    def get(self, profile_id: str) -> ProfileRecord:
        """Return a profile by its row id.

        Raises:
            NotFoundError: there is none.
        """
        found = self._find("id", profile_id)
        if found is None:
            raise NotFoundError(f"There is no profile {profile_id}.")
        return found

    def get_by_slug(self, slug: str) -> ProfileRecord:
        """Return a profile by its short name.

        Raises:
            NotFoundError: there is none.
        """
        found = self.find_by_slug(slug)
        if found is None:
            raise NotFoundError(f"There is no profile {slug!r}.")
        return found

    def find_by_slug(self, slug: str) -> ProfileRecord | None:
        """Return a profile by its short name, or None."""
        return self._find("slug", slug)

    def find_by_did(self, did: str) -> ProfileRecord | None:
        """Return a profile by its issuer id, or None."""
        return self._find("did", did)

    def all(self) -> tuple[ProfileRecord, ...]:
        """Return every profile, by slug."""
        return self._statements.recall_all(
            ("profiles",), ProfileRecord, lambda: select(PROFILES).order_by(PROFILES.c.slug)
        )

    def _find(self, column: str, value: str) -> ProfileRecord | None:
        return self._statements.recall(
            ("profile", column, value),
            ProfileRecord,
            lambda: select(PROFILES).where(PROFILES.c[column] == value),
        )


class KeyRepository:
    """Keys of profiles, without their secrets. Keys only age; none is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, key: KeyRecord) -> None:
        """Keep a new key. To rotate, retire the active one first, in the same unit.

        Raises:
            ConflictError: its address or URI is taken, or another key of this purpose is active.
        """
        self._statements.add(KEYS, key, conflict="This key cannot be added")

    def get(self, key_id: str) -> KeyRecord:
        """Return a key by its row id.

        Raises:
            NotFoundError: there is none.
        """
        query = select(KEYS).where(KEYS.c.id == key_id)
        return self._statements.get(KeyRecord, query, missing=f"There is no key {key_id}.")

    def find_by_method(self, verification_method: str) -> KeyRecord | None:
        """Return a key by its verification method, or None."""
        return self._statements.recall(
            ("key", verification_method),
            KeyRecord,
            lambda: select(KEYS).where(KEYS.c.verification_method == verification_method),
        )

    def find_active(self, profile_id: str, purpose: KeyPurpose) -> KeyRecord | None:
        """Return the one key that signs now for this purpose, or None."""
        return self._statements.recall(
            ("active key", profile_id, purpose),
            KeyRecord,
            lambda: select(KEYS).where(
                KEYS.c.profile_id == profile_id, KEYS.c.purpose == purpose, KEYS.c.state == KeyState.ACTIVE
            ),
        )

    def of_profile(self, profile_id: str) -> tuple[KeyRecord, ...]:
        """Return every key that a profile ever had, oldest first."""
        return self._statements.recall_all(
            ("keys", profile_id),
            KeyRecord,
            lambda: (
                select(KEYS).where(KEYS.c.profile_id == profile_id).order_by(KEYS.c.created_at, KEYS.c.id)
            ),
        )

    def retire(self, key_id: str, *, at: datetime) -> None:
        """Let an active key sign nothing more; what it signed stays good.

        Raises:
            ConflictError: the key is not active.
        """
        self._statements.change(
            update(KEYS)
            .where(KEYS.c.id == key_id, KEYS.c.state == KeyState.ACTIVE)
            .values(state=KeyState.RETIRED, retired_at=at),
            otherwise=f"The key {key_id} is not active.",
        )

    def revoke(self, key_id: str, *, at: datetime, compromised_since: datetime | None = None) -> None:
        """Withdraw a key for ever; with `compromised_since`, somebody else may have used it.

        Raises:
            ConflictError: there is no such key, or it is revoked already.
        """
        self._statements.change(
            update(KEYS)
            .where(KEYS.c.id == key_id, KEYS.c.state != KeyState.REVOKED)
            .values(state=KeyState.REVOKED, revoked_at=at, compromised_since=compromised_since),
            otherwise=f"The key {key_id} is revoked already, or not here.",
        )

    def mark_compromised(self, key_id: str, *, since: datetime) -> None:
        """Note, after a key was revoked, from when on somebody else may have used it.

        Raises:
            ConflictError: there is no such key, or it is not revoked.
        """
        self._statements.change(
            update(KEYS)
            .where(KEYS.c.id == key_id, KEYS.c.state == KeyState.REVOKED)
            .values(compromised_since=since),
            otherwise=f"The key {key_id} is not revoked.",
        )
