"""Bake a credential into an SVG and take it out again (OB 3.0: `openbadges:credential` in the root).

JSON stands in CDATA, a compact JWS in the attribute `verify`. The reader uses expat with every
door shut: a document type, an entity, a processing instruction or too much of anything is refused.
"""

import re
from typing import Final
from xml.parsers import expat

from issuer.errors import InputError
from issuer.terms import ob

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 20_000
SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_NAMES: Final = frozenset(
    {f"{ob.SVG_NAMESPACE} credential", "https://purl.imsglobal.org/clr/v2p0 credential"}
)
_ROOT: Final = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_JWS_START: Final = b"eyJ"


class _Reader:
    """Follows one SVG, keeps the credential elements that are direct children of the root."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.inside = False
        self.text: list[str] = []
        self.found: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.UnparsedEntityDeclHandler = self._doctype
        self.parser.ExternalEntityRefHandler = self._external

    @staticmethod
    def _doctype(*_parts: object) -> None:
        raise InputError("the SVG declares a document type or an entity", code="IMAGE_MALFORMED")

    @staticmethod
    def _external(*_parts: object) -> int:
        raise InputError("the SVG asks for another file", code="IMAGE_MALFORMED")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise InputError("the SVG has more parts than a badge needs", code="IMAGE_TOO_LARGE")
        if self.depth == 1 and name != f"{SVG_NAMESPACE} svg":
            raise InputError("this is not an SVG picture", code="IMAGE_MALFORMED")
        if name in _NAMES:
            if self.depth != 2:  # noqa: PLR2004  (a direct child of the root)
                raise InputError(
                    "the credential stands in the wrong place of the SVG", code="IMAGE_MALFORMED"
                )
            self.inside = True
            self.text = [attributes["verify"]] if "verify" in attributes else []
        elif self.inside:
            raise InputError(
                "the credential element of the SVG holds another element", code="IMAGE_MALFORMED"
            )

    def _end(self, name: str) -> None:
        self.depth -= 1
        if name in _NAMES:
            self.inside = False
            self.found.append("".join(self.text).strip())

    def _characters(self, text: str) -> None:
        if self.inside:
            self.text.append(text)

    def read(self, data: bytes) -> list[str]:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as exc:
            raise InputError("the SVG is not well-formed XML", code="IMAGE_MALFORMED") from exc
        return self.found


def _read(data: bytes) -> list[str]:
    if len(data) > MAX_BYTES:
        raise InputError(f"the picture is larger than {MAX_BYTES} bytes", code="IMAGE_TOO_LARGE")
    # Both may only hide what a reader sees: markup before the parser's own refusal costs memory.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("the SVG declares a document type or an entity", code="IMAGE_MALFORMED")
    return _Reader().read(data)


def unbake(data: bytes) -> bytes:
    """Return the credential (JSON or compact JWS) that an SVG carries.

    Raises:
        InputError: IMAGE_MALFORMED, IMAGE_TOO_LARGE, IMAGE_WITHOUT_CREDENTIAL or AMBIGUOUS_CONTAINER.
    """
    found = _read(data)
    if not found or not found[0]:
        raise InputError(
            "the picture carries no credential; ask for the original file", code="IMAGE_WITHOUT_CREDENTIAL"
        )
    if len(found) > 1:
        raise InputError("the picture carries more than one credential", code="AMBIGUOUS_CONTAINER")
    return found[0].encode("utf-8")


def bake(data: bytes, credential: bytes) -> bytes:
    """Return the SVG with the credential as first child of its root.

    Args:
        data: an SVG without a credential.
        credential: the exact bytes of the signed JSON, or a compact JWS.

    Raises:
        InputError: the picture is not sound, or carries a credential already.
    """
    if _read(data):
        raise InputError("the picture carries a credential already", code="AMBIGUOUS_CONTAINER")
    root = _ROOT.search(data)
    if root is None or root.group().endswith(b"/>"):
        raise InputError("the SVG has no open root element", code="IMAGE_MALFORMED")
    namespace = b' xmlns:openbadges="' + ob.SVG_NAMESPACE.encode() + b'"'
    if credential.startswith(_JWS_START):
        element = b'<openbadges:credential verify="' + credential + b'"/>'
    else:
        # "]]>" cannot stand in CDATA; the section is closed and opened again inside it.
        safe = credential.replace(b"]]>", b"]]]]><![CDATA[>")
        element = b"<openbadges:credential><![CDATA[" + safe + b"]]></openbadges:credential>"
    opened = root.end() - 1
    return data[:opened] + namespace + b">" + element + data[root.end() :]
