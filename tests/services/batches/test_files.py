import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InputError
from issuer.services.batches import files
from issuer.services.batches.files import TextFile

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0")).filter(
    lambda text: not text.startswith(("\ufeff", "PK\x03\x04", "%PDF-"))
)


def lines(data: bytes) -> list[str]:
    return list(TextFile(io.BytesIO(data)).lines())


@given(texts)
def test_every_encoding_gives_the_same_lines(text: str) -> None:
    expected = [line + "\n" for line in text.split("\n")[:-1]] + [text.rsplit("\n", maxsplit=1)[-1]] * (
        not text.endswith("\n") and bool(text)
    )
    plain = text.encode()
    assert lines(plain) == expected
    assert lines(codecs.BOM_UTF8 + plain) == expected
    assert lines(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == expected
    assert lines(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == expected


def test_a_character_may_lie_across_two_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BLOCK", 3)
    assert lines("aé😀b\r\nü\n".encode()) == ["aé😀b\r\n", "ü\n"]


def test_lines_are_counted_and_the_whole_file_is_hashed() -> None:
    file = TextFile(io.BytesIO(b"a\nb\n"))
    assert [(line, file.line) for line in file.lines()] == [("a\n", 1), ("b\n", 2)]
    assert file.sha256 == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"


REFUSED = [
    ("one\ntwö\n".encode("latin-1"), r"Line 2 is not UTF-8 \(byte 0xf6\)"),
    ("one\n".encode("utf-16-le"), "UTF-16 without the mark"),
    ("one\n".encode("utf-32"), "UTF-32"),
    (b"PK\x03\x04rest", "a workbook"),
    (b"\xd0\xcf\x11\xe0rest", "an old workbook"),
    (b"%PDF-1.7", "a PDF"),
    (codecs.BOM_UTF16_LE + b"a", "UTF-16"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED)
def test_what_is_no_text_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        lines(data)
    assert "CSV UTF-8" in str(caught.value.hint)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_an_endless_line_is_refused(end: bytes) -> None:
    with pytest.raises(InputError, match="Line 2 is longer"):
        lines(b"a\n" + b"x" * (files.LONGEST_LINE + 1) + end)
