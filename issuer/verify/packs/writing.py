"""A pack as the bytes of a zip file: the same verification gives the same bytes.

Nothing is compressed, because two libraries would compress in two ways, and every entry bears the same
date. The manifest names every other file with its size and digest.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import FetchError, InputError
from issuer.fetch import Exchange
from issuer.fetch.mapped import INDEX_NAME
from issuer.terms import vc
from issuer.verify import recognising, unzip
from issuer.verify.archive import PACK_MANIFEST
from issuer.verify.packs import pack as names
from issuer.verify.packs.forms import policy_json, record_json
from issuer.verify.packs.pack import Pack
from issuer.verify.packs.readme import readme

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3
_SUFFIXES: Final = {
    vc.MEDIA_PNG: "png",
    vc.MEDIA_JPEG: "jpg",
    vc.MEDIA_HTML: "html",
    vc.MEDIA_SVG: "svg",
    vc.MEDIA_PDF: "pdf",
    vc.MEDIA_JPEG: "jpg",
    vc.MEDIA_HTML: "html",
    vc.MEDIA_VC_JWT: "jwt",
    recognising.MEDIA_ZIP: "zip",
    vc.MEDIA_VC: "json",
}


@dataclass(frozen=True)
class Maker:
    """Who makes a pack and stands for it.

    Attributes:
        id: the identifier.
        document: its DID document, which goes into the pack.
        sign: puts the proof on a manifest that names the maker as `publisher`.
    """

    id: str
    document: bytes
    sign: Callable[[JsonObject], JsonObject]


def write_pack(pack: Pack, *, maker: Maker | None = None) -> bytes:
    """Return the zip file, its manifest signed where somebody stands for it.

    Raises:
        InputError: INPUT_TOO_LARGE: what the verification rested on is more than a pack may hold.
    """
    files = _files(pack)
    if maker is not None:
        files[names.SIGNER] = maker.document
    if sum(len(body) for body in files.values()) > unzip.MAX_BYTES or len(files) >= unzip.MAX_FILES:
        raise InputError(
            f"What this verification rested on is more than the {unzip.MAX_BYTES} bytes of a pack.",
            code="INPUT_TOO_LARGE",
        )
    said = _manifest(pack, files)
    manifest = strict_json.encode(said if maker is None else maker.sign({**said, "publisher": maker.id}))
    return zipped({names.README: files.pop(names.README), PACK_MANIFEST: manifest, **files})


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip file of these files in this order, every byte of which follows from them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, body)
    return out.getvalue()


def input_name(data: bytes) -> str:
    """Return the name under which what was handed in lies in the pack."""
    return f"{unzip.PACKED_INPUT}{_suffix(data)}"


def _suffix(data: bytes) -> str:
    """Return how a file name of these bytes ends; what is not known by name is packed all the same."""
    return _SUFFIXES.get(recognising.recognise(data), "bin")


def _files(pack: Pack) -> dict[str, bytes]:
    documents = _documents(pack.exchanges)
    parts: dict[str, Json] = {
        names.REPORT: pack.report,
        names.POLICY: policy_json(pack.policy),
        names.FETCHES: [_exchange(item, documents) for item in pack.exchanges],
        INDEX_NAME: _network(pack.exchanges, documents),
    }
    if pack.record is not None or pack.newest_lists is not None:
        parts[names.RECORD] = record_json(pack.record, pack.newest_lists)
    return {
        names.README: readme(pack, input_name(pack.data)).encode(),
        input_name(pack.data): pack.data,
        **{name: strict_json.encode(value) for name, value in parts.items()},
        **{name: body for body, name in documents.items()},
    }


def _documents(exchanges: tuple[Exchange, ...]) -> dict[bytes, str]:
    """Return a file name for every body that was fetched; the same body lies there once."""
    found: dict[bytes, str] = {}
    for exchange in exchanges:
        if not isinstance(exchange.outcome, FetchError):
            name = f"{names.DOCUMENTS}{len(found) + 1:02}.{_suffix(exchange.outcome.body)}"
            found.setdefault(exchange.outcome.body, name)
    return found


def _exchange(exchange: Exchange, documents: dict[bytes, str]) -> JsonObject:
    asked: JsonObject = {
        "url": exchange.url,
        "accept": exchange.accept,
        "answeredAt": format_time(exchange.at),
    }
    found = exchange.outcome
    if isinstance(found, FetchError):
        return {**asked, "error": {"code": found.code, "detail": found.detail}}
    headers: list[Json] = [[name, value] for name, value in found.headers]
    return {
        **asked,
        "file": documents[found.body],
        "mediaType": found.media_type,
        "headers": headers,
        "fetchedAt": None if found.fetched_at is None else format_time(found.fetched_at),
        "sha256": hashlib.sha256(found.body).hexdigest(),
    }


def _network(exchanges: tuple[Exchange, ...], documents: dict[bytes, str]) -> JsonObject:
    """Return the index that `--network FOLDER` reads, for an unpacked pack."""
    index: JsonObject = {}
    for exchange in exchanges:
        if not isinstance(exchange.outcome, FetchError):
            index.setdefault(exchange.url, [exchange.outcome.media_type, documents[exchange.outcome.body]])
    return index


def _manifest(pack: Pack, files: dict[str, bytes]) -> JsonObject:
    listed: JsonObject = {
        name: {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in files.items()
    }
    return {
        "form": names.FORM,
        "version": names.FORM_VERSION,
        "madeAt": format_time(pack.made_at),
        "checker": pack.checker,
        "verdict": pack.report["verdict"],
        "input": {"file": input_name(pack.data), "mediaType": pack.media_type, "url": pack.url},
        "contexts": dict(sorted(pack.contexts.items())),
        "files": listed,
    }
