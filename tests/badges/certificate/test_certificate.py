"""The certificate: one accessible page that lasts, with the credential in it as it was signed."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, BooleanObject

from issuer.badges.achievement_document import alt_text
from issuer.badges.artwork import letters
from issuer.badges.certificate import PAPERS, certificate_key, certificate_pdf
from issuer.errors import InputError
from tests.badges.artwork.pieces import HOSTILE, ISSUER, REAL_ISSUER, credential, issuer, stack
from tests.badges.certificate.papers import CREDENTIAL, PAGE, certificate, read
from tests.places import ROOT

MARKUP = (
    '#import "@preview/x:1.0.0": *',
    "*bold* _it_ $x^2$ <label> @ref",
    '")\n#panic("x")',
    "= Heading",
    "\\u{41} ~ --",
)


def test_the_credential_is_inside_byte_for_byte() -> None:
    paper = read(certificate_pdf(certificate()))
    assert dict(paper.reader.attachments) == {"credential.json": [CREDENTIAL]}
    files = paper.root["/AF"].get_object()
    assert isinstance(files, ArrayObject)
    (file,) = (dict(one.get_object()) for one in files)
    assert file["/AFRelationship"] == "/Source"
    assert file["/UF"] == "credential.json"
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/application/vc"


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_utf8_text_is_attached_as_it_is(text: str) -> None:
    paper = read(certificate_pdf(certificate(credential=text.encode())))
    assert paper.reader.attachments["credential.json"] == [text.encode()]


def test_it_claims_archive_and_accessibility_standards_and_says_its_title_and_language() -> None:
    paper = read(certificate_pdf(certificate()))
    for claim in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in paper.xmp
    assert "Micro-credential certificate: Relationship-Centered Classroom Routines" in paper.xmp
    assert str(paper.root["/Lang"]) == "en-US"
    assert paper.root["/MarkInfo"]["/Marked"] == BooleanObject(True)  # type: ignore[index]
    assert paper.root["/ViewerPreferences"]["/DisplayDocTitle"] == BooleanObject(True)  # type: ignore[index]
    assert paper.reader.metadata is not None
    assert paper.reader.metadata.author == "South Central Service Cooperative (demonstration)"


@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_one_page_of_the_asked_size_with_all_its_faces(paper: str) -> None:
    for made in (credential(), stack()):
        read_back = read(certificate_pdf(certificate(achievement=made, paper=paper)))
        (page,) = read_back.reader.pages
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx(PAPERS[paper], abs=0.05)  # type: ignore[index]
        assert read_back.fonts()
        assert all("/FontFile2" in font or "/FontFile3" in font for font in read_back.fonts())


def test_pictures_have_words_and_the_achievement_is_the_heading() -> None:
    structure = read(certificate_pdf(certificate())).structure()
    assert [alt for tag, alt in structure if tag == "/Figure"] == [
        alt_text(credential(), ISSUER),
        f"QR code that leads to {PAGE}",
    ]
    assert [tag for tag, _ in structure if tag.startswith("/H")] == ["/H1"]


def test_it_says_who_did_what_and_whose_suggestion_the_hours_are() -> None:
    text = read(certificate_pdf(certificate())).text
    for words in (
        "SOUTH CENTRAL SERVICE COOPERATIVE (DEMONSTRATION) Demonstration only. Not a real award.",
        "certifies that Marigold Quillfeather has earned the micro-credential",
        "by a portfolio of evidence in two phases, judged by assessors against a public rubric",
        # The issuer's zone: it is still February there.
        "AWARDED February 28, 2026 CREDIT 1 semester hour, graduate-equivalent, suggested by the issuer",
        "CERTIFICATE NUMBER SCSC-7K4F-9Q2M-X",
        "It is not university credit and acceptance is not implied",
        "the address shows what is true today",
    ):
        assert words in text, text
    assert PAGE.removeprefix("https://") in text.replace("- ", "-")


def test_a_stack_names_its_components_and_counts_its_hours_once() -> None:
    made = certificate(achievement=stack(), components=("PRL-01", "PRL-02", "PRL-06"))
    text = read(certificate_pdf(made)).text
    assert "has earned the micro-endorsement" in text
    assert "by earning its three components: PRL-01, PRL-02, PRL-06. Its hours are the sum of theirs" in text
    assert "PRL-05" not in text


def test_what_does_not_hold_is_not_said() -> None:
    text = read(certificate_pdf(certificate(achievement=credential(hours=None), profile=REAL_ISSUER))).text
    assert "CREDIT" not in text
    assert "About the credit" not in text
    assert "emonstration" not in text
    assert "VALID UNTIL" not in text
    until = certificate(valid_until=datetime(2029, 3, 1, 2, 0, tzinfo=UTC))
    assert "VALID UNTIL February 28, 2029" in read(certificate_pdf(until)).text


@pytest.mark.parametrize("name", [None, "", "\u591a\u8bed", "\u202e"])
def test_a_name_that_is_missing_or_cannot_be_written_gives_way_to_the_holder(name: str | None) -> None:
    assert (
        "certifies that the holder of this credential has earned"
        in read(certificate_pdf(certificate(holder=name))).text
    )


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_hostile_words_stay_words_on_one_page(text: str) -> None:
    made = certificate(
        achievement=credential(name=text, description=text, code=text or "X", language=text),
        profile=issuer(name=text, url=text),
        holder=text,
        number=text,
        verify_url=f"https://badges.demo.example/{text}",
    )
    paper = read(certificate_pdf(made))
    assert len(paper.reader.pages) == 1


@pytest.mark.parametrize(
    "title",
    [
        "\u062a\u062d\u0644\u064a\u0644 \u0627\u0644\u0644\u063a\u0629",
        "\u092a\u093e\u0920 \u0915\u0940 \u092d\u093e\u0937\u093e",
    ],
)
def test_scripts_that_join_are_printed_and_read_back(title: str) -> None:
    made = certificate(achievement=credential(name=title, field_of_study=title, language="ar"), holder=title)
    paper = read(certificate_pdf(made))
    assert title in paper.xmp
    assert "the holder of this credential" not in paper.text
    assert next(alt for tag, alt in paper.structure() if tag == "/Figure") == alt_text(
        made.achievement, ISSUER
    )


def test_letters_that_the_page_refuses_give_way_to_the_holder_and_the_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chinese = "\u591a\u8bed\u8a00"
    made = certificate(holder=chinese, achievement=credential(name=chinese), profile=issuer(name=chinese))
    # Faces that claim more than they can draw: the page is refused, and laid out again in simple letters.
    monkeypatch.setattr(letters, "is_covered", lambda _: True)
    paper = read(certificate_pdf(made))
    assert "SCSC" in paper.text
    assert (
        "the holder of this credential has earned the micro-credential Micro-credential SEL-01" in paper.text
    )
    assert dict(paper.reader.attachments) == {"credential.json": [CREDENTIAL]}


def test_markup_is_read_as_it_is_written() -> None:
    text = read(certificate_pdf(certificate(holder=MARKUP[1]))).text
    assert "certifies that *bold* _it_ $x^2$ <label> @ref has earned" in text


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_any_name_and_title_give_a_page(name: str, title: str) -> None:
    made = certificate(holder=name, achievement=credential(name=title), profile=issuer(name=name))
    assert len(read(certificate_pdf(made)).reader.pages) == 1


def test_the_bytes_do_not_depend_on_the_process() -> None:
    script = (
        "import hashlib; from issuer.badges.certificate import certificate_pdf;"
        "from tests.badges.certificate.papers import certificate;"
        "print(hashlib.sha256(certificate_pdf(certificate())).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))
    }
    assert len(seen) == 1


def test_a_key_names_everything_that_decides_the_bytes() -> None:
    changes: tuple[dict[str, object], ...] = (
        {}, {"holder": "Other"}, {"paper": "a4"}, {"credential": b"{}"}, {"number": "X"},
        {"achievement": credential(version="1.1")}, {"profile": REAL_ISSUER},
    )  # fmt: skip
    assert len({certificate_key(certificate(**change)) for change in changes}) == len(changes)
    assert certificate_key(certificate()) == certificate_key(certificate())


@pytest.mark.parametrize(
    "change", [{"credential": b"\xff\xfe{}"}, {"page_url": "https://x.example/" + "a" * 400}]
)
def test_what_cannot_be_attached_or_scanned_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        certificate_pdf(certificate(**change))
