"""Addresses under our own base, answered from our own store and never from the network (design.md section 5).

Stands in front of another fetcher with the same promises, so that the verifier needs no second way
to look up a key or a status list of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from issuer.errors import FetchError, NotFoundError
from issuer.fetch import MAX_BYTES, Fetch, Fetched, check_url


@dataclass(frozen=True)
class Published:
    """One document as the world may read it.

    Attributes:
        path: path and nothing else, beginning with a slash.
        media_type: its type, without parameters.
        body: its exact bytes.
    """

    path: str
    media_type: str
    body: bytes


class LocalFetch:
    """Answers our own addresses from `publish`, every other one from `elsewhere`."""

    def __init__(self, *, base_url: str, publish: Callable[[str], Published], elsewhere: Fetch) -> None:
        self._prefix = base_url + "/"
        self._publish = publish
        self._elsewhere = elsewhere

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `Fetch.get`.

        Raises:
            FetchError: FETCH_FAILED when nothing of ours lies at that address; as `elsewhere` otherwise.
        """
        check_url(url)
        if not url.startswith(self._prefix):
            return self._elsewhere.get(url, accept=accept, max_bytes=max_bytes)
        try:
            published = self._publish("/" + url.removeprefix(self._prefix))
        except NotFoundError as exc:
            raise FetchError(f"Nothing is published here at {url[:120]!r}.", code="FETCH_FAILED") from exc
        if len(published.body) > max_bytes:
            raise FetchError(
                f"The document at {url[:120]!r} is longer than {max_bytes} bytes.", code="FETCH_FAILED"
            )
        return Fetched(url=url, media_type=published.media_type, body=published.body)
