"""Every planned award has an assessment record without a gap, and records differ."""

import pytest

from issuer.badges import attestation, catalog_record
from issuer.badges.model import Profile
from issuer.demo import assessments, plan
from issuer.demo.dataset import load
from issuer.documents import jcs
from issuer.errors import ConformanceError

DATA = load()
AWARDS = plan.plan(DATA)
PARENT = Profile(
    slug="msc", did="did:web:example.org:p:msc", name=DATA.parent.name, url="https://example.org"
)
CATALOG = {
    str(record["code"]): catalog_record.read(record, base_url="https://example.org", creator=PARENT)
    for record in DATA.micro_credentials
}


def test_every_record_is_accepted_without_a_gap() -> None:
    for award in AWARDS:
        achievement = CATALOG[award.code]
        record = assessments.attestation(award, achievement, DATA)
        read = attestation.parse(record, achievement=achievement)
        assert read.attempt == award.attempt
        assert read.decided_at == award.dates.decided_at
        assert len({assessor.id for assessor in read.assessors}) == 2
        assert read.pool == DATA.pool().name


def test_a_record_of_another_achievement_is_refused() -> None:
    first, other = CATALOG[AWARDS[0].code], next(v for c, v in CATALOG.items() if c != AWARDS[0].code)
    record = assessments.attestation(AWARDS[0], first, DATA)
    with pytest.raises(ConformanceError):
        attestation.parse(record, achievement=other)


def test_no_two_records_and_no_two_artifacts_are_the_same() -> None:
    records = [assessments.attestation(award, CATALOG[award.code], DATA) for award in AWARDS]
    assert len({jcs.canonicalize(record) for record in records}) == 292
    digests = [artifact.digest for record in records for artifact in attestation.read(record).artifacts]
    assert len(digests) == len(set(digests)) == 292 * 4
