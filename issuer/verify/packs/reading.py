"""From the bytes of a zip file to a pack, or a refusal; the bytes are a stranger's.

Unpacked within limits in a worker. Every file must be named in the manifest with its digest, and none may
be missing: a pack of which a byte was changed is refused as a whole. Whoever rewrites the manifest as well
is found out only by repeating, or by a signature.
"""

import hashlib
from typing import Final

from issuer.documents.strict_json import Json, JsonObject, Limits, parse
from issuer.documents.times import parse_time
from issuer.errors import FetchError, InputError
from issuer.fetch import Exchange, Fetched
from issuer.verify import unzip
from issuer.verify.archive import PACK_MANIFEST
from issuer.verify.packs import pack as names
from issuer.verify.packs.forms import (
    object_of,
    optional_moment,
    optional_text,
    read_policy,
    read_record,
    required_text,
    wrong,
)
from issuer.verify.packs.pack import Pack
from issuer.workers import Workers

MOST_BYTES: Final = unzip.MAX_BYTES + 1_048_576
"""Nothing in a pack is compressed; the rest is names and sizes."""
LIMITS: Final = Limits(
    max_bytes=unzip.MAX_FILE, max_depth=200, max_keys=1_000_000, max_string=1_048_576, max_items=1_000_000
)
"""A report on a zip of a hundred credentials holds all of them."""


def read_pack(data: bytes, *, workers: Workers) -> Pack:
    """Return the pack that the bytes hold.

    Raises:
        InputError: PACK_CHANGED when a file is not as the manifest says; other codes when it cannot be read as
            a pack.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"the evidence pack is larger than {MOST_BYTES} bytes", code="INPUT_TOO_LARGE")
    files = _files(workers.run("issuer.verify.unzip:unpack_pack", data))
    manifest = _manifest(files)
    given = object_of(manifest.get("input"), PACK_MANIFEST)
    record, newest = (None, None)
    if names.RECORD in files:
        record, newest = read_record(_json(files, names.RECORD))
    contexts = object_of(manifest.get("contexts"), PACK_MANIFEST)
    return Pack(
        data=_file(files, required_text(given, "file", PACK_MANIFEST)),
        media_type=optional_text(given, "mediaType", PACK_MANIFEST),
        url=optional_text(given, "url", PACK_MANIFEST),
        policy=read_policy(_json(files, names.POLICY)),
        exchanges=_exchanges(files),
        record=record,
        newest_lists=newest,
        report=object_of(_json(files, names.REPORT), names.REPORT),
        made_at=parse_time(manifest.get("madeAt"), "/madeAt"),
        checker=required_text(manifest, "checker", PACK_MANIFEST),
        contexts={url: str(sha256) for url, sha256 in contexts.items()},
    )


def _manifest(files: dict[str, bytes]) -> JsonObject:
    """Return the manifest, once every file is as it says."""
    if PACK_MANIFEST not in files:
        raise InputError(
            f"This zip file is no evidence pack: it holds no {PACK_MANIFEST}.", code="PARSING_ERROR"
        )
    manifest = object_of(_json(files, PACK_MANIFEST), PACK_MANIFEST)
    if (manifest.get("form"), manifest.get("version")) != (names.FORM, names.FORM_VERSION):
        raise InputError("This evidence pack is of an edition that is not read here.", code="PARSING_ERROR")
    listed = object_of(manifest.get("files"), PACK_MANIFEST)
    odd = sorted((listed.keys() ^ files.keys()) - {PACK_MANIFEST})
    if odd:
        raise _changed(f"{_short(odd[0])} was {'taken out' if odd[0] in listed else 'put in'} afterwards")
    for name, entry in listed.items():
        said = object_of(entry, PACK_MANIFEST)
        if said.get("sha256") != hashlib.sha256(files[name]).hexdigest():
            raise _changed(f"{_short(name)} is not the file that was put in")
    return manifest


def _changed(what: str) -> InputError:
    return InputError(f"The evidence pack was changed: {what}.", code="PACK_CHANGED")


def _exchanges(files: dict[str, bytes]) -> tuple[Exchange, ...]:
    written = _json(files, names.FETCHES)
    if not isinstance(written, list):
        raise wrong(names.FETCHES, "the whole")
    return tuple(_exchange(object_of(item, names.FETCHES), files) for item in written)


def _exchange(written: JsonObject, files: dict[str, bytes]) -> Exchange:
    url = required_text(written, "url", names.FETCHES)
    return Exchange(
        url=url,
        accept=required_text(written, "accept", names.FETCHES),
        at=parse_time(written.get("answeredAt"), "/answeredAt"),
        outcome=_fetched(url, written, files) if "file" in written else _refused(written),
    )


def _fetched(url: str, written: JsonObject, files: dict[str, bytes]) -> Fetched:
    headers: list[tuple[str, str]] = []
    listed = written.get("headers")
    for item in listed if isinstance(listed, list) else []:
        match item:
            case [str() as name, str() as value]:
                headers.append((name, value))
            case _:
                raise wrong(names.FETCHES, "headers")
    return Fetched(
        url=url,
        media_type=required_text(written, "mediaType", names.FETCHES),
        body=_file(files, required_text(written, "file", names.FETCHES)),
        fetched_at=optional_moment(written.get("fetchedAt")),
        headers=tuple(headers),
    )


def _refused(written: JsonObject) -> FetchError:
    error = object_of(written.get("error"), names.FETCHES)
    code = required_text(error, "code", names.FETCHES)
    if code not in {"FETCH_FAILED", "FETCH_BLOCKED", "FETCH_GONE"}:
        raise wrong(names.FETCHES, "code")
    return FetchError(required_text(error, "detail", names.FETCHES), code=code)


def _json(files: dict[str, bytes], name: str) -> Json:
    return parse(_file(files, name), limits=LIMITS)


def _file(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise InputError(f"The evidence pack holds no {_short(name)}.", code="PARSING_ERROR")
    return files[name]


def _short(name: str) -> str:
    return repr(name[:80])


def _files(found: object) -> dict[str, bytes]:
    if not isinstance(found, list):
        raise TypeError("the unpacker gives a list")
    return {str(name): bytes(content) for name, content in found}
