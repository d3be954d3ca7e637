"""A bundle as one report, its table and its zip file (S13, S24; HLD-09)."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from issuer.badges.hours_once import NOT_IN_FORCE
from issuer.fetch import DirectoryFetch
from issuer.services import people, revocation, verification
from issuer.services.bundles import files, making, reports
from issuer.services.bundles.making import MakeBundle
from issuer.services.bundles.reports import BundleReport
from issuer.services.principal import OPERATOR
from issuer.services.showing import bundle_links, sharing
from issuer.services.verification import Options
from issuer.store import Category, OpeningKind, Visibility
from issuer.verify import Verdict
from tests.badges import samples
from tests.services.worlds import World


@pytest.fixture(scope="module")
def link(world: World) -> str:
    """Give the link of three credentials: one good and private, one withdrawn, one on hold."""
    good, revoked, held = (world.issue().credential.id for _ in range(3))
    sharing.change(world.toolkit, OPERATOR, good, visibility=Visibility.PRIVATE)
    revocation.revoke(world.toolkit, OPERATOR, revoked, Category.ISSUED_IN_ERROR)
    revocation.suspend(world.toolkit, OPERATOR, held)
    wanted = MakeBundle(credentials=[good, revoked, held], recipient="North Tamarack")
    url = making.make(world.toolkit, OPERATOR, wanted).url
    assert url is not None
    return url


@pytest.fixture(scope="module")
def found(world: World, link: str) -> BundleReport:
    bundle = bundle_links.open_link(world.toolkit, link.rpartition("/")[2], kind=OpeningKind.PAGE)
    return reports.report(world.toolkit, bundle)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_each_credential_has_its_verdict_and_hours_count_where_it_stands(found: BundleReport) -> None:
    assert [line.report.verdict for line in found.lines] == [
        Verdict.VALID,
        Verdict.REVOKED,
        Verdict.SUSPENDED,
    ]
    assert [line.counted.hours for line in found.lines] == [Decimal(1), 0, 0]
    assert [line.counted.why for line in found.lines] == ["", NOT_IN_FORCE, NOT_IN_FORCE]
    assert [(item.hours, item.unit) for item in found.sums] == [(Decimal(1), "semester hour")]


def test_the_table_has_one_row_for_each_with_the_same_answers(found: BundleReport) -> None:
    rows = list(csv.DictReader(io.StringIO(files.table(found))))
    assert [row["verdict"] for row in rows] == ["valid", "revoked", "suspended"]
    assert [row["genuine"] for row in rows] == ["yes"] * 3
    assert [row["current"] for row in rows] == ["yes", "no", "not_now"]
    assert [row["hours_counted_once"] for row in rows] == ["1", "0", "0"]
    assert {row["holder_name_in_record"] for row in rows} == {"Marigold Quillfeather"}


def test_a_name_that_would_be_a_formula_is_harmless_in_the_table(found: BundleReport) -> None:
    bundle = replace(found.bundle, holder="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(files.table(replace(found, bundle=bundle)))))
    assert rows[0]["holder_name_in_record"] == "'=HYPERLINK(1)"


def test_the_zip_file_verifies_without_this_installation(
    world: World, found: BundleReport, tmp_path: Path
) -> None:
    packed = unpacked(files.everything(found))
    for name, body in packed.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
    index = json.loads(packed["network/network.json"])
    assert any(url.endswith("/did.json") for url in index)
    alone = Options(network=DirectoryFetch(tmp_path / "network"), now=world.clock())
    for line, verdict in zip(found.lines, (Verdict.VALID, Verdict.REVOKED, Verdict.REVOKED), strict=True):
        body = packed[bundle_links.file_name(line.item)]
        assert body == line.item.body
        assert verification.check(world.toolkit, body, options=alone).verdict is verdict
    assert "North Tamarack" in packed["README.txt"].decode()


def test_the_zip_file_itself_opens_at_the_verifier(world: World, found: BundleReport) -> None:
    report = verification.check(world.toolkit, files.everything(found))
    assert [part.report.verdict for part in report.parts] == [line.report.verdict for line in found.lines]
    assert {warning.code for warning in report.warnings} == {"FILE_NOT_READ"}


def test_the_link_at_the_verifier_opens_as_its_credentials(
    world: World, link: str, found: BundleReport
) -> None:
    report = verification.check_url(world.toolkit, link)
    assert report.verdict is Verdict.REVOKED
    assert [part.report.sha256 for part in report.parts] == [line.report.sha256 for line in found.lines]
    assert report.warnings == ()


def test_a_newer_version_takes_the_place_of_the_old_one(world: World) -> None:
    issued = world.issue()
    wanted = MakeBundle(credentials=[issued.credential.id], recipient="North Tamarack")
    url = making.make(world.toolkit, OPERATOR, wanted).url or ""
    revocation.reissue(world.toolkit, OPERATOR, issued.credential.id, replaces=1)
    bundle = bundle_links.open_link(world.toolkit, url.rpartition("/")[2], kind=OpeningKind.PAGE)
    found = reports.report(world.toolkit, bundle)
    assert [(line.item.version.number, line.report.verdict) for line in found.lines] == [(2, Verdict.VALID)]


def test_an_erased_name_is_not_shown(world: World) -> None:
    people.register(world.toolkit, OPERATOR, "t03", {"name": "Oona Larkspur-Vale"})
    issued = world.issue(attestation=_of("t03"))
    wanted = MakeBundle(credentials=[issued.credential.id], recipient="North Tamarack")
    token = (making.make(world.toolkit, OPERATOR, wanted).url or "").rpartition("/")[2]
    assert bundle_links.open_link(world.toolkit, token, kind=OpeningKind.PAGE).holder == "Oona Larkspur-Vale"
    people.erase(world.toolkit, OPERATOR, "t03")
    assert bundle_links.open_link(world.toolkit, token, kind=OpeningKind.PAGE).holder is None


def _of(person: str) -> object:
    return samples.attested(externalId=f"sub-{person}", person=person)
