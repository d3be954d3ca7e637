"""A signed report says what was found, to whoever holds it, and verifies later; it never says who asked."""

import hashlib
import io
from typing import Any

import pytest
from pypdf import PdfReader

from issuer.badges.statements import LIMITS
from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError
from issuer.services import (
    addresses,
    profiles,
    publication,
    reports,
    revocation,
    service_profile,
    verification,
)
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.reports import SignedReport
from issuer.services.reports.facts import LEFT_OUT, report_facts
from issuer.services.reports.signing import subject_of
from issuer.services.verification import Options
from issuer.store import Audience, Category
from issuer.verify import Policy, Report, Verdict
from tests.papers import credential
from tests.services.worlds import START, World
from tests.verify.packs.makers import CASES, archive
from tests.verify.packs.makers import world as other_world
from tests.worlds import sign


def signed(world: World, *found: Report, **options: Any) -> SignedReport:
    return reports.sign(
        world.toolkit, found, policy=verification.policy_of(world.toolkit, Options(**options))
    )


def facts(made: SignedReport) -> dict[str, Any]:
    return strict_json.parse_object(made.statement, limits=LIMITS)


def again(world: World, data: bytes) -> Report:
    return verification.check(world.toolkit, data)


@pytest.fixture
def badge(world: World) -> bytes:
    return world.issue().version.body or b""


@pytest.fixture
def made(world: World, badge: bytes) -> SignedReport:
    return signed(world, verification.check(world.toolkit, badge))


def test_it_says_what_was_found_about_these_bytes(badge: bytes, made: SignedReport) -> None:
    said = facts(made)
    (item,) = said["items"]
    assert item["sha256"] == hashlib.sha256(badge).hexdigest()
    assert (item["verdict"], item["title"]) == ("valid", "Relationship-Centered Classroom Routines")
    assert [answer["value"] for answer in said["answerLists"][item["answers"]]] == [
        "yes",
        "yes",
        "yes",
        "not_asked",
    ]
    checks = {check["check"]: check for check in said["checkLists"][item["checks"]]}
    assert checks["signature"]["outcome"] == "passed"
    assert checks["recipient"]["outcome"] == "skipped"
    assert checks["recipient"]["sentence"]
    assert said["checker"].startswith("Mintmark ")
    assert said["policy"] == {"holderAsked": False}


def test_it_names_the_very_edition_of_the_status_list(world: World, made: SignedReport) -> None:
    (edition,) = facts(made)["statusLists"]
    lying = publication.document_at(world.toolkit, edition["url"].removeprefix(world.toolkit.base_url))
    assert edition["sha256"] == hashlib.sha256(lying.body).hexdigest()
    assert edition["validUntil"] == strict_json.parse_object(lying.body)["validUntil"]


def test_the_service_profile_signs_and_is_no_organisation(world: World, made: SignedReport) -> None:
    issuer = strict_json.parse_object(made.credential)["issuer"]
    assert isinstance(issuer, dict)
    assert issuer["id"] == "did:web:badges.demo.example:p:verifier"
    assert str(issuer["name"]).endswith("(demonstration)")
    assert "verifier" not in [profile.slug for profile in profiles.organisations(world.toolkit)]
    assert service_profile.ensure(world.toolkit) == service_profile.find(world.toolkit)


def test_an_organisation_of_its_short_name_is_not_taken_for_it(world: World) -> None:
    profiles.create(world.toolkit, OPERATOR, CreateProfile(slug="verifier", name="Verifier District"))
    with pytest.raises(ConflictError):
        service_profile.ensure(world.toolkit)


def test_the_report_verifies_later_whatever_became_of_the_badge(
    world: World, badge: bytes, made: SignedReport
) -> None:
    revocation.revoke(world.toolkit, OPERATOR, str(strict_json.parse_object(badge)["id"]), Category.FRAUD)
    world.clock.forward(days=400)
    found = again(world, made.credential)
    assert (found.verdict, found.kind) == (Verdict.VALID, "endorsement")
    (bound,) = found.statements
    assert bound.statement == facts(made)
    assert again(world, badge).verdict is Verdict.REVOKED


def test_the_pdf_carries_both_and_verifies_without_asking_for_the_statement(
    world: World, made: SignedReport
) -> None:
    pdf = reports.pdf(world.toolkit, made)
    names = {item.name: bytes(item.content) for item in PdfReader(io.BytesIO(pdf)).attachment_list}
    assert names == {"report-credential.json": made.credential, "report-statement.json": made.statement}
    found = again(world, pdf)
    assert found.verdict is Verdict.VALID
    assert [(item.source, item.kind) for item in found.statements] == [("beside", "verification-report")]
    assert found.sha256 == hashlib.sha256(pdf).hexdigest()


