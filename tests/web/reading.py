"""Reading an HTML answer as a browser would: elements, attributes, text, without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset({"meta", "link", "img", "input", "br", "hr", "wbr"})
DATA: Final = "application/ld+json"


@dataclass
class Page(HTMLParser):
    """What is in a page.

    Attributes:
        elements: every start tag with its attributes, in order.
        words: the visible text.
        scripts: the content of every script element, by its type.
    """

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    scripts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.problems.append(f"an attribute of {tag} is there twice")
        self.elements.append((tag, found))
        if tag == "script":
            self.scripts.append((found.get("type", ""), ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1] != tag:
            left = self._open.pop()
            if left not in {"li", "p", "dt", "dd"}:
                self.problems.append(f"{left} is closed by {tag}")
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            kind, content = self.scripts[-1]
            self.scripts[-1] = (kind, content + data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def values(self, tag: str, attribute: str) -> list[str]:
        return [found[attribute] for name, found in self.elements if name == tag and attribute in found]

    def meta(self, name: str) -> str:
        for tag, found in self.elements:
            if tag == "meta" and name in {found.get("name"), found.get("property")}:
                return found["content"]
        raise AssertionError(f"the page says nothing of {name}")

    def require_inert(self) -> None:
        """Fail when anything in the page could run, load from elsewhere, or style itself."""
        assert self.problems == []
        for tag, found in self.elements:
            assert not [name for name in found if name.startswith("on") or name in {"style", "srcdoc"}], (
                tag,
                found,
            )
            assert tag not in {"iframe", "object", "embed", "base", "style", "frame", "applet"}, tag
            for name in ("src", "href", "action", "formaction", "xlink:href", "poster"):
                value = found.get(name, "/")
                is_link = tag in {"a", "link"} and name == "href"
                assert value.startswith(("/", "#")) or (
                    is_link and value.startswith(("https://", "mailto:"))
                ), value
                assert not value.startswith("//"), value
        assert [kind for kind, content in self.scripts if content.strip()] in ([], [DATA])


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page
