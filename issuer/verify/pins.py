"""Pins: documents of issuers that were saved on purpose, to verify without a network later.

A folder holds `pins.json` and the documents. Nothing is saved by itself: a cache of what was fetched would
tell whom somebody verified. A document that was changed since it was saved is not answered.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject, Limits
from issuer.documents.times import format_time, parse_time
from issuer.errors import ConfigurationError, FetchError, InputError
from issuer.fetch import MAX_BYTES, Fetched, check_url

INDEX: Final = "pins.json"
FOLDER: Final = "documents"
LIMITS: Final = Limits(max_bytes=4_194_304, max_depth=4, max_keys=50_000, max_string=4_096)


@dataclass(frozen=True)
class Pin:
    """One saved document.

    Attributes:
        url: its address.
        media_type: as its server named it.
        sha256: hex digest of its bytes; also its file name.
        saved_at: when it was fetched.
    """

    url: str
    media_type: str
    sha256: str
    saved_at: datetime

    @property
    def file(self) -> str:
        """Where its bytes lie, relative to the folder."""
        return f"{FOLDER}/{self.sha256}"


def pin_of(fetched: Fetched, saved_at: datetime) -> Pin:
    """Return the pin of a document; one that came from a cache was saved when it had left its origin."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    return Pin(fetched.url, fetched.media_type, digest, fetched.fetched_at or saved_at)


def read_pins(folder: Path) -> tuple[Pin, ...]:
    """Return the pins of a folder, by address; none when it does not exist.

    Raises:
        ConfigurationError: `pins.json` cannot be read.
    """
    path = folder / INDEX
    if not path.exists():
        return ()
    try:
        return _pins(strict_json.parse(path.read_bytes(), limits=LIMITS))
    except (InputError, OSError) as exc:
        raise ConfigurationError(
            f"{path} cannot be read as a list of pins.", hint="Make the pins again with `mintmark pins add`."
        ) from exc


def index_of(pins: Iterable[Pin]) -> bytes:
    """Return the bytes of `pins.json`."""
    listed: list[Json] = [
        {
            "url": pin.url,
            "mediaType": pin.media_type,
            "sha256": pin.sha256,
            "savedAt": format_time(pin.saved_at),
        }
        for pin in sorted(pins, key=lambda pin: pin.url)
    ]
    return strict_json.encode({"pins": listed})


def _pins(written: Json) -> tuple[Pin, ...]:
    listed = written.get("pins") if isinstance(written, dict) else None
    if not isinstance(listed, list):
        raise InputError("there is no list of `pins`")
    return tuple(_pin(item) for item in listed)


def _pin(item: Json) -> Pin:
    found: JsonObject = item if isinstance(item, dict) else {}
    url, media_type, sha256 = found.get("url"), found.get("mediaType"), found.get("sha256")
    if not isinstance(url, str) or not isinstance(media_type, str) or not isinstance(sha256, str):
        raise InputError("a pin has `url`, `mediaType`, `sha256` and `savedAt`")
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set("0123456789abcdef"):
        raise InputError("the digest of a pin is SHA-256 in hexadecimal")
    return Pin(url, media_type, sha256, parse_time(found.get("savedAt"), "/savedAt"))


class PinnedFetch:
    """Answers from the pins of a folder, with their age, and nothing else.

    Raises:
        ConfigurationError: `pins.json` cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pins = {pin.url: pin for pin in read_pins(folder)}

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Return the saved document; promises as `Fetch.get`.

        Raises:
            FetchError: FETCH_FAILED when it is not pinned, cannot be read, or was changed since.
        """
        del accept
        check_url(url)
        pin = self._pins.get(url)
        if pin is None:
            raise _failed(url, "this run does not use the network, and it is not pinned")
        try:
            with (self._folder / pin.file).open("rb") as file:
                body = file.read(max_bytes + 1)
        except OSError as exc:
            raise _failed(url, "the saved copy cannot be read") from exc
        if len(body) > max_bytes:
            raise _failed(url, f"it is longer than {max_bytes} bytes")
        if hashlib.sha256(body).hexdigest() != pin.sha256:
            raise _failed(url, "the saved copy was changed since it was saved")
        return Fetched(url=url, media_type=pin.media_type, body=body, fetched_at=pin.saved_at)


def _failed(url: str, why: str) -> FetchError:
    return FetchError(f"The document at {url[:120]!r} could not be fetched: {why}.")