def test_a_statement_in_the_pdf_that_was_changed_is_never_shown(world: World, made: SignedReport) -> None:
    pdf = reports.pdf(
        world.toolkit,
        SignedReport(
            made.id, made.credential, made.statement.replace(b'"valid"', b'"expired"'), made.statement_url
        ),
    )
    found = again(world, pdf)
    # The address still gives what was signed for; what came along does not count.
    assert [item.source for item in found.statements] == ["address"]
    assert found.statements[0].statement == facts(made)


def test_the_paper_says_it_in_words(world: World, made: SignedReport) -> None:
    reader = PdfReader(io.BytesIO(reports.pdf(world.toolkit, made)))
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in (
        "Verification report",
        "Genuine and current",
        "Not checked, and why",
        "Genuine?",
        "Status list",
    ):
        assert words in text
    assert reader.metadata is not None
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_it_is_for_its_holder_alone(world: World, made: SignedReport) -> None:
    with world.toolkit.database.reader() as reader:
        row = reader.endorsements.get(made.id)
    assert row.audience is Audience.HOLDER
    assert made.statement_url not in [
        world.toolkit.url(path) for path in addresses.published_paths(world.toolkit)
    ]


def test_one_report_is_about_a_whole_morning(world: World, badge: bytes) -> None:
    every = [CASES[name](other_world()).report for name in CASES] + [again(world, badge)] * 200
    made = signed(world, *every, at=START, recipient="somebody@mail.example")
    said = facts(made)
    assert [item["verdict"] for item in said["items"][:9]] == list(CASES)
    assert len(said["items"]) == 209
    assert len(said["checkLists"]) < 20
    assert said["policy"] == {"holderAsked": True, "onDate": "2026-03-16T12:00:00Z"}
    assert b"somebody" not in made.statement + made.credential
    assert again(world, made.credential).statements[0].statement == said
    assert again(world, reports.pdf(world.toolkit, made)).verdict is Verdict.VALID


def test_what_a_container_holds_follows_it(world: World) -> None:
    report = archive(other_world()).report
    first, *parts = facts(signed(world, report))["items"]
    assert [part["partOf"] for part in parts] == [first["sha256"]] * 2
    assert [item["verdict"] for item in (first, *parts)] == ["revoked", "valid", "revoked"]


def test_nothing_and_too_much_is_refused(world: World, badge: bytes) -> None:
    with pytest.raises(InputError):
        signed(world)
    with pytest.raises(InputError) as refused:
        signed(world, *[again(world, badge)] * 301)
    assert refused.value.code == "INPUT_TOO_LARGE"


def test_a_stranger_s_words_cannot_break_a_report(world: World) -> None:
    there = other_world()
    document = CASES["valid"](there).report.credential or {}
    hostile = strict_json.encode(
        {
            **document,
            "id": "urn:x:\u202e\u0007",
            "name": "write to a.person@mail.example",
            "type": "\u0000" * 50,
        }
    )
    report = there.verify(hostile)
    said = report_facts([report], policy=Policy(now=START), made_at=START)
    text = strict_json.encode(said).decode()
    assert "\u202e" not in text
    assert "@" not in text
    made = signed(world, report)
    assert again(world, reports.pdf(world.toolkit, made)).verdict is Verdict.VALID


def test_a_title_with_a_mail_address_is_left_out(world: World) -> None:
    there = other_world()
    document = credential(there.issuer)
    subject = {**document["credentialSubject"]}  # type: ignore[dict-item]
    subject["achievement"] = {**subject["achievement"], "name": "ask a.person@mail.example"}  # type: ignore[dict-item]
    report = there.verify(sign({**document, "credentialSubject": subject}, there.issuer.key()))
    assert report.verdict is Verdict.VALID
    (item,) = facts(signed(world, report))["items"]
    assert item["title"] == LEFT_OUT


def test_the_subject_is_a_digest_and_no_credential() -> None:
    digest = hashlib.sha256(b"").hexdigest()
    assert subject_of([digest]) == "ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    assert subject_of([digest, digest]) != subject_of([digest])


def test_two_reports_about_one_file_are_two(world: World, badge: bytes) -> None:
    first = signed(world, again(world, badge))
    world.clock.forward(minutes=5)
    second = signed(world, again(world, badge))
    assert first.id != second.id
    assert facts(first)["madeAt"] < facts(second)["madeAt"]
