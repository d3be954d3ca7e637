"""Everything that was signed, with what the record says of it, for a check that asks whether both agree."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from issuer.store.rows.credentials import CREDENTIAL_JWTS, CREDENTIAL_VERSIONS, VersionState
from issuer.store.rows.endorsements import ENDORSEMENTS
from issuer.store.rows.transcripts import TRANSCRIPTS
from issuer.store.statements import Statements

_VERSION = CREDENTIAL_VERSIONS.c
_ENDORSEMENT = ENDORSEMENTS.c
_JWT = CREDENTIAL_JWTS.c
_TRANSCRIPT = TRANSCRIPTS.c


@dataclass(frozen=True)
class Signed:
    """One document that was signed and released.

    Attributes:
        table: where it is kept.
        row: which row, for a person.
        body: the exact bytes; for a token its text.
        key_id: the key that the record says signed it.
        slot: (id of its status list, index), None for a token, whose credential has it.
    """

    table: str
    row: str
    body: bytes = field(repr=False)
    key_id: str
    slot: tuple[str, int] | None = None


class SignedRepository:
    """Reads what was signed, a thousand rows at a time."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def all(self) -> Iterator[Signed]:
        """Yield every issued version, token, endorsement and transcript; what an edit by hand left is given as it stands."""
        version = select(
            _VERSION.credential_id,
            _VERSION.number,
            _VERSION.body,
            _VERSION.key_id,
            _VERSION.status_list_id,
            _VERSION.status_index,
        ).where(_VERSION.state == VersionState.ISSUED)
        for row in self._statements.each(version):
            name = f"{row.credential_id} version {row.number}"
            slot = (row.status_list_id, row.status_index)
            yield Signed("credential_versions", name, _bytes(row.body), row.key_id, slot)
        for row in self._statements.each(select(_JWT.credential_id, _JWT.number, _JWT.token, _JWT.key_id)):
            name = f"{row.credential_id} version {row.number} as a token"
            yield Signed("credential_jwts", name, _bytes(row.token), row.key_id)
        endorsement = select(
            _ENDORSEMENT.id,
            _ENDORSEMENT.body,
            _ENDORSEMENT.key_id,
            _ENDORSEMENT.status_list_id,
            _ENDORSEMENT.status_index,
        ).where(_ENDORSEMENT.state == VersionState.ISSUED)
        for row in self._statements.each(endorsement):
            slot = (row.status_list_id, row.status_index)
            yield Signed("endorsements", row.id, _bytes(row.body), row.key_id, slot)
        transcript = select(
            _TRANSCRIPT.id,
            _TRANSCRIPT.body,
            _TRANSCRIPT.key_id,
            _TRANSCRIPT.status_list_id,
            _TRANSCRIPT.status_index,
        ).where(_TRANSCRIPT.state == VersionState.ISSUED)
        for row in self._statements.each(transcript):
            slot = (row.status_list_id, row.status_index)
            yield Signed("transcripts", row.id, _bytes(row.body), row.key_id, slot)


def _bytes(value: bytes | str) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
