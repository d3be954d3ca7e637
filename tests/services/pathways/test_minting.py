"""A micro-endorsement puts itself together when the last component is earned, once (SEED-03, SEED-14, S07, S08)."""

import threading
from decimal import Decimal

import pytest

from issuer.badges.digests import hex_to_multibase
from issuer.errors import ConformanceError, IssuerError, NotAuthorizedError, NotFoundError
from issuer.services import attestations, credentials, revocation, verification
from issuer.services.pathways import job, minting
from issuer.services.principal import OPERATOR, Principal
from issuer.services.verification import Options
from issuer.store import Category
from issuer.verify import Verdict
from tests.badges import samples
from tests.services.pathways.worlds import (
    ME,
    SEL,
    cycle,
    document,
    earn,
    endorsements,
    micro,
    publish,
    stack,
)
from tests.services.worlds import World


def test_s07_the_last_component_mints_it_within_one_cycle(school: World) -> None:
    parts = [earn(school, code) for code in SEL[:2]]
    assert cycle(school).minted == 0
    assert endorsements(school) == []
    school.clock.forward(days=3)
    parts.append(earn(school, SEL[2]))
    assert cycle(school).minted == 1
    ((credential, newest),) = endorsements(school)
    assert credential.awarded_at == parts[2].credential.awarded_at
    signed = document(newest)
    subject = signed["credentialSubject"]
    assert (
        subject["achievement"]["achievementType"],
        "micro-endorsement" in subject["achievement"]["tag"],
    ) == (
        "Certificate",
        True,
    )
    assert subject["id"] == document(parts[0].version)["credentialSubject"]["id"]
    assert (subject["creditsEarned"], subject["achievement"]["creditsAvailable"]) == (3, 3)
    assert "graduate-equivalent" in subject["narrative"]
    school.require_whole()


def test_every_component_is_named_by_alignment_result_evidence_and_exact_bytes(school: World) -> None:
    parts = [earn(school, code) for code in SEL]
    cycle(school)
    ((_credential, newest),) = endorsements(school)
    signed = document(newest)
    subject = signed["credentialSubject"]
    achievement = subject["achievement"]
    required = [item for item in achievement["alignment"] if item["targetType"] == "ext:RequiredAchievement"]
    assert [item["targetCode"] for item in required] == list(SEL)
    assert required[1]["targetName"] == "Title of SEL-02"
    completed = [item["resultDescription"] for item in subject["result"] if item["status"] == "Completed"]
    assert completed == [f"{achievement['criteria']['id']}#{code}" for code in (*SEL, "status")]
    assert [item["id"] for item in signed["evidence"]] == [part.credential.id for part in parts]
    assert {item["genre"] for item in signed["evidence"]} == {"OpenBadgeCredential"}
    bound = {item["id"]: item["digestMultibase"] for item in signed["relatedResource"]}
    for part in parts:
        assert bound[part.credential.id] == hex_to_multibase(str(part.version.sha256))


def test_what_was_minted_verifies_as_a_stranger_verifies_it(school: World) -> None:
    for code in SEL:
        earn(school, code)
    cycle(school)
    ((_credential, newest),) = endorsements(school)
    report = verification.check(school.toolkit, newest.body or b"", options=Options(offline=True))
    assert report.verdict is Verdict.VALID
    # As for every micro-credential of this catalog, the parent organization wrote the definition.
    assert [warning.code for warning in report.warnings] == ["CREATOR_DIFFERS"]


def test_asking_again_mints_nothing_more(school: World) -> None:
    for code in SEL:
        earn(school, code)
    assert cycle(school).minted == 1
    assert (cycle(school).minted, len(endorsements(school))) == (0, 1)
    again = minting.mint(school.toolkit, OPERATOR, "scsc", "t01", ME)
    assert (again.is_new, again.version) == (False, endorsements(school)[0][1])


def test_s08_a_later_elective_gives_no_second_one(school: World) -> None:
    for code in ("PRL-01", "PRL-02", "PRL-06"):
        earn(school, code)
    assert cycle(school).minted == 1
    earn(school, "PRL-05")
    assert cycle(school).minted == 0
    ((_credential, newest),) = endorsements(school, "ME-PRL")
    assert [item["name"][:6] for item in document(newest)["evidence"]] == ["PRL-01", "PRL-02", "PRL-06"]


def test_a_missing_component_is_refused_and_named(school: World) -> None:
    earn(school, "SEL-02")
    with pytest.raises(ConformanceError, match=r"1 of 3\. Left: SEL-01, SEL-03"):
        minting.mint(school.toolkit, OPERATOR, "scsc", "t01", ME)
    with pytest.raises(NotFoundError):
        minting.mint(school.toolkit, OPERATOR, "scsc", "t01", "SEL-01")
    with pytest.raises(NotAuthorizedError):
        minting.mint(school.toolkit, Principal("a", frozenset({"nesc"})), "scsc", "t01", ME)
    assert endorsements(school) == []


