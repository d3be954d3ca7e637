"""SVG: the credential comes out as it went in, the picture stays, and unsound files are named."""

import json
import re
import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.badges.baking import svg
from issuer.errors import InputError
from tests.badges.baking import pictures as p

NAME = "{https://purl.imsglobal.org/ob/v3p0}credential"
TEXTS = st.dictionaries(
    st.text(), st.text(st.characters(codec="utf-8", exclude_characters="\x7f")), max_size=4
)


def require_code(code: str, data: bytes, credential: bytes | None = None) -> None:
    with pytest.raises(InputError) as error:
        svg.bake(data, credential) if credential is not None else svg.unbake(data)
    assert error.value.code == code


@pytest.mark.parametrize("credential", [p.JSON, p.TOKEN], ids=["json", "token"])
def test_what_is_baked_comes_out_and_nothing_else_changes(credential: bytes) -> None:
    picture = p.svg("<title>A badge</title>")
    baked = svg.bake(picture, credential)
    assert svg.unbake(baked) == credential
    root = ET.fromstring(baked)  # noqa: S314 - our own bytes
    first = root[0]
    assert first.tag == NAME
    assert (first.get("verify") or first.text) == credential.decode()
    spliced = baked.replace(b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"', b"", 1)
    assert re.sub(rb"<openbadges:credential.*(?:</openbadges:credential>|\"/>)", b"", spliced) == picture


@given(texts=TEXTS, ascii_only=st.booleans())
def test_any_json_comes_out_byte_for_byte_or_does_not_go_in(
    *, texts: dict[str, str], ascii_only: bool
) -> None:
    credential = json.dumps(texts, ensure_ascii=ascii_only).encode("utf-8")
    try:
        baked = svg.bake(p.svg(), credential)
    except InputError:
        # XML 1.0 has no form for these (section 2.2), and JSON need not escape DEL, FFFE and FFFF.
        assert not ascii_only
        assert re.search("[\ufffe\uffff]", credential.decode())
    else:
        assert svg.unbake(baked) == credential


@pytest.mark.parametrize(
    "credential",
    [b"", b" {}", b"{}\n", b'{\r\n"a":1}', b"{\x00}", b"{\x01}", b"\xff", b"{\xef\xbf\xbf}", b"eyJ<",
     b'eyJ"/><script/><g a="', b"eyJ&amp;", b"eyJ\n.e.e"],
)  # fmt: skip
def test_what_would_not_come_out_the_same_does_not_go_in(credential: bytes) -> None:
    require_code("MALFORMED_VALUE_ERROR", p.svg(), credential)


ROOTS = {
    "a comment that shows a root": p.svg(prolog="<!-- <svg> -->"),
    "a declaration": p.svg(prolog='<?xml version="1.0" encoding="UTF-8"?>\n<?look <svg> ?>\n'),
    "a byte order mark": b"\xef\xbb\xbf" + p.svg(),
    "a larger sign in a value": p.svg(root=""" data-a=">" data-b='">'"""),
    "a slash at the end": p.svg(root=' data-a="/"'),
    "a prefix": b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
    "our prefix": p.svg(root=' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'),
    "another root inside": p.svg("<svg><svg/></svg>"),
    "a document type in words": p.svg("<text>&lt;!DOCTYPE&gt; <![CDATA[<!DOCTYPE html><!ENTITY]]></text>"),
    "line ends": p.svg("\n  <g/>\r\n", root='\n  width="1"\n'),
    "a script": p.svg("<script>alert(1)</script>", root=' onload="alert(1)"'),
}


@pytest.mark.parametrize("picture", ROOTS.values(), ids=ROOTS.keys())
@pytest.mark.parametrize(
    "credential", [p.JSON, p.TOKEN, b'{"a":"<!DOCTYPE x>"}'], ids=["json", "token", "words"]
)
def test_the_root_is_found_where_the_parser_finds_it(picture: bytes, credential: bytes) -> None:
    baked = svg.bake(picture, credential)
    assert svg.unbake(baked) == credential
    before, after = ET.fromstring(picture), ET.fromstring(baked)  # noqa: S314 - our own bytes
    assert after[0].tag == NAME
    del after[0]
    assert (before.attrib, len(before)) == (after.attrib, len(after))


@pytest.mark.parametrize(
    "picture",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        p.svg(root=' xmlns:openbadges="https://example.org/other"'),
        p.svg(prolog='<?xml version="1.0" encoding="iso-8859-1"?>'),
        p.svg(prolog='<?xml version="1.0" encoding="windows-1252"?>'),
    ],
    ids=["closed root", "foreign prefix", "latin-1", "windows-1252"],
)
def test_some_pictures_cannot_carry_a_credential(picture: bytes) -> None:
    require_code("IMAGE_MALFORMED", picture, b"{}")


