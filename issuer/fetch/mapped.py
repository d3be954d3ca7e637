"""Fetchers that never touch the network: a dictionary, a folder, nothing.

`DirectoryFetch` reads the `--network` form: `network.json` maps each address to
`[media type, file name]`, so that a verification can be repeated years later. All of them apply
the same spelling rules as the guarded fetcher, so that a verdict does not depend on which one ran.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from issuer.errors import ConfigurationError, FetchError
from issuer.fetch.protocol import MAX_BYTES, Fetched, media_type_of
from issuer.fetch.urls import check_url

INDEX_NAME: Final = "network.json"


def _failed(url: str, why: str) -> FetchError:
    return FetchError(f"The document at {url[:120]!r} could not be fetched: {why}.", code="FETCH_FAILED")


def _bounded(url: str, body: bytes, max_bytes: int) -> bytes:
    if len(body) > max_bytes:
        raise _failed(url, f"it is longer than {max_bytes} bytes")
    return body


class OfflineFetch:
    """Refuses every address: for `--offline`, and for every place where nothing may be fetched."""

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Check the spelling, then say that nothing is fetched.

        Raises:
            FetchError: always.
        """
        del accept, max_bytes
        check_url(url)
        raise _failed(url, "this run does not use the network")


class MappedFetch:
    """Answers from a dictionary: the network of a test, or of one line of a batch."""

    def __init__(self, documents: Mapping[str, tuple[str, bytes]]) -> None:
        self._documents = documents

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Return the document under exactly this spelling of the address.

        Raises:
            FetchError: FETCH_BLOCKED for a forbidden spelling, FETCH_FAILED for a document that
                is missing or too long.
        """
        del accept
        check_url(url)
        found = self._documents.get(url)
        if found is None:
            raise _failed(url, "it is not part of the given network")
        media_type, body = found
        return Fetched(url=url, media_type=media_type_of(media_type), body=_bounded(url, body, max_bytes))


class FileFetch:
    """Answers from files: `url -> (media type, path)`; a file is read when it is asked for."""

    def __init__(self, files: Mapping[str, tuple[str, Path]]) -> None:
        self._files = files

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Return the bytes of the file under exactly this spelling of the address.

        Raises:
            FetchError: as `MappedFetch.get`, and FETCH_FAILED for a file that cannot be read.
        """
        del accept
        check_url(url)
        found = self._files.get(url)
        if found is None:
            raise _failed(url, "it is not part of the given network")
        media_type, path = found
        try:
            with path.open("rb") as file:
                body = file.read(max_bytes + 1)
        except (OSError, ValueError) as exc:  # A name with a zero byte is a ValueError.
            raise _failed(url, f"the file {path.name} cannot be read") from exc
        return Fetched(url=url, media_type=media_type_of(media_type), body=_bounded(url, body, max_bytes))


def read_network(entries: object, *, base: Path) -> dict[str, tuple[str, Path]]:
    """Read the `{url: [media type, file]}` form; file names are relative to `base`.

    Raises:
        ConfigurationError: the value does not have that form.
    """
    if not isinstance(entries, dict):
        raise ConfigurationError("A network must be an object of address to [media type, file].")
    files: dict[str, tuple[str, Path]] = {}
    for url, entry in entries.items():
        match entry:
            case [str() as media_type, str() as name]:
                files[str(url)] = (media_type, base / name)
            case None:  # Known to be absent: the same as not listed.
                continue
            case _:
                raise ConfigurationError(
                    f"The network entry of {str(url)[:120]!r} must be [media type, file name]."
                )
    return files


class DirectoryFetch(FileFetch):
    """Answers every fetch from `network.json` in one folder, and nothing else.

    Raises:
        ConfigurationError: the folder has no readable `network.json`, or a file name in it leaves
            the folder.
    """

    def __init__(self, directory: Path) -> None:
        index = directory / INDEX_NAME
        try:
            entries = json.loads(index.read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            raise ConfigurationError(
                f"{index} cannot be read as JSON.", hint=f"--network names a folder that holds {INDEX_NAME}."
            ) from exc
        files = read_network(entries, base=directory)
        root = directory.resolve()
        for url, (_, path) in files.items():
            if not path.resolve().is_relative_to(root):
                raise ConfigurationError(f"The network entry of {url[:120]!r} leads out of its folder.")
        super().__init__(files)
