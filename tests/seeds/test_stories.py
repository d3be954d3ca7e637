"""Stories of the demonstration data, each over the whole road and under its id (S01 to S28; others lie in their rooms)."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest

from issuer.badges.share import LINKEDIN_ADD
from issuer.documents import strict_json
from issuer.errors import ConflictError, ConformanceError
from issuer.services import (
    auditing,
    catalog,
    keys,
    people,
    profiles,
    revocation,
    sequencer,
    trust,
    verification,
)
from issuer.services.batches import control, results
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.showing import sharing
from issuer.services.trust import Known
from issuer.services.verification import Options
from issuer.store import BatchState, KeyPurpose, Visibility
from issuer.verify import Report
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.batches import sheets
from tests.services.worlds import START, World, empty_world, furnished_world
from tests.web.reading import read
from tests.web.shown import BROWSER, share

SIGNING = KeyPurpose.DATA_INTEGRITY


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("stories"))
    yield made
    made.toolkit.database.close()


def check(world: World, issued: IssuedCredential) -> Report:
    return verification.check(world.toolkit, issued.version.body or b"")


def test_s01_a_clean_pass_is_issued_made_public_and_shared(world: World) -> None:
    issued = world.issue()
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    path = "/c/" + issued.credential.id.removeprefix("urn:uuid:")
    page = create_app(world.toolkit).test_client().get(path, headers=BROWSER)
    assert "Genuine and current" in page.text
    hrefs = [attributes.get("href", "") for _tag, attributes in read(page.text).elements]
    (link,) = [href for href in hrefs if href.startswith(LINKEDIN_ADD)]
    asked = parse_qs(urlsplit(link).query)
    assert asked["certId"] == [issued.credential.certificate_number]
    assert asked["certUrl"] == [world.toolkit.url(path)]


def test_s02_not_yet_is_refused_and_the_attempt_that_reached_every_level_is_issued(world: World) -> None:
    record = {"externalId": "s02", "levels": {"SEL-01.A": "demonstrated", "SEL-01.I": "not-yet"}}
    with pytest.raises(ConformanceError, match=r"SEL-01\.I \(Implement\) did not reach demonstrated"):
        world.issue(attestation=samples.attested(**record))
    issued = world.issue(attestation=samples.attested(externalId="s02", attempt=2))
    (row,) = auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"])
    assert (row["credential_id"], row["attempts"]) == (issued.credential.id, 2)
    assert check(world, issued).verdict == "valid"


def test_s15_a_new_name_keeps_the_award_and_the_old_copy_says_replaced(world: World) -> None:
    issued = world.issue()
    world.clock.forward(days=30)
    people.register(world.toolkit, OPERATOR, "t01", {"name": "Marigold Testerly"})
    again = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    old, new = (strict_json.parse_object(item.version.body or b"") for item in (issued, again))
    assert (old["id"], old["awardedDate"]) == (new["id"], new["awardedDate"])
    assert str(old["validFrom"]) < str(new["validFrom"])
    assert (check(world, again).verdict, check(world, issued).verdict) == ("valid", "revoked")
    assert "replaced by a newer version" in check(world, issued).answers.current.sentence
    assert "Quillfeather" not in share_page(world, again)


def share_page(world: World, issued: IssuedCredential) -> str:
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.LINK)
    return create_app(world.toolkit).test_client().get(share(world, issued), headers=BROWSER).text


def test_s19_an_award_whose_time_is_over_has_ended_and_is_not_false(world: World) -> None:
    issued = world.issue(valid_until=START + timedelta(days=30))
    assert check(world, issued).verdict == "valid"
    world.clock.forward(days=31)
    report = check(world, issued)
    assert (report.verdict, report.answers.genuine.value) == ("expired", "yes")
    assert "ask the issuer to renew it" in share_page(world, issued)


def test_s20_what_was_signed_before_and_after_a_rotation_stays_good(world: World) -> None:
    before = world.issue()
    keys.rotate(world.toolkit, OPERATOR, "scsc", SIGNING)
    after = world.issue()
    assert before.version.key_id != after.version.key_id
    assert [check(world, item).verdict for item in (before, after)] == ["valid", "valid"]


def test_s21_what_the_log_held_before_a_key_was_stolen_stays_good_and_later_ones_fail(world: World) -> None:
    logged = world.issue()
    sequencer.run(world.toolkit)
    stolen = world.clock.forward(hours=1)
    late = world.issue()
    world.clock.forward(hours=1)
    sequencer.run(world.toolkit)
    with world.toolkit.database.reader() as reader:
        method = reader.keys.get(str(late.version.key_id)).verification_method
    keys.revoke(world.toolkit, OPERATOR, method, compromised_since=stolen)
    keys.new(world.toolkit, OPERATOR, "scsc", SIGNING)
    assert [check(world, item).verdict for item in (logged, late)] == ["valid", "invalid"]


def test_s22_an_edit_of_the_hours_is_found_and_the_check_named(world: World) -> None:
    body = world.issue().version.body or b""
    edited = body.replace(b'"creditsEarned":1', b'"creditsEarned":3')
    assert edited != body
    report = verification.check(world.toolkit, edited)
    failed = [item.id for item in report.checks if item.outcome == "failed"]
    assert (report.verdict, failed) == ("invalid", ["signature"])


def test_s23_of_forty_rows_two_come_back_by_line_and_none_is_issued_twice(world: World) -> None:
    sheets.register(world.toolkit, 40)
    rows = [sheets.cells(number) for number in range(1, 41)]
    rows[6] |= {"level:SEL-01.A": "splendid"}
    rows[12] |= {"person": rows[11]["person"]}
    refused = sheets.submit(world, sheets.sheet(*rows))
    assert refused.state is BatchState.REFUSED
    assert {line for line, _place, _words in sheets.found(world, refused)} == {8, 14}
    good = sheets.sheet(*(row for place, row in enumerate(rows) if place not in {6, 12}))
    for expected in ({"issued": 38}, {"known": 38}):
        batch = sheets.submit(world, good)
        control.confirm(world.toolkit, OPERATOR, batch.id)
        sheets.work_through(world.toolkit)
        assert sheets.states(world, batch) == expected
    assert len(list(results.rows(world.toolkit, OPERATOR, batch.id))) == 38
    sheets.require_issued(world, 38)


def test_s24_a_private_page_is_not_there_and_the_file_still_verifies(world: World) -> None:
    issued = world.issue()
    client = create_app(world.toolkit).test_client()
    path = share(world, issued)
    assert "Relationship-Centered" in client.get(path, headers=BROWSER).text
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    assert "Relationship-Centered" not in client.get(path, headers=BROWSER).text
    answer = client.post("/api/v1/verifications", data=issued.version.body, content_type="application/vc")
    assert answer.get_json()["verdict"] == "valid"


def test_s26_a_new_version_of_a_definition_changes_nobody_and_names_the_old_one(world: World) -> None:
    issued = world.issue()
    changed = samples.record(version="1.1", competency="The educator does more than before.")
    with pytest.raises(ConflictError):
        catalog.publish_version(world.toolkit, OPERATOR, "msc", changed | {"version": "1.0"})
    catalog.publish_version(world.toolkit, OPERATOR, "msc", changed)
    assert world.again(issued).version == issued.version
    digest = samples.achievement(version="1.1").rubric_digest()
    record = {"externalId": "s26", "achievementVersion": "1.1", "rubricDigest": digest}
    newer = world.issue(attestation=samples.attested(**record))
    subject: Any = strict_json.parse_object(newer.version.body or b"")["credentialSubject"]
    assert [item["version"] for item in subject["achievement"]["related"]] == ["1.0"]
    assert [check(world, item).verdict for item in (issued, newer)] == ["valid", "valid"]


def test_s27_a_look_alike_has_a_good_signature_and_is_not_the_known_issuer(world: World) -> None:
    forger = empty_world(world.home / "forger", base_url="https://badges.elsewhere.example")
    for slug, name in (
        ("scsc", "South Central Service Co-operative (demonstration)"),
        ("rcouncil", "Demonstration Review Council (demonstration)"),
    ):
        profiles.create(forger.toolkit, OPERATOR, CreateProfile(slug=slug, name=name))
    keys.new(forger.toolkit, OPERATOR, "scsc", SIGNING)
    catalog.publish_version(forger.toolkit, OPERATOR, "scsc", samples.record())
    people.register(forger.toolkit, OPERATOR, "t01")
    issued = forger.issue()
    real = profiles.get(world.toolkit, "scsc")
    trust.add(world.toolkit, OPERATOR, Known(issuer=real.did, name=real.name, reason="Ours"))
    connected = replace(world.toolkit, fetch=forger.toolkit.fetch)
    options = Options(trust=trust.listed(world.toolkit))
    report = verification.check(connected, issued.version.body or b"", options=options)
    forger.toolkit.database.close()
    assert (report.verdict, report.answers.genuine.value, report.answers.known_issuer.value) == (
        "untrusted",
        "yes",
        "no",
    )
    assert real.name in report.answers.known_issuer.sentence


NAMES = {
    "ligature": "Ærø Testdottir-Sample",
    "stacked marks": unicodedata.normalize("NFD", "Nguyễn Thị Thử"),
    "apostrophe": "Oona O\u2019Sample",
    "one part": "Mononymous",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_s28_names_of_every_form_survive_the_record_the_page_and_the_certificate(
    world: World, name: str
) -> None:
    people.register(world.toolkit, OPERATOR, "t01", {"name": name})
    issued = world.issue()
    whole = unicodedata.normalize("NFC", name)
    client = create_app(world.toolkit).test_client()
    path = share(world, issued)
    assert whole in read(client.get(path, headers=BROWSER).text).text
    reader = pypdf.PdfReader(io.BytesIO(client.get(f"{path}.pdf").data))
    printed = unicodedata.normalize("NFC", " ".join(page.extract_text() for page in reader.pages))
    assert whole.split()[-1] in printed
    for form in ("json", "png", "svg"):
        found = verification.check(world.toolkit, client.get(f"{path}.{form}").data)
        assert found.verdict == "valid", form