def test_the_element_of_a_transcript_is_read_too() -> None:
    element = '<c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0"> {"a":1}\n</c:credential>'
    assert svg.unbake(p.svg(element)) == b'{"a":1}'


def test_a_text_in_another_known_encoding_is_read() -> None:
    latin = p.svg(p.element("{\u00e4}"), prolog='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert svg.unbake(latin.decode().encode("latin-1")) == "{\u00e4}".encode()


ONE = p.element("{}")
W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'


def test_the_document_type_of_drawing_programs_is_read() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    assert svg.unbake(p.svg(ONE, prolog=f"{head}{W3C}>\n")) == b"{}"
    assert svg.unbake(svg.bake(p.svg(prolog=f"{head}{W3C}>\n"), p.JSON)) == p.JSON


UNSOUND = {
    "a document type that declares": (p.svg(ONE, prolog=W3C + ' [<!ENTITY a "b">]>'), "IMAGE_MALFORMED"),
    "an entity nobody declares": (p.svg("&a;" + ONE, prolog=W3C + ">"), "IMAGE_MALFORMED"),
    "a document type elsewhere": (
        p.svg(ONE, prolog=W3C.replace("www.w3.org", "attacker.example") + ">"),
        "IMAGE_MALFORMED",
    ),
    "nothing": (b"", "IMAGE_MALFORMED"),
    "no xml": (b"{}", "IMAGE_MALFORMED"),
    "another root": (b"<html><svg/></html>", "IMAGE_MALFORMED"),
    "no namespace": (b"<svg></svg>", "IMAGE_MALFORMED"),
    "cut short": (p.svg(ONE)[:-1], "IMAGE_MALFORMED"),
    "more behind": (p.svg(ONE) + b"<g/>", "IMAGE_MALFORMED"),
    "a document type": (p.svg(ONE, prolog="<!DOCTYPE svg>"), "IMAGE_MALFORMED"),
    "a hidden document type": (p.svg(ONE, prolog="<?a ?> <!-- b -->\n<!DOCTYPE svg>"), "IMAGE_MALFORMED"),
    "an entity": (p.svg("&a;", prolog='<!DOCTYPE svg [<!ENTITY a "b">]>'), "IMAGE_MALFORMED"),
    "another file": (p.svg(ONE, prolog='<!DOCTYPE svg SYSTEM "file:///etc/hostname">'), "IMAGE_MALFORMED"),
    "utf-16": (p.svg(ONE).decode().encode("utf-16"), "IMAGE_MALFORMED"),
    "an unknown encoding": (p.svg(ONE, prolog='<?xml version="1.0" encoding="x-none"?>'), "IMAGE_MALFORMED"),
    "a long encoding": (p.svg(ONE, prolog='<?xml version="1.0" encoding="shift_jis"?>'), "IMAGE_MALFORMED"),
    "no text encoding": (p.svg(ONE, prolog='<?xml version="1.0" encoding="rot13"?>'), "IMAGE_MALFORMED"),
    "wrong place": (p.svg(f"<g>{ONE}</g>"), "IMAGE_MALFORMED"),
    "an element inside": (p.svg(ONE.replace("<![", "<g/><![")), "IMAGE_MALFORMED"),
    "a credential inside": (p.svg(ONE.replace("<![", ONE + "<![")), "IMAGE_MALFORMED"),
    "a comment inside": (p.svg(ONE.replace("<![", "<!-- --><![")), "IMAGE_MALFORMED"),
    "an instruction inside": (p.svg(ONE.replace("<![", "<?a b?><![")), "IMAGE_MALFORMED"),
    "deep": (p.svg("<g>" * 200_000 + "</g>" * 200_000), "IMAGE_MALFORMED"),
    "two credentials": (p.svg(ONE + ONE), "AMBIGUOUS_CONTAINER"),
    "two, one empty": (p.svg(p.element() + ONE), "AMBIGUOUS_CONTAINER"),
    "token and text": (p.svg(p.element("{}", verify="eyJ.e.e")), "AMBIGUOUS_CONTAINER"),
    "many elements": (p.svg("<g/>" * svg.MAX_PARTS), "IMAGE_TOO_LARGE"),
    "many comments": (p.svg(prolog="<!---->" * (svg.MAX_PARTS + 1)), "IMAGE_TOO_LARGE"),
    "many instructions": (p.svg("<?a?>" * (svg.MAX_PARTS + 1)), "IMAGE_TOO_LARGE"),
    "many namespaces": (
        p.svg(root="".join(f' xmlns:n{number}="u"' for number in range(svg.MAX_PARTS))),
        "IMAGE_TOO_LARGE",
    ),
    "many bytes": (p.svg(" " * svg.MAX_BYTES), "IMAGE_TOO_LARGE"),
}


@pytest.mark.parametrize(("picture", "code"), UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_picture_is_refused(picture: bytes, code: str) -> None:
    require_code(code, picture)


@pytest.mark.parametrize("inside", ["", p.element(), p.element(" \n"), "<credential>{}</credential>"])
def test_a_picture_without_a_credential_says_so(inside: str) -> None:
    require_code("IMAGE_WITHOUT_CREDENTIAL", p.svg(inside))


HOSTILE = {
    "comments": b"<!---->" * 1_000_000 + p.svg(),
    "open comments": b"<!--" * 2_000_000,
    "instructions": b"<?a?>" * 1_600_000 + p.svg(),
    "attributes": p.svg(root="".join(f' a{number}=""' for number in range(500_000))),
    "namespaces": p.svg(root="".join(f' xmlns:n{number}="u"' for number in range(300_000))),
    "quotes": b"<svg a=" + b"'\"" * 4_000_000,
    "references": p.svg("&lt;" * 2_000_000),
    "sections": p.svg(p.element().replace("<![CDATA[]]>", "<![CDATA[]]>" * 600_000)),
    "a name": b"<" + b"a" * 8_000_000,
}


@pytest.mark.parametrize("picture", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_largest_hostile_picture_costs_no_more_than_its_length(picture: bytes) -> None:
    assert len(picture) <= svg.MAX_BYTES
    started = time.process_time()
    with pytest.raises(InputError):
        svg.unbake(picture)
    assert time.process_time() - started < 4


def test_a_namespace_that_holds_a_brace_is_a_namespace() -> None:
    picture = p.svg(root=' xmlns:a="urn:}b"')
    assert svg.unbake(svg.bake(picture, b"{}")) == b"{}"


def test_a_picture_is_baked_once() -> None:
    require_code("AMBIGUOUS_CONTAINER", svg.bake(p.svg(), p.JSON), p.JSON)


def test_nothing_is_baked_that_is_too_large_to_read() -> None:
    require_code("IMAGE_TOO_LARGE", p.svg(), b"1" * svg.MAX_BYTES)
