"""Keys of a profile: make, rotate, revoke (design.md section 6, security.md rule 12).

A profile has at most one active key per purpose. Rotating retires the old key, which goes on vouching for
what it signed; revoking takes that away, for ever. The secret half is made and kept by the keyring, bound
to the profile's DID; the row says where. The file is written before the row: a crash in between leaves a
file that nothing names, and asking again makes another key.
"""

from datetime import datetime, timedelta
from typing import Final

from issuer.dids.documents import KeyForm, PublishedKey, method_id
from issuer.documents.times import format_time
from issuer.errors import ConflictError, InputError, KeyUnavailableError, NotFoundError
from issuer.services.keys import did_documents
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unmarked
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.signers import Signer
from issuer.store import Category, KeyPurpose, KeyRecord, KeyState, ProfileRecord, Unit, VersionRecord

KEY_TYPES: Final = {
    KeyPurpose.DATA_INTEGRITY: KeyType.ED25519,
    KeyPurpose.JWT: KeyType.P256,
    KeyPurpose.JWT_RSA: KeyType.RSA,
}

CLOCK_SKEW: Final = timedelta(minutes=5)
"""As much as verifiers forgive (security.md threat 32)."""


def new(toolkit: Toolkit, principal: Principal, slug: str, purpose: KeyPurpose) -> KeyRecord:
    """Make the first key of a purpose, or one after the last was revoked.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        ConflictError: there is an active key of this purpose.
        KeyUnavailableError: the keyring cannot be opened.
    """
    principal.require(slug)
    profile = _profile(toolkit, slug)
    with toolkit.database.reader() as reader:
        _require_none_active(reader, profile, purpose)
    key = _create(toolkit, profile, purpose)
    with toolkit.database.unit("keys.new") as unit:
        _require_none_active(unit, profile, purpose)
        unit.keys.add(key)
        record(unit, toolkit, principal, _act("key.created", profile, key))
    return key


def rotate(toolkit: Toolkit, principal: Principal, slug: str, purpose: KeyPurpose) -> KeyRecord:
    """Let a new key sign from now on; what the old one signed stays good.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        ConflictError: there is no active key of this purpose to rotate.
        KeyUnavailableError: the keyring cannot be opened.
    """
    principal.require(slug)
    profile = _profile(toolkit, slug)
    key = _create(toolkit, profile, purpose)
    with toolkit.database.unit("keys.rotate") as unit:
        old = unit.keys.find_active(profile.id, purpose)
        if old is None:
            raise ConflictError(
                f"{slug} has no active {purpose} key to rotate.", hint="Make one with `mintmark keys new`."
            )
        unit.keys.retire(old.id, at=toolkit.clock())
        record(unit, toolkit, principal, _act("key.retired", profile, old))
        unit.keys.add(key)
        record(unit, toolkit, principal, _act("key.created", profile, key))
    return key


def revoke(
    toolkit: Toolkit,
    principal: Principal,
    verification_method: str,
    *,
    compromised_since: datetime | None = None,
) -> KeyRecord:
    """Withdraw a key for ever; everything that it signed is invalid from now on, in words.

    To replace a key whose signatures should stay good, use `rotate`. After a compromise make a new key and
    re-issue what `signed_with` names. Asking again changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        verification_method: `<did>#<fragment>`.
        compromised_since: from when on somebody else may have had the key, where that is known.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such key.
        InputError: `compromised_since` lies in the future.
        ConflictError: the key is revoked with another moment of compromise.
    """
    now = toolkit.clock()
    if compromised_since is not None and compromised_since > now:
        raise InputError("A key cannot be compromised in the future.")
    with toolkit.database.unit("keys.revoke") as unit:
        key, profile = _key(unit, verification_method)
        principal.require(profile.slug)
        if key.state is not KeyState.REVOKED:
            unit.keys.revoke(key.id, at=now, compromised_since=compromised_since)
        elif compromised_since in {None, key.compromised_since}:
            return key
        elif key.compromised_since is None and compromised_since is not None:
            unit.keys.mark_compromised(key.id, since=compromised_since)
        else:
            raise ConflictError(f"{verification_method} is recorded as compromised since another moment.")
        category = None if compromised_since is None else Category.KEY_COMPROMISE
        record(unit, toolkit, principal, _act("key.revoked", profile, key, category))
        return unit.keys.get(key.id)


