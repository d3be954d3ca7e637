"""A strict idea of a safe picture: the elements and attributes that ours may have, and nothing else."""

import re
from xml.etree import ElementTree as ET

ELEMENTS = {
    "svg", "title", "defs", "radialGradient", "stop", "path", "circle", "rect", "g", "text", "tspan",
    "textPath",
}  # fmt: skip
ATTRIBUTES = {
    "viewBox", "width", "height", "role", "aria-label", "aria-labelledby", "lang", "id", "d", "r", "cx", "cy",
    "x", "y", "dx", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "transform", "font-size", "font-family", "font-weight", "letter-spacing",
    "text-anchor", "textLength", "lengthAdjust", "href", "startOffset", "offset", "stop-color",
    "stop-opacity", "gradientUnits", "shape-rendering",
}  # fmt: skip
NAMESPACE = "{http://www.w3.org/2000/svg}"
OWN_REFERENCE = re.compile(r"#[a-z][a-z0-9]+|url\(#[a-z][a-z0-9]+\)")


def read(svg: bytes) -> ET.Element:
    """Parse a picture and hold it to the lists."""
    text = svg.decode()
    assert "<!" not in text
    assert "<?" not in text
    root = ET.fromstring(text)  # noqa: S314  (drawn here, and no declaration is in it)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in root.iter():
        assert node.tag.startswith(NAMESPACE)
        assert node.tag.removeprefix(NAMESPACE) in ELEMENTS
        assert set(node.attrib) <= ATTRIBUTES, node.attrib
        for name, value in node.attrib.items():
            if name == "href" or "url" in value:
                assert OWN_REFERENCE.fullmatch(value)
                assert value.strip("url()#") in ids
    return root


def words_of(root: ET.Element) -> list[str]:
    """Return the text of every line that is drawn."""
    return ["".join(node.itertext()) for node in root.iter(NAMESPACE + "text")]


def title_of(root: ET.Element) -> str:
    """Return the words of a picture."""
    return root.findtext(NAMESPACE + "title") or ""
