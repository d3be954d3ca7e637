"""The packaged data says what it must: invented people, marked issuers, a catalog that can be published."""

import re
import unicodedata
from collections import Counter
from typing import Any

import pytest

from issuer.badges import catalog_record
from issuer.badges.model import DEMONSTRATION, Profile
from issuer.badges.record_lint import missing
from issuer.demo import dataset
from issuer.demo.dataset import FOLDER, Dataset, load, read_file
from issuer.documents.strict_json import JsonObject

DATA: Dataset = load()
MARKS = re.compile(r"\[[A-Z]\]|confidence", re.IGNORECASE)


def test_nine_cooperatives_stand_under_their_parent_and_one_stands_alone() -> None:
    parents = Counter(issuer.parent for issuer in DATA.issuers)
    assert parents == {DATA.parent.slug: 9, None: 1}
    assert {issuer.state for issuer in DATA.issuers if issuer.parent is None} == {"OK"}


def test_every_issuer_says_in_its_name_that_it_is_a_demonstration() -> None:
    assert all(item.name.endswith(DEMONSTRATION) for item in (DATA.parent, *DATA.issuers))


def test_districts_and_partners_are_marked_as_demonstration_or_fictional() -> None:
    names = [*(item.name for item in DATA.districts), *(item.name for item in DATA.partners)]
    assert all(name.endswith((DEMONSTRATION, "(fictional)")) for name in names)


def test_there_are_96_educators_with_different_ids_and_names() -> None:
    assert len(DATA.educators) == 96
    assert len({person.id for person in DATA.educators}) == 96
    assert len({person.name for person in DATA.educators}) == 96


def test_everybody_teaches_in_a_district_that_a_cooperative_serves() -> None:
    served = [person.id for issuer in DATA.issuers for person in DATA.educators_of(issuer.slug)]
    assert sorted(served) == sorted(person.id for person in DATA.educators)


def test_names_are_in_normal_form_and_of_many_kinds() -> None:
    names = [person.name for person in DATA.educators]
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    scripts = {unicodedata.name(letter).split()[0] for name in names for letter in name if letter.isalpha()}
    wanted = {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "HANGUL", "THAI", "CJK"}
    assert wanted <= scripts
    assert sum(not person.family_name for person in DATA.educators) >= 3
    assert any("\N{RIGHT SINGLE QUOTATION MARK}" in name for name in names)
    assert any("'" in name for name in names)


def test_mail_addresses_never_deliver() -> None:
    for person in DATA.educators:
        details = person.details()
        assert str(details["email"]).endswith(".demo.example")
        assert str(details["personalEmail"]).endswith(".demo.example")


def test_a_one_part_name_has_no_family_name_in_its_details() -> None:
    single = next(person for person in DATA.educators if not person.family_name)
    assert "familyName" not in single.details()
    assert single.details()["name"] == single.given_name


@pytest.mark.parametrize("name", [path.name for path in sorted(FOLDER.glob("*.json"))])
def test_every_file_says_that_it_is_invented_and_carries_no_research_marks(name: str) -> None:
    assert "invented" in read_file(name)["note"]
    assert not MARKS.search((FOLDER / name).read_text(encoding="utf-8"))


RECORDS = [*DATA.micro_credentials, *DATA.micro_endorsements]


@pytest.mark.parametrize("record", RECORDS, ids=[str(record["code"]) for record in RECORDS])
def test_every_catalog_record_can_be_published(record: JsonObject) -> None:
    parent = Profile(
        slug="msc", did="did:web:example.org:p:msc", name=DATA.parent.name, url="https://example.org"
    )
    version = catalog_record.read(record, base_url="https://example.org", creator=parent)
    assert version.hours is not None
    assert bool(version.rubric) is (version.components is None)


def test_no_catalog_record_lacks_anything_that_a_good_one_says() -> None:
    versions = {
        version.code: version
        for record in RECORDS
        for version in [catalog_record.read(record, base_url="https://example.org", creator=_anyone())]
    }
    for version in versions.values():
        parts = tuple(versions[code] for code in (version.components.codes if version.components else ()))
        assert missing(version, parts) == []


def test_standards_and_addresses_of_the_catalog_are_invented() -> None:
    for record in RECORDS:
        alignments: Any = record["alignment"]
        case = [item for item in alignments if item["targetType"] == "CFItem"]
        assert len(case) == (1 if "rubric" in record else 0)
        assert all(item["targetFramework"].endswith(DEMONSTRATION) for item in case)
        (credential,) = (item for item in alignments if item["targetType"] == "ceterms:Credential")
        assert credential["targetFramework"] == "Credential Transparency Description Language"
        assert re.fullmatch(r"ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", credential["targetCode"])
        assert all(".demo.example/" in item["targetUrl"] for item in alignments)


def test_a_micro_endorsement_is_tagged_with_the_areas_of_its_parts() -> None:
    records: list[dict[str, Any]] = [*RECORDS]
    tagged = {record["code"]: set(record.get("mandatedAreas", ())) for record in records}
    assert tagged["ME-SEL"] == set().union(*(tagged[f"SEL-0{number}"] for number in range(1, 6)))
    assert all("English learners" in tagged[f"ELL-0{number}"] for number in range(1, 6))
    assert tagged["CSI-01"] == set()


def test_the_catalog_holds_21_micro_credentials_and_4_micro_endorsements_of_them() -> None:
    codes = {record["code"] for record in DATA.micro_credentials}
    named = {
        code
        for record in DATA.micro_endorsements
        for code in catalog_record.read(
            record, base_url="https://example.org", creator=_anyone()
        ).components.codes  # type: ignore[union-attr]
    }
    assert (len(codes), len(DATA.micro_endorsements)) == (21, 4)
    assert named == codes


def _anyone() -> Profile:
    return Profile(slug="x", did="did:web:example.org:p:x", name="X", url="https://example.org")


def test_two_assessors_of_different_roles_can_be_found() -> None:
    assert {person.role for person in DATA.assessors} == {"assessor", "approver"}
    assert dataset.load() is DATA