def of_profile(toolkit: Toolkit, slug: str) -> tuple[KeyRecord, ...]:
    """Return every key that a profile ever had, oldest first.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        return reader.keys.of_profile(reader.profiles.get_by_slug(slug).id)


def signed_with(toolkit: Toolkit, verification_method: str) -> tuple[VersionRecord, ...]:
    """Return every version that a key signed, for re-issuing after a compromise.

    Raises:
        NotFoundError: there is no such key.
    """
    with toolkit.database.reader() as reader:
        key, _ = _key(reader, verification_method)
        return reader.credentials.signed_with(key.id)


def get_active(toolkit: Toolkit, profile: ProfileRecord, purpose: KeyPurpose) -> KeyRecord:
    """Return the row of the key that signs now for a purpose.

    Raises:
        KeyUnavailableError: there is none.
    """
    with toolkit.database.reader() as reader:
        return active_in(reader, profile, purpose)


def active_in(unit: Unit, profile: ProfileRecord, purpose: KeyPurpose) -> KeyRecord:
    """Return the same, in a reader or unit.

    Raises:
        KeyUnavailableError: there is none.
    """
    key = unit.keys.find_active(profile.id, purpose)
    if key is None:
        raise KeyUnavailableError(
            f"{profile.slug} has no active {purpose} key.", hint="Make one with `mintmark keys new`."
        )
    return key


def active_signer(toolkit: Toolkit, profile: ProfileRecord, purpose: KeyPurpose) -> tuple[KeyRecord, Signer]:
    """Return the key that signs now for a purpose, opened and compared with its row.

    Raises:
        KeyUnavailableError: there is none, it does not open, or it is another key than the row's.
    """

    def read() -> tuple[KeyRecord, PublicKey]:
        key = get_active(toolkit, profile, purpose)
        return key, did_documents.public_key(key)

    # The row is asked for again when anything that seldom changes did; the keyring looks at its file each time.
    key, public_key = unmarked(toolkit.database, tuple, (f"signer {purpose.value}", profile.id), read)
    signer = toolkit.keyring.open(key.key_uri)
    if signer.public_key != public_key or signer.controller != profile.did:
        raise KeyUnavailableError(f"What the keyring holds for {key.verification_method} is another key.")
    return key, signer


def issuing_signer(toolkit: Toolkit, profile: ProfileRecord, purpose: KeyPurpose) -> tuple[KeyRecord, Signer]:
    """Return the key that signs credentials now, as `active_signer`, while the clock may be believed.

    Status lists are signed in any case: without one nobody could tell whether a credential is current.

    Raises:
        KeyUnavailableError: as `active_signer`; CLOCK_BEHIND: the clock is behind the log.
    """
    require_clock(toolkit)
    return active_signer(toolkit, profile, purpose)


def require_clock(toolkit: Toolkit) -> None:
    """Refuse to sign while the clock is behind the log: a signature would carry a date that was over (F-14).

    Machines that share a record may differ by what a verifier forgives as well.

    Raises:
        KeyUnavailableError: CLOCK_BEHIND.
    """
    with toolkit.database.reader() as reader:
        require_clock_in(toolkit, reader)


def require_clock_in(toolkit: Toolkit, reader: Unit) -> None:
    """Do the same, in a reader.

    Raises:
        KeyUnavailableError: CLOCK_BEHIND.
    """
    if toolkit.settings.allow_clock_behind_log:
        return
    now = toolkit.clock()
    newest = reader.leaves.newest_moment()
    if newest is not None and newest - now > CLOCK_SKEW:
        raise KeyUnavailableError(
            f"The clock says {format_time(now)}, but the log was written at {format_time(newest)} already;"
            " nothing is signed.",
            code="CLOCK_BEHIND",
            hint="Set the clock of this machine right. If it is right, and the one before ran ahead:"
            " MINTMARK_ALLOW_CLOCK_BEHIND_LOG=yes.",
        )


def _profile(toolkit: Toolkit, slug: str) -> ProfileRecord:
    with toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug(slug)


def _key(unit: Unit, verification_method: str) -> tuple[KeyRecord, ProfileRecord]:
    key = unit.keys.find_by_method(verification_method)
    if key is None:
        raise NotFoundError(f"There is no key {verification_method[:200]}.")
    return key, unit.profiles.get(key.profile_id)


def _require_none_active(unit: Unit, profile: ProfileRecord, purpose: KeyPurpose) -> None:
    if unit.keys.find_active(profile.id, purpose) is not None:
        raise ConflictError(
            f"{profile.slug} has an active {purpose} key.", hint="Rotate it with `mintmark keys rotate`."
        )


def _create(toolkit: Toolkit, profile: ProfileRecord, purpose: KeyPurpose) -> KeyRecord:
    stored = toolkit.keyring.create(profile.did, KEY_TYPES[purpose])
    form = KeyForm.JSON_WEB_KEY if purpose in did_documents.JWT_PURPOSES else KeyForm.MULTIKEY
    public = stored.public_key
    return KeyRecord(
        id=toolkit.randomness.urn(),
        profile_id=profile.id,
        verification_method=method_id(profile.did, PublishedKey(public, form)),
        key_uri=stored.uri,
        key_type=public.key_type.value,
        public_key={"multibase": public.multibase()} if form is KeyForm.MULTIKEY else {"jwk": public.jwk()},
        purpose=purpose,
        state=KeyState.ACTIVE,
        created_at=toolkit.clock(),
    )


def _act(action: str, profile: ProfileRecord, key: KeyRecord, category: Category | None = None) -> Act:
    return Act(
        action=action, object=key.verification_method, profile=profile.did, kind="key", category=category
    )
