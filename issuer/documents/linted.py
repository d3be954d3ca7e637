"""What the linter has passed: the one kind of document that `signing` accepts.

Made by `lint` from a document, and by a template (`templates`) for one that differs from a linted document in
values of a known kind alone. Either way it is taken once, as a document or as its JSON text.
"""

import hashlib
from collections.abc import Callable
from typing import Final, NoReturn

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import SigningError

KEY: Final = object()
"""For `lint` and `templates` alone; a test looks for anybody else who takes it."""


class LintedDocument:
    """A document that passed the linter; made nowhere else, taken once, neither copied nor pickled."""

    __slots__ = ("_canonical", "_contents", "_digest", "_frame", "_schema", "_text")

    def __init__(
        self,
        key: object,
        content: JsonObject | bytes,
        *,
        frame: JsonObject,
        schema: str,
        canonical_nquads: bytes | Callable[[], bytes],
        canonical_sha256: bytes | None = None,
    ) -> None:
        """Refuse every caller but the linter.

        Args:
            key: `KEY`.
            content: the document, or its JSON text as `strict_json.encode` writes it.
            frame: members of the document; its contexts and its issuer are among them.
            schema: the name of the schema that it fits.
            canonical_nquads: its canonical N-Quads, or what makes them where their digest alone is kept.
            canonical_sha256: their digest, where it is known.
        """
        if key is not KEY:
            raise SigningError("only the linter makes a linted document")
        self._contents = [content]
        self._text: bytes | None = None
        self._frame = frame
        self._schema = schema
        self._canonical = canonical_nquads
        self._digest = canonical_sha256

    @property
    def schema(self) -> str:
        """The name of the schema that the document fits."""
        return self._schema

    @property
    def frame(self) -> JsonObject:
        """Members of the document, its `@context` and `issuer` among them; to be read and not changed."""
        return self._frame

    @property
    def canonical_nquads(self) -> bytes:
        """The canonical N-Quads (RDFC-1.0 with SHA-256) of the document, so that signing need not make them again."""
        return self._canonical if isinstance(self._canonical, bytes) else self._canonical()

    @property
    def canonical_sha256(self) -> bytes:
        """The SHA-256 digest of the canonical N-Quads, which is what a signature covers."""
        if self._digest is None:
            self._digest = hashlib.sha256(self.canonical_nquads).digest()
        return self._digest

    @property
    def text(self) -> bytes:
        """The document as compact JSON text, as `strict_json.encode` writes it; to be kept, not to be signed.

        Raises:
            SigningError: the document was taken.
        """
        try:
            return self._written(self._contents[0])
        except IndexError:
            raise _taken() from None

    def take(self) -> JsonObject:
        """Give the document away; the second call is refused, so nothing is signed twice by mistake.

        Raises:
            SigningError: it was taken before.
        """
        content = self._take()
        return strict_json.parse_object(content) if isinstance(content, bytes) else content

    def take_text(self) -> bytes:
        """Give the document away as compact JSON text.

        Raises:
            SigningError: it was taken before.
        """
        return self._written(self._take())

    def _take(self) -> JsonObject | bytes:
        try:
            # One atomic step: of two threads only one finds the document.
            return self._contents.pop()
        except IndexError:
            raise _taken() from None

    def _written(self, content: JsonObject | bytes) -> bytes:
        if self._text is None:
            self._text = content if isinstance(content, bytes) else strict_json.encode(content)
        return self._text

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse copies, which could be taken a second time."""
        raise SigningError("a linted document is not copied; lint again to sign again")


def _taken() -> SigningError:
    return SigningError("this linted document was taken before; lint again to sign again")
