"""Bake a credential into an SVG and take it out again (OB 3.0: `openbadges:credential` in the root).

JSON stands in CDATA, a compact JWS in the attribute `verify`. The reader uses expat with every door
shut: a document type (but the one of W3C that declares nothing), an entity, a zero byte, an encoding that expat does not know or too much of
anything is refused. What is baked is read back before it leaves. No picture is drawn here.
"""

import re
from typing import Final
from xml.parsers import expat

from issuer.errors import InputError
from issuer.terms import ob, ob2

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_PARTS: Final = 20_000
"""Most elements, comments, instructions and namespaces together."""
SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_PREFIX: Final = "openbadges"
_NAMES: Final = frozenset(
    {f"{ob.SVG_NAMESPACE} credential", "https://purl.imsglobal.org/clr/v2p0 credential"}
)
_OLDER: Final = frozenset({f"{ob2.SVG_NAMESPACE} assertion"})
_SPACE: Final = " \t\r\n"
_JWS_START: Final = b"eyJ"
# What may stand before the root element. A document type can stand nowhere else.
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\r\n]++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
# The document type that drawing programs write; it declares nothing itself, and the file it names is not read.
_W3C_KIND: Final = "-//W3C//DTD SVG "
_W3C_DOCTYPE: Final = re.compile(
    rb"<!DOCTYPE\s+svg\s+PUBLIC\s+\"-//W3C//DTD SVG [A-Za-z0-9. ]*//EN\"\s+\"https?://www\.w3\.org/[A-Za-z0-9./_-]*\"\s*>"
)
# A start tag of a document that is known to be well-formed: ">" may stand in a quoted value.
_TAG: Final = re.compile(rb"<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ASCII_KIND: Final = frozenset({"", "utf-8", "us-ascii"})


class _Reader:
    """Follows one SVG, keeps the credential elements that are direct children of the root.

    Args:
        names: the credential elements, with their namespace.

    Attributes:
        found: the text and the attribute `verify` of each credential element.
        root_at: offset of the root's start tag.
        encoding: the encoding that the document declares, lower case, "" for none.
        prefix_means: the namespace that the root gives to our prefix, None where it gives none.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self.found: list[tuple[str, str]] = []
        self._names = names
        self.root_at = 0
        self.encoding = ""
        self.prefix_means: str | None = None
        self._depth = 0
        self._parts = 0
        self._inside = False
        self._attribute = ""
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.CommentHandler = self._aside
        self._parser.ProcessingInstructionHandler = self._aside
        self._parser.StartDoctypeDeclHandler = self._kind
        self._parser.SkippedEntityHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype
        self._parser.UnparsedEntityDeclHandler = self._doctype
        self._parser.ExternalEntityRefHandler = self._external

    @staticmethod
    def _kind(_name: str, _system: str | None, public: str | None, declares: object) -> None:
        if declares or not (public or "").startswith(_W3C_KIND):
            raise _malformed("declares a document type or an entity")

    @staticmethod
    def _doctype(*_parts: object) -> None:
        raise _malformed("declares a document type or an entity")

    @staticmethod
    def _external(*_parts: object) -> int:
        raise _malformed("asks for another file")

    def _count(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise InputError("the SVG has more parts than a badge needs", code="IMAGE_TOO_LARGE")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "").lower()

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._count()
        if self._depth == 0 and prefix == _PREFIX:
            self.prefix_means = uri

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _malformed(f"is nested more than {MAX_DEPTH} deep")
        self._count()
        if self._depth == 1:
            if name != f"{SVG_NAMESPACE} svg":
                raise InputError("this is not an SVG picture", code="IMAGE_MALFORMED")
            self.root_at = self._parser.CurrentByteIndex
        if self._inside:
            raise _malformed("holds another element inside the credential")
        if name in self._names:
            if self._depth != 2:  # noqa: PLR2004  (a direct child of the root)
                raise _malformed("has the credential in the wrong place")
            self._inside = True
            self._attribute = attributes.get("verify", "").strip(_SPACE)
            self._text = []

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._inside:
            return
        self._inside = False
        self.found.append(("".join(self._text).strip(_SPACE), self._attribute))

    def _characters(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def _aside(self, *_parts: str) -> None:
        self._count()
        # Readers differ in what text they see around a comment.
        if self._inside:
            raise _malformed("has a comment or an instruction inside the credential")

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as exc:
            raise _malformed("is not well-formed XML") from exc
        except (LookupError, ValueError) as exc:
            raise _malformed("is in an encoding that is not read here") from exc


def _malformed(what: str) -> InputError:
    return InputError(f"the SVG {what}", code="IMAGE_MALFORMED")


def _read(data: bytes, names: frozenset[str] = _NAMES) -> _Reader:
    if len(data) > MAX_BYTES:
        raise InputError(f"the picture is larger than {MAX_BYTES} bytes", code="IMAGE_TOO_LARGE")
    if b"\x00" in data:
        raise _malformed("holds a zero byte")
    # The handlers refuse it too, but expat goes on to the end of its input after their refusal.
    prolog = _PROLOG.match(data)
    begins = 0 if prolog is None else prolog.end()
    if data.startswith(b"<!", begins) and not _W3C_DOCTYPE.match(data, begins):
        raise _malformed("declares a document type or an entity")
    reader = _Reader(names)
    reader.read(data)
    return reader


def unbake(data: bytes) -> bytes:
    """Return the credential (JSON or compact JWS) that an SVG carries.

    Raises:
        InputError: IMAGE_MALFORMED, IMAGE_TOO_LARGE, IMAGE_WITHOUT_CREDENTIAL or AMBIGUOUS_CONTAINER.
    """
    text, attribute = _only(_read(data).found)
    if text and attribute:
        raise InputError(
            "the credential element of the SVG holds a token and a text", code="AMBIGUOUS_CONTAINER"
        )
    if not text and not attribute:
        raise InputError(
            "the picture carries no credential; ask for the original file", code="IMAGE_WITHOUT_CREDENTIAL"
        )
    return (text or attribute).encode("utf-8")


def unbake_older(data: bytes) -> bytes | None:
    """Return what a badge of Open Badges 2.0 carries: a token, an address or, where it names none, JSON.

    An address comes with the JSON that was there when it was baked; what the address answers counts.

    Raises:
        InputError: IMAGE_MALFORMED, IMAGE_TOO_LARGE or AMBIGUOUS_CONTAINER.
    """
    text, attribute = _only(_read(data, _OLDER).found)
    return (attribute or text).encode("utf-8") or None


def _only(found: list[tuple[str, str]]) -> tuple[str, str]:
    if len(found) > 1:
        raise InputError("the picture carries more than one credential", code="AMBIGUOUS_CONTAINER")
    return found[0] if found else ("", "")


def bake(data: bytes, credential: bytes) -> bytes:
    """Return the SVG with the credential as first child of its root; every other byte stays as it was.

    Args:
        data: an SVG without a credential, in UTF-8.
        credential: the exact bytes of the signed JSON, or a compact JWS.

    Raises:
        InputError: the picture is not sound, or carries a credential already, or the credential is of a
            kind that XML would not give back byte for byte (spaces around it, CR, a control character).
    """
    reader = _read(data)
    if reader.found:
        raise InputError("the picture carries a credential already", code="AMBIGUOUS_CONTAINER")
    if reader.encoding not in _ASCII_KIND:
        raise _malformed("is not in UTF-8")
    root = _TAG.match(data, reader.root_at)
    if root is None or root.group().endswith(b"/>"):
        raise InputError("the SVG has no open root element", code="IMAGE_MALFORMED")
    if reader.prefix_means not in {None, ob.SVG_NAMESPACE}:
        raise _malformed(f"uses the prefix {_PREFIX} for something else")
    namespace = b"" if reader.prefix_means else f' xmlns:{_PREFIX}="{ob.SVG_NAMESPACE}"'.encode()
    opened = root.end() - 1
    baked = data[:opened] + namespace + b">" + _element(credential) + data[root.end() :]
    _require_same(baked, credential)
    return baked


def _element(credential: bytes) -> bytes:
    if credential.startswith(_JWS_START):
        return b'<openbadges:credential verify="' + credential + b'"/>'
    # "]]>" cannot stand in CDATA; the section is closed and opened again inside it.
    safe = credential.replace(b"]]>", b"]]]]><![CDATA[>")
    return b"<openbadges:credential><![CDATA[" + safe + b"]]></openbadges:credential>"


def _require_same(baked: bytes, credential: bytes) -> None:
    """Read the credential back, so that no badge leaves that others would read differently."""
    try:
        same = unbake(baked) == credential
    except InputError as exc:
        if exc.code == "IMAGE_TOO_LARGE":
            raise
        raise InputError("the credential holds what cannot stand in an SVG") from exc
    if not same:
        raise InputError("the credential would not come out of the SVG byte for byte")
