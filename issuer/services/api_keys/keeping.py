"""Keys of the API: one profile, some scopes, an end where one is set (design.md section 7, `/api/v1`).

A key reads `mm_<public part>_<secret part>`. The secret part is 256 random bits and is shown once, when the
key is made; the record holds its SHA-256. A key acts for its profile and for nothing else.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import ConflictError, InputError, NotAuthorizedError, NotFoundError
from issuer.services.api_keys.scopes import READING, Scope, role_of
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unmarked
from issuer.signing import base64url
from issuer.store import ApiKeyRecord, ProfileRecord, Unit

PUBLIC_BYTES: Final = 6
SECRET_BYTES: Final = 32
LONGEST_LABEL: Final = 80
INTEGRATOR: Final = "integrator"
"""As what a key acts whose scopes are those of no role."""
LONGEST_AUDIT: Final = timedelta(days=366)
"""After that an auditor's key ends at the latest (AUD-07)."""
__all__ = ["Caller", "NewApiKey", "Scope", "caller", "new", "of_profile", "revoke", "speaks_for"]
_FORM: Final = re.compile(r"mm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
_LABEL: Final = re.compile(rf"[^\x00-\x1f\x7f@]{{1,{LONGEST_LABEL}}}")


@dataclass(frozen=True)
class NewApiKey:
    """A key that was made a moment ago.

    Attributes:
        record: what is kept of it.
        token: the whole key; shown once, kept nowhere.
    """

    record: ApiKeyRecord
    token: str

    def __repr__(self) -> str:
        """Name the public part; the secret never shows."""
        return f"NewApiKey({self.record.id})"


@dataclass(frozen=True)
class Caller:
    """Who a key speaks for.

    Attributes:
        principal: acts for one profile.
        slug: that profile.
        profile_id: its row id.
        scopes: what the key may do.
        key_id: the key's public part.
    """

    principal: Principal
    slug: str
    profile_id: str
    scopes: frozenset[Scope]
    key_id: str

    def require(self, scope: Scope) -> None:
        """Return quietly when the key has a scope.

        Raises:
            NotAuthorizedError: it has not.
        """
        if scope not in self.scopes:
            raise NotAuthorizedError(
                f"This API key may not do this; it needs the scope {scope}.",
                hint=f"Make a key with it: mintmark api-keys new {self.slug} --scope {scope}",
            )

    def for_installation(self, scope: Scope) -> Principal:
        """Return who acts for the whole installation, where the operator gave the key a scope that reaches so far.

        Only what that scope is for may be asked with it.

        Raises:
            NotAuthorizedError: the key has not this scope, or it reaches no farther than its profile.
        """
        self.require(scope)
        if scope not in _WHOLE:
            raise NotAuthorizedError(f"The scope {scope} reaches no farther than the key's profile.")
        return replace(self.principal, profiles=None)


_WHOLE: Final = frozenset({Scope.TRUST_WRITE})
"""Scopes over what belongs to the installation and to no profile; the operator alone makes keys."""


def new(
    toolkit: Toolkit,
    principal: Principal,
    slug: str,
    *,
    label: str,
    scopes: Iterable[Scope],
    expires_at: datetime | None = None,
) -> NewApiKey:
    """Make a key for a profile.

    Args:
        toolkit: what to work with.
        principal: who asks.
        slug: the profile that the key acts for.
        label: what the key is for, such as the name of a system; no person, no mail address.
        scopes: at least one.
        expires_at: from when on it opens nothing.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        InputError: no scope, a label of another form, an end in the past, or a key for an auditor that may
            write or does not end within a year.
    """
    principal.require(slug)
    wanted = sorted(set(scopes))
    now = toolkit.clock()
    if not wanted:
        raise InputError("An API key needs at least one scope.", hint=f"Scopes: {', '.join(Scope)}.")
    if not _LABEL.fullmatch(label):
        raise InputError(
            f"A label has 1 to {LONGEST_LABEL} printable characters and no mail address.",
            hint="Name the system that will use the key.",
        )
    if expires_at is not None and expires_at <= now:
        raise InputError("The key would have ended before it begins.")
    if Scope.AUDIT_READ in wanted:
        _require_audit(wanted, expires_at, now=now)
    public = toolkit.randomness.token(PUBLIC_BYTES).hex()
    secret = base64url.encode(toolkit.randomness.token(SECRET_BYTES))
    with toolkit.database.unit("api_keys.new") as unit:
        profile = unit.profiles.get_by_slug(slug)
        made = ApiKeyRecord(
            id=public,
            profile_id=profile.id,
            label=label,
            scopes=" ".join(wanted),
            secret_hash=_hash(secret),
            created_at=now,
            expires_at=expires_at,
        )
        unit.api_keys.add(made)
        record(unit, toolkit, principal, _act("api-key.created", profile, made))
    return NewApiKey(made, f"mm_{public}_{secret}")


def of_profile(toolkit: Toolkit, slug: str) -> tuple[ApiKeyRecord, ...]:
    """Return every key that a profile ever had, oldest first.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        return reader.api_keys.of_profile(reader.profiles.get_by_slug(slug).id)


def revoke(toolkit: Toolkit, principal: Principal, key_id: str) -> ApiKeyRecord:
    """Let a key open nothing any more, from this moment; asking again changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        key_id: the public part, or the whole key.

    Raises:
        NotAuthorizedError: the principal may not act for the key's profile.
        NotFoundError: there is no such key.
    """
    match = _FORM.fullmatch(key_id)
    public = match[1] if match else key_id
    with toolkit.database.unit("api_keys.revoke") as unit:
        key = unit.api_keys.find(public)
        if key is None:
            raise NotFoundError("There is no such API key.")
        profile = unit.profiles.get(key.profile_id)
        principal.require(profile.slug)
        if key.revoked_at is None:
            unit.api_keys.revoke(public, at=toolkit.clock())
            record(unit, toolkit, principal, _act("api-key.revoked", profile, key))
        return _known(unit, public)


def caller(toolkit: Toolkit, token: str) -> Caller | None:
    """Return who a key speaks for, None where it opens nothing, whatever the reason."""
    match = _FORM.fullmatch(token)
    if match is None:
        return None
    known = unmarked(
        toolkit.database, tuple, ("api key", match[1]), lambda: _key_and_profile(toolkit, match[1])
    )
    if not known or not hmac.compare_digest(_hash(match[2]), known[0].secret_hash):
        return None
    return _speaks_for(*known, now=toolkit.clock())


def _key_and_profile(toolkit: Toolkit, public: str) -> tuple[ApiKeyRecord, ProfileRecord] | tuple[()]:
    """Return a key and its profile; nothing where there is none, which is not remembered."""
    with toolkit.database.reader() as reader:
        key = reader.api_keys.find(public)
        return () if key is None else (key, reader.profiles.get(key.profile_id))


def speaks_for(unit: Unit, key: ApiKeyRecord, *, now: datetime) -> Caller | None:
    """Return who a key of the record speaks for, None where it was revoked or has ended."""
    return _speaks_for(key, unit.profiles.get(key.profile_id), now=now)


def _speaks_for(key: ApiKeyRecord, profile: ProfileRecord, *, now: datetime) -> Caller | None:
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    scopes = frozenset(Scope(word) for word in key.scopes.split(" "))
    role = role_of(scopes) or INTEGRATOR
    return Caller(
        principal=Principal(id=f"api-key:{key.id}", profiles=frozenset({profile.slug}), role=role),
        slug=profile.slug,
        profile_id=profile.id,
        scopes=scopes,
        key_id=key.id,
    )


def _require_audit(scopes: list[Scope], expires_at: datetime | None, *, now: datetime) -> None:
    """Let an auditor read, for a time, and do nothing else."""
    if not set(scopes) <= READING:
        raise InputError(
            f"A key with {Scope.AUDIT_READ} reads and changes nothing.",
            hint=f"Beside it may stand: {', '.join(sorted(READING - {Scope.AUDIT_READ}))}.",
        )
    if expires_at is None or expires_at > now + LONGEST_AUDIT:
        raise InputError(
            f"A key with {Scope.AUDIT_READ} ends within {LONGEST_AUDIT.days} days.", hint="Say when it ends."
        )


def _known(unit: Unit, public: str) -> ApiKeyRecord:
    key = unit.api_keys.find(public)
    if key is None:
        raise ConflictError("The API key vanished.")
    return key


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _act(action: str, profile: ProfileRecord, key: ApiKeyRecord) -> Act:
    return Act(action=action, object=f"api-key:{key.id}", profile=profile.did, kind="event")
