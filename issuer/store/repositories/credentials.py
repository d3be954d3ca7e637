"""Credentials, their versions and their JWT forms: the two commits of the issuing road.

Commit 1 is `add` and `prepare`: the award is recorded and a slot is burned, before anything is signed.
Commit 2 is `finish`: the exact bytes are recorded, before anything leaves. A version that never
finishes is abandoned; its slot is not used again, and the next try is the next version of the same id.
"""

import hashlib
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, update

from issuer.documents.strict_json import JsonObject
from issuer.store.fixed import Fixed
from issuer.store.repositories.credential_search import CredentialFilter, Place, search_query
from issuer.store.repositories.status_lists import take_slot, with_bits
from issuer.store.rows.credentials import (
    CREDENTIAL_JWTS,
    CREDENTIAL_VERSIONS,
    CREDENTIALS,
    CredentialRecord,
    JwtRecord,
    PreparedVersion,
    VersionRecord,
    VersionState,
)
from issuer.store.statements import Statements

_VERSION = CREDENTIAL_VERSIONS.c
_STILL_PREPARED: Final[ColumnElement[str]] = literal_column("'prepared'")
"""In the question itself, so that the index of these alone is seen to hold the answer."""
_BY_EXTERNAL_ID = Fixed(
    select(CREDENTIALS).where(
        CREDENTIALS.c.profile_id == bindparam("profile_id"),
        CREDENTIALS.c.external_id == bindparam("external_id"),
    )
)
_BY_ID = Fixed(select(CREDENTIALS).where(CREDENTIALS.c.id == bindparam("credential_id")))
_PREPARED = update(CREDENTIAL_VERSIONS).where(
    _VERSION.credential_id == bindparam("of_credential"),
    _VERSION.number == bindparam("of_number"),
    _VERSION.state == VersionState.PREPARED,
)


def _setting(*names: str) -> Fixed:
    return Fixed(_PREPARED.values({_VERSION[name]: bindparam(name) for name in names}))


_FINISH = _setting("state", "body", "sha256", "key_id", "context_hashes", "issued_at")
_ABANDON = _setting("state", "abandoned_at")


