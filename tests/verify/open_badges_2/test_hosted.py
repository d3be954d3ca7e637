"""Hosted badges of Open Badges 2.0: the host confirms them today, or it does not; and never more than that."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.fetch import Fetched
from issuer.verify import AnswerValue, Policy, Report, Verdict, verify
from issuer.workers import InProcess
from tests.papers import NOW
from tests.verify.open_badges_2.town import (
    ASSERTION,
    BADGE,
    HOST,
    MAIL,
    PROFILE,
    V2,
    Town,
    assertion,
    badge_class,
    cautions,
    profile,
    signed,
)
from tests.worlds import codes

HOSTED: Final[Json] = {"type": "hosted"}


@pytest.fixture
def town() -> Town:
    return Town()


def test_its_host_confirms_it_and_the_words_promise_no_more(town: Town) -> None:
    report = town.verify(assertion())
    assert (report.verdict, report.kind, report.form) == (Verdict.VALID, "assertion", "hosted")
    assert report.heading == "Its host confirms it today"
    assert report.answers.genuine.value is AnswerValue.YES
    assert "not signed" in report.sentence
    assert "not signed" in report.answers.genuine.sentence
    assert "signed it" not in str(report.to_json())
    assert cautions(report) == ["OLDER_STANDARD"]
    assert report.issuer is not None
    assert (report.issuer.id, report.issuer.name) == (PROFILE, "Lakes Cooperative (demonstration)")
    assert town.asked == [ASSERTION, BADGE, PROFILE]


def test_the_report_holds_what_the_addresses_gave(town: Town) -> None:
    report = town.verify(assertion())
    assert report.credential == {**assertion(), "badge": {**badge_class(), "issuer": profile()}}


SAME: Final[dict[str, tuple[JsonObject, ...]]] = {
    "older name of the way": (assertion(verification=HOSTED),),
    "older name of the member": (assertion(verification=None, verify=HOSTED),),
    "several types": (assertion(type=["Assertion", "extensions:Thing"]), profile(type=["Profile"])),
    "another vocabulary beside it": ({**assertion([V2]), "extensions:thing": {"@context": {}}},),
    "a context of an extension by address": (
        assertion([V2, "https://w3id.org/openbadges/extensions/x/context.json"]),
    ),
    "badge class without an address": (assertion(badge=badge_class(id=None)),),
    "badge class in it and at its address": (assertion(badge={"id": BADGE}),),
    "issuer by object": (badge_class(issuer={"id": PROFILE, "name": "Another name"}),),
    "begins as allowed": (profile(verification={"startsWith": f"{HOST}/a/"}),),
    "one of the hosts": (profile(verification={"allowedOrigins": ["other.example", "badges.example"]}),),
    "the host as origin": (profile(verification={"allowedOrigins": HOST}),),
}


@pytest.mark.parametrize("name", SAME)
def test_other_shapes_of_the_same(town: Town, name: str) -> None:
    for document in SAME[name]:
        town.lay(document)
    report = town.verify(assertion())
    assert report.verdict is Verdict.VALID, codes(report)
    assert report.issuer is not None
    assert report.issuer.name == "Lakes Cooperative (demonstration)"


WRONG: Final[dict[str, tuple[JsonObject, str]]] = {
    "another id at the address": (assertion(id=f"{HOST}/a/2"), "SCHEMA_VIOLATION"),
    "begins otherwise": (profile(verification={"startsWith": f"{HOST}/b/"}), "HOST_NOT_ALLOWED"),
    "begins on a host that goes on": (
        profile(verification={"startsWith": "https://badges.exa"}),
        "HOST_NOT_ALLOWED",
    ),
    "another host is allowed": (
        profile(verification={"allowedOrigins": "other.example"}),
        "HOST_NOT_ALLOWED",
    ),
    "allowed host, wrong beginning": (
        profile(verification={"allowedOrigins": "badges.example", "startsWith": f"{HOST}/b/"}),
        "HOST_NOT_ALLOWED",
    ),
    "the profile is another one": (profile(id=f"{HOST}/i/2"), "SCHEMA_VIOLATION"),
    "the profile is no profile": (profile(type="BadgeClass"), "SCHEMA_VIOLATION"),
    "the class is another one": (badge_class(id=f"{HOST}/b/2"), "SCHEMA_VIOLATION"),
    "the class is no class": (badge_class(type="Assertion"), "SCHEMA_VIOLATION"),
    "the host renames a term": (
        assertion([V2, {"expires": "https://x.example/e"}]),
        "CONTEXT_NOT_ALLOWED",
    ),
    "the profile renames a term": (
        profile({"id": "@id", "type": "@type"}),
        "CONTEXT_NOT_ALLOWED",
    ),
    "the host says it is signed": (assertion(verification={"type": "SignedBadge"}), "PROOF_MISSING"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_its_addresses_contradict_is_not_confirmed(town: Town, name: str) -> None:
    document, code = WRONG[name]
    where = {"Assertion": ASSERTION, "BadgeClass": BADGE, "Issuer": PROFILE}
    at = PROFILE if name == "the profile is no profile" else BADGE if name == "the class is no class" else ""
    town.lay(document, at=at or where[str(document["type"])])
    report = town.verify(assertion())
    assert (report.verdict, codes(report)) == (Verdict.INVALID, [code])
    assert report.heading == "Not confirmed by its host"
    assert report.answers.genuine.value is AnswerValue.NO


def test_a_stranger_cannot_host_badges_of_an_issuer(town: Town) -> None:
    elsewhere = "https://attacker.example/a/1"
    forged = assertion(id=elsewhere)
    town.lay(forged)
    report = town.verify(forged)
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["HOST_NOT_ALLOWED"])
    inside = assertion(id=elsewhere, badge=badge_class(id=None, issuer=profile()))
    town.lay(inside)
    assert town.verify(inside).verdict is Verdict.INVALID
    town.lay(profile(verification={"allowedOrigins": ["attacker.example"]}))
    assert town.verify(forged).verdict is Verdict.VALID


@pytest.mark.parametrize("address", [ASSERTION, BADGE, PROFILE])
@pytest.mark.parametrize("code", ["FETCH_FAILED", "FETCH_BLOCKED"])
def test_a_host_that_does_not_answer_proves_nothing(town: Town, address: str, code: str) -> None:
    town.down[address] = code
    report = town.verify(assertion())
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, [code])
    assert report.answers.genuine.value is AnswerValue.COULD_NOT_CHECK
    assert "not a yes, and not a no" in report.sentence


@pytest.mark.parametrize(
    "body", [b"<html>Please log in</html>", b'{"id":1,"id":2}', b"[" * 100, b"x" * 300_000]
)
def test_a_host_that_answers_with_something_else_proves_nothing(town: Town, body: bytes) -> None:
    town.publish(ASSERTION, body, "text/html")
    assert town.verify(assertion()).verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("scheme", ["http://badges.example/a/1", "urn:uuid:1", "https://127.0.0.1/a/1"])
def test_an_address_that_is_not_fetched_proves_nothing(town: Town, scheme: str) -> None:
    report = town.verify(assertion(id=scheme))
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["FETCH_BLOCKED"])


def test_gone_is_withdrawn(town: Town) -> None:
    town.down[ASSERTION] = "FETCH_GONE"
    report = town.verify(assertion())
    assert (report.verdict, codes(report)) == (Verdict.REVOKED, ["REVOKED"])
    assert report.answers.current.value is AnswerValue.NO
    assert report.answers.genuine.value is not AnswerValue.YES


def test_what_its_host_marks_as_revoked_is_withdrawn_with_the_reason(town: Town) -> None:
    town.lay({"@context": V2, "id": ASSERTION, "revoked": True})
    assert town.verify(assertion()).verdict is Verdict.REVOKED
    town.lay(assertion(revoked=True, revocationReason="Awarded twice"))
    report = town.verify(assertion())
    assert report.verdict is Verdict.REVOKED
    found = report.check("status")
    assert found is not None
    assert found.sentence == "Its host says that it was withdrawn: Awarded twice."
    town.lay(assertion(revoked=False))
    assert town.verify(assertion()).verdict is Verdict.VALID


def test_the_period_counts(town: Town) -> None:
    town.lay(assertion(expires="2026-01-01T00:00:00Z"))
    report = town.verify(assertion())
    assert (report.verdict, report.heading) == (Verdict.EXPIRED, "Its host confirms it, but it has ended")
    assert "January 1, 2026" in report.sentence
    town.lay(assertion(issuedOn="2030-01-01T00:00:00Z"))
    assert town.verify(assertion()).verdict is Verdict.NOT_YET_VALID
    town.lay(assertion(expires="2030-01-01T00:00:00Z"))
    assert town.verify(assertion()).verdict is Verdict.VALID


def test_what_the_host_shows_counts_and_the_difference_is_named(town: Town) -> None:
    painted = assertion(recipient={"type": "email", "hashed": False, "identity": "thief@teachers.example"})
    report = town.verify(painted, recipient=MAIL)
    assert report.verdict is Verdict.VALID
    assert cautions(report) == ["OLDER_STANDARD", "COPY_DIFFERS"]
    assert "thief" not in str(report.to_json())
    assert town.verify(painted, recipient="thief@teachers.example").check("recipient").outcome == "failed"  # type: ignore[union-attr]
    assert "COPY_DIFFERS" not in cautions(town.verify(assertion()))


def test_an_issuer_is_known_by_its_address_alone(town: Town) -> None:
    report = town.verify(assertion(), trust=["https://badges.example/i/2"])
    assert (report.verdict, codes(report)) == (Verdict.UNTRUSTED, ["ISSUER_UNKNOWN"])
    assert "badges.example shows this badge today" in report.sentence
    assert town.verify(assertion(), trust=[PROFILE]).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("identity", "known", "noted"),
    [
        ({"hashed": False, "identity": MAIL}, True, []),
        (
            {
                "hashed": True,
                "salt": "sea",
                "identity": "sha256$92562f6f4c06b7f2fbcf1fd26f0df77d4b43bbf2c85ab7b2a4ba0d7fa40ed0c2",
            },
            False,
            [],
        ),
        (
            {"hashed": True, "identity": "md5$900150983cd24fb0d6963f7d28e17f72"},
            False,
            ["HASH_NOT_ALLOWED", "UNSALTED_IDENTITY"],
        ),
    ],
)
def test_whose_it_is(*, town: Town, identity: dict[str, Json], known: bool, noted: list[str]) -> None:
    town.lay(assertion(recipient={"type": "email", **identity}))
    report = town.verify(assertion(), recipient=MAIL)
    check = report.check("recipient")
    assert check is not None
    assert (check.outcome == "passed") is known
    assert [code for code in cautions(report) if code in {"HASH_NOT_ALLOWED", "UNSALTED_IDENTITY"}] == noted
    assert ("RECIPIENT_MISMATCH" in cautions(report)) is not known
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_a_hashed_identity_is_recognised(town: Town, algorithm: str) -> None:
    digest = hashlib.new(algorithm, (MAIL + "deadsea").encode()).hexdigest()
    held: Json = {"type": "email", "hashed": True, "salt": "deadsea", "identity": f"{algorithm}${digest}"}
    town.lay(assertion(recipient=held))
    for asked in (MAIL, "Ana@Teachers.example"):
        check = town.verify(assertion(), recipient=asked).check("recipient")
        assert check is not None
        assert check.outcome == "passed"


class Saved:
    """A network of copies that were saved some days ago."""

    def __init__(self, town: Town, days: int) -> None:
        self._town = town
        self._at = NOW - timedelta(days=days)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = 1 << 20) -> Fetched:
        return replace(self._town.get(url, accept=accept, max_bytes=max_bytes), fetched_at=self._at)


def judged(data: bytes, town: Town, days: int, **policy: Any) -> Report:
    made = Policy(now=NOW, **policy)
    return verify(data, policy=made, fetch=Saved(town, days), workers=InProcess())


def test_a_saved_copy_of_what_a_host_showed_confirms_nothing(town: Town) -> None:
    data = strict_json.encode(assertion())
    report = judged(data, town, days=3)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["FETCH_FAILED"])
    assert "showed 3 days ago" in str(report.check("hosted"))
    assert judged(data, town, days=0).verdict is Verdict.VALID


def test_a_saved_copy_of_a_signed_ones_list_tells_its_age(town: Town) -> None:
    data = signed().encode()
    report = judged(data, town, days=3)
    assert report.verdict is Verdict.VALID
    assert "SAVED_COPY" in cautions(report)
    assert "Status as of 3 days ago" in report.answers.current.sentence
    old = judged(data, town, days=3, status_max_age=timedelta(days=2))
    assert (old.verdict, codes(old)) == (Verdict.INDETERMINATE, ["STATUS_LIST_STALE"])