def test_an_assessment_of_a_micro_endorsement_is_refused(school: World) -> None:
    record = samples.attested(achievement=ME)
    with pytest.raises(ConformanceError, match="earned by its components"):
        attestations.import_record(school.toolkit, OPERATOR, "scsc", record)


def test_a_component_that_is_not_in_force_does_not_count(school: World) -> None:
    earned = [earn(school, code) for code in SEL]
    revocation.revoke(school.toolkit, OPERATOR, earned[0].credential.id, Category.ISSUED_IN_ERROR)
    assert cycle(school).minted == 0
    earn(school, "SEL-01")
    assert cycle(school).minted == 1


def test_components_of_two_people_or_two_issuers_are_not_put_together(school: World) -> None:
    earn(school, "SEL-01")
    earn(school, "SEL-02", person="t02")
    earn(school, "SEL-03", profile="nesc")
    assert cycle(school).minted == 0


def test_a_new_version_of_the_definition_mints_for_those_who_meet_it(school: World) -> None:
    earn(school, "SEL-01")
    earn(school, "SEL-02")
    assert cycle(school).minted == 0
    rule = {"all": ["SEL-01", "SEL-02"]}
    school.clock.forward(days=1)
    publish(school, stack(version="1.1", componentRule=rule, creditsAvailable=2.0))
    assert cycle(school).minted == 1
    ((_credential, newest),) = endorsements(school)
    achievement = document(newest)["credentialSubject"]["achievement"]
    assert achievement["version"] == "1.1"
    assert achievement["related"] == [
        {"id": "https://badges.demo.example/a/me-sel/v/1.0", "type": ["Related"], "version": "1.0"}
    ]


def test_hours_are_the_exact_sum_of_what_was_earned(school: World) -> None:
    publish(school, micro("SEL-04", creditsAvailable=0.1))
    publish(school, micro("SEL-05", creditsAvailable=0.2))
    rule = {"all": ["SEL-04", "SEL-05"]}
    publish(school, stack(code="ME-TWO", componentRule=rule, creditsAvailable=0.5))
    for code in ("SEL-04", "SEL-05"):
        earn(school, code)
    cycle(school)
    ((_credential, newest),) = endorsements(school, "ME-TWO")
    assert Decimal(str(document(newest)["credentialSubject"]["creditsEarned"])) == Decimal("0.3")


def test_20_parallel_awards_of_the_last_component_mint_one(school: World) -> None:
    for code in SEL[:2]:
        earn(school, code)
    start = threading.Barrier(20)
    failures: list[BaseException] = []

    def award() -> None:
        start.wait()
        try:
            issued = earn(school, SEL[2])
            job.settle(school.toolkit, issued.credential.person_id)
        except IssuerError as exc:
            failures.append(exc)

    threads = [threading.Thread(target=award) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cycle(school)
    assert len(endorsements(school)) == 1
    assert len(endorsements(school, SEL[2])) >= 20 - len(failures)
    with school.toolkit.database.reader() as reader:
        person = endorsements(school)[0][0].person_id
        assert len(reader.pathways.awards_of(person)) == 1
    school.require_whole()


def test_one_whose_award_fails_holds_up_nobody_and_is_tried_again(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("t01", "t02"):
        for code in SEL:
            earn(school, code, person=person)
    real = minting.finish
    broken = school.toolkit.randomness.urn()

    def fails_for_the_first(toolkit: object, principal: object, award: object) -> object:
        nonlocal broken
        if len(broken) > 0:
            broken = ""
            raise ConformanceError("out of order", code="BUSINESS_RULE")
        return real(toolkit, principal, award)  # type: ignore[arg-type]

    monkeypatch.setattr(minting, "finish", fails_for_the_first)
    ran = cycle(school)
    assert (ran.minted, [code for _person, code in ran.problems]) == (1, ["BUSINESS_RULE"])
    assert cycle(school).minted == 0
    school.clock.forward(minutes=2)
    assert cycle(school).minted == 1
    assert len(endorsements(school)) == 2


def test_search_and_audit_read_what_was_put_together(school: World) -> None:
    for code in SEL:
        earn(school, code)
    cycle(school)
    ((credential, _newest),) = endorsements(school)
    held = credentials.get(school.toolkit, OPERATOR, credential.id)
    assert held.achievement.code == ME
    with school.toolkit.database.reader() as reader:
        judged = attestations.read(reader.attestations.get(credential.attestation_id))
    assert (judged.assessors, judged.artifacts, judged.person) == ((), (), "t01")
