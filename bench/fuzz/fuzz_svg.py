"""What must hold for baking and unbaking of SVG on any bytes.

Two other readers, ElementTree and libxml2, must see the same text in the same one place. What is baked must
come out byte for byte, and both must see the old tree with one more first child. Bytes behind the marker,
where it occurs, are the credential to bake.
"""

from typing import Final
from xml.etree import ElementTree as ET

from lxml import etree

from issuer.badges.baking import svg
from issuer.errors import InputError

MARKER: Final = b"\n%%\n"
_SPACE: Final = " \t\r\n"
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_OURS: Final = "{https://purl.imsglobal.org/ob/v3p0}credential"
_NAMES: Final = (_OURS, "{https://purl.imsglobal.org/clr/v2p0}credential")
_CODES: Final = {"IMAGE_MALFORMED", "IMAGE_TOO_LARGE", "IMAGE_WITHOUT_CREDENTIAL", "AMBIGUOUS_CONTAINER"}
CREDENTIALS: Final = (b'{"id":"urn:uuid:1","name":"\xc3\x9c ]]> <b>&amp;"}', b"eyJhbGciOiJFUzI1NiJ9.e30.AA")
_OPEN: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
)

SEEDS: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="1"><g/>text</svg>',
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- <svg> -->\n<?a b?><svg xmlns="http://www.w3.org/2000/svg" a=">">\n</svg>',
    _OPEN + b'<openbadges:credential verify="eyJ.e.e"/></svg>',
    _OPEN + b"<openbadges:credential><![CDATA[\n{}\n]]></openbadges:credential></svg>",
    _OPEN + b"<g><openbadges:credential>{}</openbadges:credential></g></svg>",
    b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    b'<?xml version="1.0" encoding="windows-1252"?><s:svg xmlns:s="http://www.w3.org/2000/svg">\xe4</s:svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"></svg>' + MARKER + b'{"a":"]]>\\n"}',
    b'<svg xmlns="http://www.w3.org/2000/svg"></svg>' + MARKER + b'{"a":\r\n1}',
)
WORDS: Final = (
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml ", b"?>", b'encoding="', b'"utf-8"', b'"iso-8859-1"', b'"utf-7"',
    b"&#13;", b"&#xD;", b"&lt;", b"&amp;", b"<!DOCTYPE", b"<!ENTITY", b"xmlns:openbadges=", b"xmlns=", b"<openbadges:",
    b"https://purl.imsglobal.org/ob/v3p0", b"https://purl.imsglobal.org/clr/v2p0", b"http://www.w3.org/2000/svg",
    b"credential", b"verify=", b"xml:space", b"standalone", MARKER, b"eyJ", b"<svg", b"</svg>", b"/>",
)  # fmt: skip


def _tree(data: bytes) -> ET.Element | None:
    """Return the tree that ElementTree sees; it cannot read a namespace that holds its own separator."""
    try:
        return ET.fromstring(data)  # noqa: S314 - a document type was refused
    except ET.ParseError:
        assert b"}" in data, "accepted although it is not well-formed"
        return None


def _texts_by_element_tree(root: ET.Element) -> list[tuple[str, int]]:
    return [
        ((child.text or "").strip(_SPACE) or child.get("verify", "").strip(_SPACE), len(child))
        for child in root
        if child.tag in _NAMES
    ]


def _texts_by_libxml2(data: bytes) -> list[str] | None:
    """Return what libxml2 sees, None where it does not read the file at all."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None
    return [
        ("".join(child.itertext()).strip(_SPACE) or (child.get("verify") or "").strip(_SPACE))
        for child in root
        if child.tag in _NAMES
    ]


def _same_tree(one: ET.Element, other: ET.Element) -> bool:
    mine, yours = list(one.iter()), list(other.iter())
    return [(e.tag, e.attrib, e.text or "", e.tail or "", len(e)) for e in mine] == [
        (e.tag, e.attrib, e.text or "", e.tail or "", len(e)) for e in yours
    ]


def _same_start(one: bytes, other: bytes) -> int:
    """Return how many first bytes two texts share."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _check_bake(picture: bytes, credential: bytes, *, sure: set[str]) -> None:
    """Bake; where it is refused, the code must be one of `sure`."""
    try:
        baked = svg.bake(picture, credential)
    except InputError as error:
        assert error.code in sure, f"refused with {error.code}: {error}"
        return
    assert svg.unbake(baked) == credential
    same = _same_start(picture, baked) + _same_start(picture[::-1], baked[::-1])
    assert same >= len(picture), "a byte of the picture is gone"
    assert _texts_by_libxml2(baked) in (None, [credential.decode()])
    before, after = _tree(picture), _tree(baked)
    if before is None or after is None:
        return
    first = after[0]
    assert first.tag == _OURS
    assert (first.text or first.get("verify")) == credential.decode()
    after.text = first.tail
    after.remove(first)
    assert _same_tree(before, after), "the picture is another one"


def check(data: bytes) -> None:
    """Raise AssertionError when baking or unbaking breaks a promise on `data`."""
    picture, marker, given = data.partition(MARKER)
    try:
        text = svg.unbake(picture)
    except InputError as error:
        assert error.code in _CODES, error.code
        if error.code == "IMAGE_WITHOUT_CREDENTIAL":
            root = _tree(picture)
            texts = [] if root is None else _texts_by_element_tree(root)
            assert not any(text for text, _ in texts), "a credential was overlooked"
            # An element without a text carries nothing, but leaves no room for another.
            sure = {"AMBIGUOUS_CONTAINER"} if texts else {"IMAGE_MALFORMED"}
            sure |= {"AMBIGUOUS_CONTAINER"} if root is None else set()
            for credential in CREDENTIALS:
                _check_bake(picture, credential, sure=sure)
            if marker:
                _check_bake(picture, given, sure=sure | {"MALFORMED_VALUE_ERROR"})
        return
    root = _tree(picture)
    if root is not None:
        assert root.tag == _SVG
        assert _texts_by_element_tree(root) == [(text.decode(), 0)]
    assert _texts_by_libxml2(picture) in (None, [text.decode()]), "libxml2 sees another text"
    try:
        svg.bake(picture, text)
    except InputError as error:
        assert error.code == "AMBIGUOUS_CONTAINER", error.code
    else:
        raise AssertionError("baked twice")
