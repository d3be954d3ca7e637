"""Reading JSON Lines: one award per line, in the form in which the API takes it.

Each line is `{"externalId": …, "attestation": {…} or "urn:uuid:…", "awardedAt": …, "validUntil": …}`; the
last two may be left out.
"""

from collections.abc import Iterator
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError
from issuer.services.batches.files import TextFile
from issuer.services.batches.rows import Found, Row, sentence

_MEMBERS: Final = ("externalId", "attestation", "awardedAt", "validUntil")


def read_rows(file: TextFile) -> Iterator[Row | Found]:
    """Yield each award of a file; empty lines are passed over.

    Raises:
        InputError: the file is no text.
    """
    is_empty = True
    for text in file.lines():
        if not text.strip():
            continue
        is_empty = False
        line = file.line
        try:
            members = strict_json.parse_object(text.strip().encode())
        except InputError as exc:
            yield Row(line, "", {}, (Found(line, exc.pointer or "", sentence(exc.detail)),))
            continue
        found = tuple(Found(line, place, words) for place, words in _find_gaps(members))
        request: JsonObject = {name: members[name] for name in _MEMBERS[1:] if name in members}
        yield Row(line, str(members.get("externalId", "")), request, found)
    if is_empty:
        yield Found(0, "", "The file is empty.")


def _find_gaps(members: JsonObject) -> Iterator[tuple[str, str]]:
    for name in members:
        if name not in _MEMBERS:
            yield f"/{name[:80]}", "There is no such member."
    if not isinstance(members.get("externalId"), str):
        yield "/externalId", "An external id is a text."
    if not isinstance(members.get("attestation"), str | dict):
        yield "/attestation", "An attestation is a record, or the id of one."
    for name in ("awardedAt", "validUntil"):
        if name in members:
            try:
                parse_time(members[name])
            except InputError as exc:
                yield f"/{name}", sentence(exc.detail)