class CredentialRepository:
    """What was issued. An issued version never changes; nothing is deleted; a slot is used once."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, credential: CredentialRecord) -> None:
        """Record an award, without a version yet.

        Raises:
            ConflictError: external id, award, id or certificate number is taken. Look it up first with
                `find_by_external_id` and `find_award`; this says who came second in a race.
        """
        self._statements.add(CREDENTIALS, credential, conflict="This award is recorded already")

    def get(self, credential_id: str) -> CredentialRecord:
        """Return a credential by its id.

        Raises:
            NotFoundError: there is none.
        """
        missing = f"There is no credential {credential_id}."
        return self._statements.get(CredentialRecord, _BY_ID, missing=missing, credential_id=credential_id)

    def lock(self, credential_id: str) -> CredentialRecord:
        """Return a credential and keep other units from its versions until this one ends.

        Raises:
            NotFoundError: there is none.
        """
        query = select(CREDENTIALS).where(CREDENTIALS.c.id == credential_id).with_for_update()
        return self._statements.get(
            CredentialRecord, query, missing=f"There is no credential {credential_id}."
        )

    def find_by_external_id(self, profile_id: str, external_id: str) -> CredentialRecord | None:
        """Return the credential that was asked for under this id, or None."""
        return self._statements.find(
            CredentialRecord, _BY_EXTERNAL_ID, profile_id=profile_id, external_id=external_id
        )

    def find_award(
        self, *, profile_id: str, person_id: str, achievement_version_id: str, attestation_digest: str
    ) -> CredentialRecord | None:
        """Return the credential of this award, or None."""
        query = select(CREDENTIALS).where(
            CREDENTIALS.c.profile_id == profile_id,
            CREDENTIALS.c.person_id == person_id,
            CREDENTIALS.c.achievement_version_id == achievement_version_id,
            CREDENTIALS.c.attestation_digest == attestation_digest,
        )
        return self._statements.find(CredentialRecord, query)

    def find_by_certificate_number(self, number: str) -> CredentialRecord | None:
        """Return the credential of this certificate number, or None."""
        query = select(CREDENTIALS).where(CREDENTIALS.c.certificate_number == number)
        return self._statements.find(CredentialRecord, query)

    def page(
        self, *, profile_id: str | None = None, after: str = "", limit: int = 1000
    ) -> tuple[CredentialRecord, ...]:
        """Return credentials by id, from after `after` on; read on from the last id of the page."""
        query = select(CREDENTIALS).where(CREDENTIALS.c.id > after).order_by(CREDENTIALS.c.id).limit(limit)
        if profile_id is not None:
            query = query.where(CREDENTIALS.c.profile_id == profile_id)
        return self._statements.all(CredentialRecord, query)

    def issued_ids(self, profile_id: str) -> tuple[str, ...]:
        """Return the id of every credential of a profile that has an issued version, by id."""
        issued = select(_VERSION.credential_id).where(_VERSION.state == VersionState.ISSUED)
        query = select(CREDENTIALS.c.id).where(
            CREDENTIALS.c.profile_id == profile_id, CREDENTIALS.c.id.in_(issued)
        )
        return tuple(self._statements.run(query.order_by(CREDENTIALS.c.id)).scalars())

    def search(
        self, wanted: CredentialFilter, *, after: Place | None = None, limit: int = 50
    ) -> tuple[CredentialRecord, ...]:
        """Return credentials, newest first, from after a place on."""
        return self._statements.all(CredentialRecord, search_query(wanted, after=after, limit=limit))

    def find_by_sha256(self, sha256: str) -> VersionRecord | None:
        """Return the issued version with exactly these bytes, or None."""
        query = _versions().where(_VERSION.sha256 == sha256).limit(1)
        return self._statements.find(VersionRecord, query)

    def next_number(self, credential_id: str) -> int:
        """Return the number of the next version, abandoned ones counted."""
        query = select(func.max(_VERSION.number)).where(_VERSION.credential_id == credential_id)
        return int(self._statements.run(query).scalar_one() or 0) + 1

    def prepare(self, version: PreparedVersion) -> None:
        """Record the intent of a version and burn its slot, for ever.

        Raises:
            ConflictError: the slot or the number is taken, or the list is full or closed.
        """
        self._statements.add_all(
            CREDENTIAL_VERSIONS,
            [version],
            conflict="This slot or version is taken",
            state=VersionState.PREPARED,
        )
        take_slot(self._statements, version.status_list_id, version.status_index)

    def finish(
        self,
        credential_id: str,
        number: int,
        *,
        body: bytes,
        key_id: str,
        context_hashes: JsonObject,
        issued_at: datetime,
    ) -> str:
        """Record the exact bytes of a prepared version and return their hex sha256.

        Raises:
            ConflictError: the version is not prepared: it was finished or abandoned by another.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        self._settle(
            _FINISH,
            credential_id,
            number,
            state=VersionState.ISSUED,
            body=body,
            sha256=sha256,
            key_id=key_id,
            context_hashes=context_hashes,
            issued_at=issued_at,
        )
        return sha256

    def abandon(self, credential_id: str, number: int, *, at: datetime) -> None:
        """Give a prepared version up; its slot stays burned.

        Raises:
            ConflictError: the version is not prepared: it was finished or abandoned by another.
        """
        self._settle(_ABANDON, credential_id, number, state=VersionState.ABANDONED, abandoned_at=at)

    def _settle(self, statement: Fixed, credential_id: str, number: int, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        self._statements.change(
            statement,
            otherwise=f"Version {number} of {credential_id} is not being prepared.",
            of_credential=credential_id,
            of_number=number,
            **values,
        )

    def get_version(self, credential_id: str, number: int) -> VersionRecord:
        """Return one version.

        Raises:
            NotFoundError: there is none.
        """
        query = _versions().where(_VERSION.credential_id == credential_id, _VERSION.number == number)
        return self._statements.get(
            VersionRecord, query, missing=f"There is no version {number} of {credential_id}."
        )

    def versions(self, credential_id: str) -> tuple[VersionRecord, ...]:
        """Return every version of a credential, prepared and abandoned ones too, oldest first."""
        query = _versions().where(_VERSION.credential_id == credential_id).order_by(_VERSION.number)
        return self._statements.all(VersionRecord, query)

    def find_newest(self, credential_id: str) -> VersionRecord | None:
        """Return the newest issued version, ended or not, or None."""
        return self._statements.find(VersionRecord, _newest(), credential_id=credential_id)

    def find_by_slot(self, status_list_id: str, status_index: int) -> VersionRecord | None:
        """Return the version that burned this slot, or None."""
        query = _versions().where(
            _VERSION.status_list_id == status_list_id, _VERSION.status_index == status_index
        )
        return self._statements.find(VersionRecord, query)

    def signed_with(self, key_id: str) -> tuple[VersionRecord, ...]:
        """Return every version that a key signed, for when the key is compromised."""
        query = _versions().where(_VERSION.key_id == key_id).order_by(_VERSION.credential_id, _VERSION.number)
        return self._statements.all(VersionRecord, query)

    def stale(self, *, before: datetime, limit: int = 1000) -> tuple[VersionRecord, ...]:
        """Return versions that have been prepared since before a moment, oldest first."""
        query = (
            _versions()
            .where(_VERSION.state == _STILL_PREPARED, _VERSION.prepared_at < before)
            .order_by(_VERSION.prepared_at, _VERSION.credential_id)
            .limit(limit)
        )
        return self._statements.all(VersionRecord, query)

    def add_jwt(self, jwt: JwtRecord) -> None:
        """Keep the JWT form of a version.

        Raises:
            ConflictError: there is one for this algorithm, or no such version.
        """
        self._statements.add(CREDENTIAL_JWTS, jwt, conflict="This JWT cannot be added")

    def find_jwt(self, credential_id: str, number: int, algorithm: str) -> JwtRecord | None:
        """Return the JWT form of a version, or None when it was never asked for."""
        query = select(CREDENTIAL_JWTS).where(
            CREDENTIAL_JWTS.c.credential_id == credential_id,
            CREDENTIAL_JWTS.c.number == number,
            CREDENTIAL_JWTS.c.algorithm == algorithm,
        )
        return self._statements.find(JwtRecord, query)

    def jwts(self, credential_id: str) -> tuple[JwtRecord, ...]:
        """Return every JWT form of a credential's versions."""
        query = (
            select(CREDENTIAL_JWTS)
            .where(CREDENTIAL_JWTS.c.credential_id == credential_id)
            .order_by(CREDENTIAL_JWTS.c.number, CREDENTIAL_JWTS.c.algorithm)
        )
        return self._statements.all(JwtRecord, query)


def _versions() -> Select[Any]:
    """Return the query of versions with what their status bit says."""
    return with_bits(CREDENTIAL_VERSIONS)


@cache
def _newest() -> Fixed:
    """Return the query of the newest issued version of a credential."""
    is_meant = _VERSION.credential_id == bindparam("credential_id")
    issued = _versions().where(is_meant, _VERSION.state == VersionState.ISSUED)
    return Fixed(issued.order_by(_VERSION.number.desc()).limit(1))
