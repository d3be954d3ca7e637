"""Many rows of the issuing road at once: what a worker looks up, prepares and finishes for a whole chunk.

The same rules hold as for one credential, because they are the rules of the tables. Every look-up takes at
most MOST keys and returns what it found by key.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Select, bindparam, func, select, text, update

from issuer.errors import ConflictError
from issuer.store import lookups
from issuer.store.fixed import Fixed
from issuer.store.many import Change
from issuer.store.rows.attestations import ATTESTATIONS, AttestationRecord
from issuer.store.rows.credentials import (
    CREDENTIAL_VERSIONS,
    CREDENTIALS,
    CredentialRecord,
    FinishedVersions,
    PreparedVersion,
    VersionRecord,
    VersionState,
)
from issuer.store.rows.people import PERSONS, SUBJECTS, PersonRecord, SubjectRecord
from issuer.store.rows.status_lists import STATUS_LISTS
from issuer.store.statements import Statements

MOST: Final = 2000
_ROOM: Final = text("PRAGMA cache_size = -8000")
"""Memory of a connection of SQLite for the pages that a chunk changes, so that few are written before they are committed."""
_CREDENTIAL = CREDENTIALS.c
_VERSION = CREDENTIAL_VERSIONS.c
_ATTESTATION = ATTESTATIONS.c
_LIST = STATUS_LISTS.c


@cache
def _people(dialect: str) -> Fixed:
    """Return the query of those who are registered under some references."""
    return Fixed(select(PERSONS).where(lookups.among_given(dialect, PERSONS.c.reference, "keys")))


@cache
def _subjects(dialect: str) -> Fixed:
    """Return the query of what some people are towards a profile."""
    return Fixed(
        select(SUBJECTS).where(
            SUBJECTS.c.profile_id == bindparam("profile_id"),
            lookups.among_given(dialect, SUBJECTS.c.person_id, "keys"),
        )
    )


class ChunkRepository:
    """Looks up, prepares and finishes many awards of one profile in a few statements."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def people(self, references: Iterable[str]) -> dict[str, PersonRecord]:
        """Return who is registered, by reference."""
        dialect = self._statements.dialect
        keys = lookups.given(dialect, _keys(references))
        found = self._statements.all(PersonRecord, _people(dialect), keys=keys)
        return {person.reference: person for person in found}

    def subjects(self, profile_id: str, person_ids: Iterable[str]) -> dict[str, SubjectRecord]:
        """Return who people are towards a profile, by person."""
        dialect = self._statements.dialect
        keys = lookups.given(dialect, _keys(person_ids))
        found = self._statements.all(SubjectRecord, _subjects(dialect), profile_id=profile_id, keys=keys)
        return {subject.person_id: subject for subject in found}

    def add_subjects(self, subjects: Sequence[SubjectRecord]) -> int:
        """Keep who people are towards a profile, where that is not recorded yet; return how many were not.

        Raises:
            ConflictError: a subject id belongs to another person or profile.
        """
        return self._statements.add_all(
            SUBJECTS, subjects, conflict="This subject cannot be added", unless_there=True
        )

    def attestations(self, profile_id: str, ids: Iterable[str]) -> dict[str, AttestationRecord]:
        """Return attestations of a profile by id."""
        found = self._attestations(profile_id, _ATTESTATION.id, _keys(ids))
        return {attestation.id: attestation for attestation in found}

    def attestations_by_digest(self, profile_id: str, digests: Iterable[str]) -> dict[str, AttestationRecord]:
        """Return attestations of a profile by digest."""
        found = self._attestations(profile_id, _ATTESTATION.digest, _keys(digests))
        return {attestation.digest: attestation for attestation in found}

    def attestations_by_external_id(
        self, profile_id: str, external_ids: Iterable[str]
    ) -> dict[str, list[AttestationRecord]]:
        """Return attestations of a profile by the id that the assessing system gave, oldest first."""
        found: dict[str, list[AttestationRecord]] = {}
        for attestation in self._attestations(profile_id, _ATTESTATION.external_id, _keys(external_ids)):
            found.setdefault(attestation.external_id, []).append(attestation)
        return found

    def _attestations(
        self, profile_id: str, column: Column[Any], keys: Sequence[str]
    ) -> tuple[AttestationRecord, ...]:
        if not keys:
            return ()
        query = (
            select(ATTESTATIONS)
            .where(_ATTESTATION.profile_id == profile_id, self._statements.among(column, keys))
            .order_by(_ATTESTATION.received_at, _ATTESTATION.id)
        )
        return self._statements.all(AttestationRecord, query)

    def credentials(self, ids: Iterable[str]) -> dict[str, CredentialRecord]:
        """Return credentials by id."""
        query = select(CREDENTIALS).where(self._statements.among(_CREDENTIAL.id, _keys(ids)))
        return {credential.id: credential for credential in self._statements.all(CredentialRecord, query)}

    def recorded(
        self, profile_id: str, *, external_ids: Iterable[str], digests: Iterable[str]
    ) -> tuple[CredentialRecord, ...]:
        """Return a profile's credentials under these external ids or for these attestations.

        Each is found by an index of its own; asked at once, the database would read all that was issued.
        """
        of_ids = self._statements.among(_CREDENTIAL.external_id, _keys(external_ids))
        frozen = select(_ATTESTATION.id).where(
            _ATTESTATION.profile_id == profile_id, self._statements.among(_ATTESTATION.digest, _keys(digests))
        )
        # An attestation is of one profile, and so is what was awarded for it.
        conditions = ((_CREDENTIAL.profile_id == profile_id) & of_ids, _CREDENTIAL.attestation_id.in_(frozen))
        found = {
            credential.id: credential
            for condition in conditions
            for credential in self._statements.all(CredentialRecord, select(CREDENTIALS).where(condition))
        }
        return tuple(found.values())

    def held(
        self, profile_id: str, *, version_ids: Iterable[str], person_ids: Iterable[str]
    ) -> tuple[CredentialRecord, ...]:
        """Return what a profile awarded to these people under these achievement versions."""
        query = select(CREDENTIALS).where(
            _CREDENTIAL.profile_id == profile_id,
            self._statements.among(_CREDENTIAL.achievement_version_id, _keys(version_ids)),
            self._statements.among(_CREDENTIAL.person_id, _keys(person_ids)),
        )
        return self._statements.all(CredentialRecord, query)

    def newest_versions(self, credential_ids: Iterable[str]) -> dict[str, VersionRecord]:
        """Return the newest issued version of each credential, by credential, without what its bit says."""
        keys = _keys(credential_ids)
        newest: Select[Any] = (
            select(_VERSION.credential_id, func.max(_VERSION.number).label("number"))
            .where(
                self._statements.among(_VERSION.credential_id, keys), _VERSION.state == VersionState.ISSUED
            )
            .group_by(_VERSION.credential_id)
        )
        table = newest.subquery()
        query = select(CREDENTIAL_VERSIONS).join(
            table, (table.c.credential_id == _VERSION.credential_id) & (table.c.number == _VERSION.number)
        )
        return {version.credential_id: version for version in self._statements.all(VersionRecord, query)}

    def add_attestations(self, attestations: Sequence[AttestationRecord]) -> None:
        """Keep records; as `AttestationRepository.add` for each.

        Raises:
            ConflictError: this profile has a record of the same digest.
        """
        self._make_room()
        self._statements.add_all(ATTESTATIONS, attestations, conflict="This attestation cannot be added")

    def prepare(self, credentials: Sequence[CredentialRecord], versions: Sequence[PreparedVersion]) -> None:
        """Record awards, and the intents of their versions in one status list, whose slots are then burned.

        Raises:
            ConflictError: an award, a slot or a number is taken, or the list is full or closed.
        """
        self._make_room()
        self._statements.add_all(CREDENTIALS, credentials, conflict="This award is recorded already")
        self._statements.add_all(
            CREDENTIAL_VERSIONS,
            versions,
            conflict="This slot or version is taken",
            state=VersionState.PREPARED,
        )
        lists = {version.status_list_id for version in versions}
        if len(lists) != 1:
            raise ConflictError("A chunk takes its slots from one status list.")
        self._statements.change(
            update(STATUS_LISTS)
            .where(
                _LIST.id == lists.pop(),
                _LIST.closed_at.is_(None),
                _LIST.length > max(version.status_index for version in versions),
            )
            .values(used=_LIST.used + len(versions)),
            otherwise="The status list is closed, or has no such slot.",
        )

    def finish(self, versions: FinishedVersions) -> None:
        """Record the exact bytes of prepared versions, with their key, contexts and time.

        Raises:
            ConflictError: one is not prepared: it was finished or abandoned by another.
        """
        change = Change(
            keys={
                "credential_id": [credential_id for credential_id, _number in versions.names],
                "number": [number for _credential_id, number in versions.names],
            },
            values={"body": versions.bodies, "sha256": versions.sha256s},
            same={
                "state": VersionState.ISSUED,
                "key_id": versions.key_id,
                "context_hashes": versions.context_hashes,
                "issued_at": versions.issued_at,
            },
            where={"state": VersionState.PREPARED},
        )
        self._make_room()
        self._statements.change_all(
            CREDENTIAL_VERSIONS, change, otherwise="A version of this chunk is not being prepared."
        )

    def _make_room(self) -> None:
        """Give this connection the memory that a chunk wants; it keeps it, and who issues one by one never takes it."""
        if self._statements.dialect == "sqlite":
            self._statements.run(_ROOM)


def _keys(values: Iterable[str]) -> list[str]:
    """Return distinct keys, no more than one statement of either database takes.

    Raises:
        ValueError: there are more, which is a mistake of the caller.
    """
    keys = list(dict.fromkeys(values))
    if len(keys) > MOST:
        raise ValueError(f"a chunk has at most {MOST} keys, not {len(keys)}")
    return keys
