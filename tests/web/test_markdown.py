"""The subset of Markdown is inert: no scheme but https and mailto, no raw HTML, no long work (API-26)."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.web import markdown
from issuer.web.markdown import render

TAGS = {"p", "ul", "ol", "li", "h3", "strong", "em", "code", "a"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan a lesson.", "<p>Plan a lesson.</p>"),
        ("one\ntwo\n\nthree", "<p>one two</p>\n<p>three</p>"),
        ("## Method\nCycle", "<h3>Method</h3>\n<p>Cycle</p>"),
        ("- Analyze: data\n- Design\n  and develop", "<ul><li>Analyze: data</li><li>Design and develop</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("Submit:\n\n- a\n\nThen.", "<p>Submit:</p>\n<ul><li>a</li></ul>\n<p>Then.</p>"),
        ("**bold** and *soft* and `x < y`", "<p><strong>bold</strong> and <em>soft</em> and <code>x &lt; y</code></p>"),
        ("**bold *and soft***", "<p><strong>bold *and soft</strong>*</p>"),
        ("file_name_here and 2 * 3 * 4", "<p>file_name_here and 2 * 3 * 4</p>"),
        (r"\*not soft\*", "<p>*not soft*</p>"),
        (
            "[the *rubric*](https://example.org/r?a=1&b=2)",
            '<p><a href="https://example.org/r?a=1&amp;b=2" rel="nofollow noopener noreferrer">the <em>rubric</em></a></p>',
        ),
    ],
)  # fmt: skip
def test_what_a_narrative_needs_becomes_html(text: str, expected: str) -> None:
    assert render(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click]( javascript:alert(1))",
        "[click](java\tscript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "[click](vbscript:x)",
        "[click](//evil.example)",
        "[click](/\\evil.example)",
        "[click](http://plain.example)",
        '[click](https://a.example" onmouseover="x)',
        "[click](https://a.example/`x`)",
        "![picture](https://a.example/p.png)x".replace("https", "ftp"),
        "<https://auto.example>",
        "https://auto.example",
        "<a href=javascript:alert(1)>x</a>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;",
        "[x]: javascript:alert(1)",
    ],
)
def test_what_could_do_harm_stays_text(text: str) -> None:
    html = render(text)
    assert "<a " not in html
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "code"}


def test_the_file_of_a_stranger_gives_no_links() -> None:
    assert render("[the issuer](https://a.example)", links=False) == "<p>the issuer (https://a.example)</p>"


def test_links_do_not_nest() -> None:
    html = render("[a [b](https://b.example) c](https://a.example)")
    assert html.count("<a ") == 1


@pytest.mark.parametrize(
    "piece", ["*", "**", "_", "*a_", "`", "[", "[a](", "**a*_", "\\", "[a](https://", "*a "]
)
def test_no_nesting_takes_long(piece: str) -> None:
    text = piece * (markdown.MOST_CHARACTERS // len(piece))
    began = process_time()
    render(text)
    assert process_time() - began < 2


@given(st.text(alphabet="*_`[]()\\ab<>&\"'#-1. \nhtps:/", max_size=200))
def test_every_input_gives_whole_and_known_tags(text: str) -> None:
    html = render(text)
    opened = re.findall(r"<(/?)(\w+)", html)
    assert {tag for _, tag in opened} <= TAGS
    stack: list[str] = []
    for closing, tag in opened:
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert not stack


def test_a_long_narrative_is_cut() -> None:
    assert len(render("a" * 50_000)) < markdown.MOST_CHARACTERS + 10
