"""What became of every line of a batch, as rows for CSV and as objects for programs."""

from collections.abc import Iterator
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import NotFoundError
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, CredentialRecord, ItemRecord, VersionRecord

HEADINGS: Final = (
    "line",
    "external_id",
    "state",
    "credential_id",
    "certificate_number",
    "version",
    "issued_at",
    "self_checked",
    "code",
    "words",
)
PAGE: Final = 1000


def rows(toolkit: Toolkit, principal: Principal, batch_id: str) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the result of every line, in order, under HEADINGS; a page of rows is in memory at a time.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
    """
    for members in objects(toolkit, principal, batch_id):
        yield tuple(cell if isinstance(cell := members[name], int) else _text(cell) for name in HEADINGS)


def objects(toolkit: Toolkit, principal: Principal, batch_id: str) -> Iterator[JsonObject]:
    """Yield the result of every line, in order, as objects with the members HEADINGS.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
    """
    with toolkit.database.reader() as reader:
        batch = reader.batches.get(batch_id)
        principal.require(reader.profiles.get(batch.profile_id).slug)
    after = 0
    while True:
        with toolkit.database.reader() as reader:
            items = reader.batches.items(batch_id, after=after, limit=PAGE)
            ids = [item.credential_id for item in items if item.credential_id is not None]
            credentials = reader.chunks.credentials(ids)
            newest = reader.chunks.newest_versions(ids)
        if not items:
            return
        for item in items:
            credential = credentials.get(item.credential_id or "")
            yield _members(batch, item, credential, newest.get(item.credential_id or ""))
        after = items[-1].number


def _members(
    batch: BatchRecord,
    item: ItemRecord,
    credential: CredentialRecord | None,
    version: VersionRecord | None,
) -> JsonObject:
    if item.credential_id is not None and credential is None:
        raise NotFoundError(f"The credential {item.credential_id} of line {item.line} is gone.")
    issued_at = version.issued_at if version else None
    return {
        "line": item.line,
        "external_id": item.external_id,
        "state": item.state.value,
        "credential_id": item.credential_id,
        "certificate_number": credential.certificate_number if credential else None,
        "version": version.number if version else None,
        "issued_at": format_time(issued_at) if issued_at else None,
        "self_checked": "every"
        if batch.self_check_every == 1
        else f"every {_ordinal(batch.self_check_every)}",
        "code": item.code,
        "words": item.words,
    }


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _ordinal(number: int) -> str:
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
