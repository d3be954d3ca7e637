"""Ready certificates, and a reader of what a PDF says of itself."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject

from issuer.badges.certificate import Certificate
from tests.badges.artwork.pieces import credential, issuer

# Bytes that a careless hand would change: no newline at the end, escapes, CR, letters beyond ASCII.
CREDENTIAL = (
    b'{"@context":[],\r\n "type" : ["VerifiableCredential"], "n":"\xc3\xa9\\u00e9\xe2\x80\xa8","x":'
    + b"1" * 9000
    + b"}"
)
PAGE = "https://badges.demo.example/c/0f8c5f6e-2d1b-4f7e-9a53-6d0c9b1e7a42"


def certificate(**change: Any) -> Certificate:
    values: dict[str, Any] = {
        "achievement": credential(),
        "profile": issuer(timezone="America/Chicago"),
        "holder": "Marigold Quillfeather",
        "awarded_at": datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
        "valid_until": None,
        "number": "SCSC-7K4F-9Q2M-X",
        "page_url": PAGE,
        "verify_url": "https://badges.demo.example/verify",
        "credential": CREDENTIAL,
    }
    return Certificate(**(values | change))


@dataclass(frozen=True)
class Paper:
    """What a PDF says of itself."""

    reader: pypdf.PdfReader

    @property
    def root(self) -> DictionaryObject:
        root = self.reader.trailer["/Root"].get_object()
        assert isinstance(root, DictionaryObject)
        return root

    @property
    def xmp(self) -> str:
        return str(self.root["/Metadata"].get_object().get_data().decode())  # type: ignore[union-attr]

    @property
    def text(self) -> str:
        """Return the words in one line, without the places where long words may break."""
        text = " ".join(page.extract_text() for page in self.reader.pages)
        return " ".join(text.replace("\u200b", "").split())

    def structure(self) -> list[tuple[str, str]]:
        """Return tag and alternative text of every element of the structure tree."""
        found: list[tuple[str, str]] = []

        def walk(node: Any) -> None:
            node = node.get_object() if isinstance(node, IndirectObject) else node
            if isinstance(node, ArrayObject):
                for child in node:
                    walk(child)
            elif isinstance(node, DictionaryObject):
                if "/S" in node:
                    found.append((str(node["/S"]), str(node.get("/Alt", ""))))
                walk(node.get("/K", ArrayObject()))

        walk(self.root["/StructTreeRoot"])
        return found

    def fonts(self) -> list[DictionaryObject]:
        """Return the descriptor of every font that any part of the document uses."""
        seen: dict[int, PdfObject] = {}
        waiting: list[PdfObject] = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, IndirectObject):
                if node.idnum not in seen:
                    seen[node.idnum] = node.get_object() or NullObject()
                    waiting.append(seen[node.idnum])
            elif isinstance(node, ArrayObject):
                waiting += list.__iter__(node)
            elif isinstance(node, DictionaryObject):
                waiting += [node.raw_get(key) for key in node]
        return [
            node
            for node in seen.values()
            if isinstance(node, DictionaryObject) and node.get("/Type") == "/FontDescriptor"
        ]


def read(pdf: bytes) -> Paper:
    return Paper(pypdf.PdfReader(io.BytesIO(pdf), strict=True))
