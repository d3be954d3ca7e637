"""The `--network` form of this installation: every public document of ours as a file beside an index.

`network.json` maps each address to `[media type, file name]`, as `fetch.mapped.DirectoryFetch` reads it,
so that a verifier without a network can repeat a verification. Status lists are good for a day: later
the moment has to be told (`mintmark verify --now`).
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.fetch.mapped import INDEX_NAME
from issuer.services import addresses, publication
from issuer.services.toolkit import Toolkit

FOLDER: Final = "network"


def files(toolkit: Toolkit, also: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file: the documents, then the index of them.

    Args:
        toolkit: what to work with.
        also: paths of documents that are in no list, for whoever is handed their address.

    Raises:
        KeyUnavailableError: a status list must be signed and no key can.
    """
    index: JsonObject = {}
    for path in (*addresses.published_paths(toolkit), *also):
        document = publication.document_at(toolkit, path)
        name = f"{FOLDER}/{file_name(path)}"
        index[toolkit.url(path)] = [document.media_type, name]
        yield name, document.body
    yield INDEX_NAME, strict_json.encode(index)


def file_name(path: str) -> str:
    """Return a flat file name for a path: "/p/scsc/did.json" gives "p.scsc.did.json"."""
    flat = path.strip("/.").replace("/", ".")
    return flat if PurePosixPath(path).suffix == ".json" else f"{flat}.json"
