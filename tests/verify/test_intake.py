"""From bytes to a document: what is read, and what cannot be, with the reason."""

import io
import json
import zipfile
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from issuer.badges.baking import png, svg
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from issuer.verify.recognising import recognise
from tests.badges.baking import pictures
from tests.papers import achievement, credential, subject
from tests.worlds import World, codes, sign, token


@pytest.fixture
def world() -> World:
    return World()


def good(world: World) -> bytes:
    return strict_json.encode(sign(credential(world.issuer), world.issuer.key()))


def pdf(*files: tuple[str, bytes]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in files:
            made.writestr(name, content)
    return out.getvalue()


def test_every_container_is_opened(world: World) -> None:
    # A fraction may have more digits in a text than anybody signed, so that text would not be told.
    whole = subject(creditsEarned=1, achievement=achievement(creditsAvailable=1))
    data = strict_json.encode(sign(credential(world.issuer, credentialSubject=whole), world.issuer.key()))
    key = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    text = token(credential(world.issuer), key).encode()
    containers = {
        "application/vc": data,
        "application/vc+jwt": text,
        "image/png": png.bake(pictures.png(), data),
        "image/svg+xml": svg.bake(pictures.svg(), data),
        "application/pdf": pdf(("credential.json", data), ("terms.txt", b"words")),
    }
    for media_type, container in containers.items():
        report = world.verify(container)
        assert (report.verdict, report.media_type) == (Verdict.VALID, media_type)
        assert report.text == (None if container is text else data)
        assert world.verify(container, media_type=media_type).verdict is Verdict.VALID
    for container in (
        png.bake(pictures.png(), text),
        svg.bake(pictures.svg(), text),
        pdf(("badge.jwt", text)),
    ):
        report = world.verify(container)
        assert (report.verdict, report.form, report.text) == (Verdict.VALID, "jwt", None)
    assert world.verify(good(world)).text is None, "it has a fraction"


BAD: Final[dict[str, tuple[bytes, str]]] = {
    "nothing": (b"", "PARSING_ERROR"),
    "spaces": (b" \n", "PARSING_ERROR"),
    "words": (b"hello", "PARSING_ERROR"),
    "an array": (b"[]", "PARSING_ERROR"),
    "a text": (b'"x"', "PARSING_ERROR"),
    "a number": (b"42", "PARSING_ERROR"),
    "null": (b"null", "PARSING_ERROR"),
    "cut off": (b'{"a":', "PARSING_ERROR"),
    "a comma too many": (b'{"a":1,}', "PARSING_ERROR"),
    "a comment": (b'{"a":1/* */}', "PARSING_ERROR"),
    "single quotes": (b"{'a':1}", "PARSING_ERROR"),
    "a second object": (b"{}{}", "PARSING_ERROR"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "JSON_NOT_STRICT"),
    "UTF-16": ('{"a":1}'.encode("utf-16"), "JSON_NOT_STRICT"),
    "Latin-1": (b'{"a":"\xe9"}', "JSON_NOT_STRICT"),
    "an overlong form": (b'{"a":"\xc0\xaf"}', "JSON_NOT_STRICT"),
    "a surrogate": (b'{"a":"\\ud800"}', "JSON_NOT_STRICT"),
    "NaN": (b'{"a":NaN}', "JSON_NOT_STRICT"),
    "Infinity": (b'{"a":-Infinity}', "JSON_NOT_STRICT"),
    "a zero byte": (b'{"a":"\x00"}', "JSON_NOT_STRICT"),
    "a raw control character": (b'{"a":"\x01"}', "PARSING_ERROR"),
    "a member twice": (b'{"a":1,"a":1}', "DUPLICATE_KEY"),
    "a member twice by escape": (b'{"a":1,"\\u0061":2}', "DUPLICATE_KEY"),
    "a large integer": (b'{"a":9007199254740993}', "NUMBER_RANGE"),
    "a huge number": (b'{"a":1e400}', "NUMBER_RANGE"),
    "many digits": (b'{"a":' + b"1" * 5000 + b"}", "NUMBER_RANGE"),
    "deep": (b'{"a":' * 100 + b"1" + b"}" * 100, "INPUT_TOO_DEEP"),
    "very deep": (b"[" * 200_000, "INPUT_TOO_DEEP"),
    "many members": (json.dumps({str(n): n for n in range(3000)}).encode(), "INPUT_TOO_LARGE"),
    "a long text": (json.dumps({"a": "x" * 70_000}).encode(), "INPUT_TOO_LARGE"),
    "a long file": (b"{}" + b" " * 300_000, "INPUT_TOO_LARGE"),
    "a picture without one": (pictures.png(), "IMAGE_WITHOUT_CREDENTIAL"),
    "half a picture": (pictures.png()[:40], "IMAGE_MALFORMED"),
    "a drawing without one": (pictures.svg(), "IMAGE_WITHOUT_CREDENTIAL"),
    "a page": (b"<!DOCTYPE html><html></html>", "MEDIA_TYPE_NOT_SUPPORTED"),
    "a PDF without one": (pdf(), "IMAGE_WITHOUT_CREDENTIAL"),
    "a PDF with two": (pdf(("a.json", b'{"proof":1}'), ("b.json", b'{"proof":2}')), "AMBIGUOUS_CONTAINER"),
    "a broken PDF": (b"%PDF-1.7\nnothing", "IMAGE_MALFORMED"),
    "a PDF with a large file": (pdf(("a.json", b"{" + b" " * 300_000)), "INPUT_TOO_LARGE"),
    "a broken zip": (b"PK\x03\x04nothing", "PARSING_ERROR"),
    "an empty zip": (archive(("readme.txt", b"x")), "IMAGE_WITHOUT_CREDENTIAL"),
    "a zip bomb": (archive(("a.json", bytes(8_000_000))), "INPUT_TOO_LARGE"),
    "a zip of many": (archive(*((f"{n}.json", b"{}") for n in range(101))), "INPUT_TOO_LARGE"),
    "a zip in a zip": (archive(("a.json", archive(("b.json", b"{}")))), "INPUT_TOO_DEEP"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_malformed_with_a_reason(world: World, name: str) -> None:
    data, code = BAD[name]
    report = world.verify(data)
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, [code])
    assert report.credential is None
    assert report.answers.genuine.value.value == "could_not_check"
    assert not world.asked


@pytest.mark.parametrize(
    ("media_type", "verdict"),
    [
        (None, "valid"),
        ("application/json", "valid"),
        ("application/ld+json; charset=utf-8", "valid"),
        ("application/vc+ld+json", "valid"),
        ("text/plain", "valid"),
        ("application/octet-stream", "valid"),
        ("", "valid"),
        ("nonsense", "valid"),
        ("image/png", "malformed"),
        ("IMAGE/SVG+XML", "malformed"),
        ("application/vc+jwt", "malformed"),
        ("application/pdf", "malformed"),
    ],
)
def test_bytes_that_are_not_what_they_are_said_to_be_are_refused(
    world: World, media_type: str | None, verdict: str
) -> None:
    assert world.verify(good(world), media_type=media_type).verdict.value == verdict


def test_a_zip_is_judged_file_by_file(world: World) -> None:
    data = good(world)
    forged = data.replace(b"Formative", b"Normative")
    report = world.verify(
        archive(("a/good.json", data), ("a/forged.json", forged), ("read-me.txt", b"x"), ("__MACOSX/a", b"x"))
    )
    assert (report.kind, report.verdict) == ("archive", Verdict.INVALID)
    assert {part.name: part.report.verdict.value for part in report.parts} == {
        "a/good.json": "valid",
        "a/forged.json": "invalid",
    }
    assert [warning.code for warning in report.warnings] == ["FILE_NOT_READ"]
    assert report.answers.genuine.value.value == "no"
    assert world.verify(archive(("a.json", data))).verdict is Verdict.VALID


def test_a_zip_with_one_name_twice_is_ambiguous(world: World) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = archive(("a.json", good(world)), ("a.json", b"{}"))
    assert codes(world.verify(data)) == ["AMBIGUOUS_CONTAINER"]


@pytest.mark.parametrize("document", [{}, {"a": 1}, {"@context": "https://schema.org", "type": "Person"}])
def test_json_that_is_no_credential_is_said_to_be_none(world: World, document: JsonObject) -> None:
    assert world.verify(document).verdict in {Verdict.MALFORMED, Verdict.INVALID}


@given(st.binary(max_size=200))
def test_any_bytes_are_recognised_as_something(data: bytes) -> None:
    assert recognise(data)


ANY_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                {
                    "@context",
                    "type",
                    "id",
                    "proof",
                    "issuer",
                    "credentialSubject",
                    "verifiableCredential",
                    "holder",
                    "credentialStatus",
                    "evidence",
                }
            )
        ),
        ANY_JSON,
        max_size=6,
    )
)
def test_no_object_breaks_the_door(document: dict[str, Any]) -> None:
    assert World().verify(json.dumps(document).encode()).verdict is not Verdict.VALID


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [None, "image/png", "image/svg+xml", "application/vc+jwt", "application/pdf", "application/zip"]
    ),
)
def test_no_bytes_break_the_door(data: bytes, media_type: str | None) -> None:
    assert World().verify(data, media_type=media_type).verdict is Verdict.MALFORMED


def test_a_pdf_of_another_issuer_is_read_whatever_its_attachment_is_called(world: World) -> None:
    data = good(world)
    key = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    text = token(credential(world.issuer), key).encode()
    invoice = b'{"total": 30, "currency": "USD"}'
    for paper in (
        pdf(("credential", data)),
        pdf(("Zertifikat.ob3", data), ("invoice.json", invoice)),
        pdf(("badge.txt", text), ("notes.txt", b"words")),
    ):
        assert world.verify(paper).verdict is Verdict.VALID
    two = world.verify(pdf(("a.vc", data), ("b.vc", data)))
    assert codes(two) == ["AMBIGUOUS_CONTAINER"]


def test_a_pdf_with_nothing_attached_says_what_to_do(world: World) -> None:
    report = world.verify(pdf(("invoice.xml", b"<invoice/>")))
    assert codes(report) == ["IMAGE_WITHOUT_CREDENTIAL"]
    assert "photo or a screenshot of that code" in report.checks[0].sentence
