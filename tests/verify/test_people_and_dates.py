"""What may be asked beside the verdict: whose it is, whether it was in force on a day, a newer version."""

import hashlib
from datetime import datetime
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.signing.key_types import KeyType
from issuer.verify import Outcome, Report, Standing, Verdict, Withdrawal
from tests.papers import credential, identity, later, status_entry, subject
from tests.worlds import World, sign, token

LIST: Final = "https://badges.example/s/1"
MAIL: Final = "oona.vale@school.example"


@pytest.fixture
def world() -> World:
    made = World()
    made.publish_list(LIST)
    return made


def hashed(text: str, *, name: str = "sha256", salt: str = "deadsea") -> str:
    return f"{name}${hashlib.new(name, (text + salt).encode()).hexdigest()}"


def outcome(report: Report, check_id: str) -> str | None:
    check = report.check(check_id)
    return None if check is None else check.outcome.value


IDENTITIES: Final[dict[str, tuple[JsonObject, str, str]]] = {
    "hashed": (identity(identityHash=hashed(MAIL)), MAIL, "passed"),
    "hashed, typed in capitals": (identity(identityHash=hashed(MAIL)), MAIL.title(), "passed"),
    "hashed in capitals": (identity(identityHash=hashed(MAIL.title())), MAIL.title(), "passed"),
    "by md5": (identity(identityHash=hashed(MAIL, name="md5")), MAIL, "passed"),
    "without salt": (identity(identityHash=hashed(MAIL, salt=""), salt=None), MAIL, "passed"),
    "with another salt": (identity(identityHash=hashed(MAIL, salt="other")), MAIL, "failed"),
    "of somebody else": (identity(identityHash=hashed("x@school.example")), MAIL, "failed"),
    "plain": (identity(hashed=False, identityHash=MAIL, salt=None), MAIL, "passed"),
    "plain, of somebody else": (identity(hashed=False, identityHash="x@school.example"), MAIL, "failed"),
    "plain, a hash": (identity(hashed=False, identityHash=hashed(MAIL)), MAIL, "failed"),
    "by number": (
        identity(hashed=False, identityHash="T-77", identityType="systemId", salt=None),
        "T-77",
        "passed",
    ),
    "by number in another case": (
        identity(hashed=False, identityHash="T-77", identityType="systemId", salt=None),
        "t-77",
        "failed",
    ),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_the_holder_is_compared_with_every_identity(world: World, name: str) -> None:
    stated, known, expected = IDENTITIES[name]
    document = credential(world.issuer, credentialSubject=subject(identifier=[identity(), stated]))
    report = world.verify(sign(document, world.issuer.key()), recipient=known)
    assert outcome(report, "recipient") == expected
    assert report.verdict is Verdict.VALID, "whose it is changes nothing about what it is"
    mismatch = [warning for warning in report.warnings if warning.code == "RECIPIENT_MISMATCH"]
    assert bool(mismatch) == (expected == "failed")


def test_only_identities_of_the_asked_kind_are_compared(world: World) -> None:
    document = credential(
        world.issuer, credentialSubject=subject(identifier=[identity(identityHash=hashed(MAIL))])
    )
    made = sign(document, world.issuer.key())
    assert outcome(world.verify(made, recipient=MAIL, recipient_type="emailAddress"), "recipient") == "passed"
    assert outcome(world.verify(made, recipient=MAIL, recipient_type="userName"), "recipient") == "failed"


def test_the_subject_id_is_an_identity(world: World) -> None:
    made = sign(credential(world.issuer), world.issuer.key())
    known = "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b"
    assert outcome(world.verify(made, recipient=known), "recipient") == "passed"
    assert outcome(world.verify(made), "recipient") == "skipped"


class Record:
    """The record of an installation that issued the badge."""

    def __init__(self, standing: Standing | None = None, withdrawal: Withdrawal | None = None) -> None:
        self.standing, self.withdrawal = standing, withdrawal

    def logged_at(self, sha256: str) -> datetime | None:
        del sha256
        return None

    def standing_on(self, credential: JsonObject, moment: datetime) -> Standing | None:
        del credential, moment
        return self.standing

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        del credential
        return self.withdrawal


DAY: Final = parse_time("2026-10-01T00:00:00Z")


def test_from_outside_only_what_follows_is_said(world: World) -> None:
    def on_day(status: Json, at: datetime = DAY) -> str | None:
        document = credential(world.issuer, credentialStatus=status)
        report = world.verify(sign(document, world.issuer.key()), at=at)
        assert report.verdict in {Verdict.VALID, Verdict.REVOKED}
        return outcome(report, "on_date")

    world.publish_list("https://badges.example/s/2", purpose="suspension")
    world.publish_list("https://badges.example/s/3", 94567)
    held = status_entry("https://badges.example/s/2", statusPurpose="suspension")
    assert on_day(status_entry(LIST)) == "passed"
    assert on_day(None) == "undetermined"
    assert on_day([status_entry(LIST), held]) == "undetermined"
    assert on_day(status_entry("https://badges.example/s/3")) == "undetermined"
    assert on_day(status_entry(LIST), parse_time("2026-01-01T00:00:00Z")) == "failed"
    assert on_day(status_entry(LIST), parse_time("2032-01-01T00:00:00Z")) == "failed"
    assert on_day(status_entry(LIST), parse_time("2027-01-01T00:00:00Z")) == "undetermined"


@pytest.mark.parametrize(("in_force", "expected"), [(True, "passed"), (False, "failed")])
def test_our_own_record_answers_for_a_day(world: World, expected: str, *, in_force: bool) -> None:
    made = sign(credential(world.issuer), world.issuer.key())
    report = world.verify(made, at=DAY, record=Record(Standing(in_force, "By our record.")))
    assert outcome(report, "on_date") == expected
    assert report.verdict is Verdict.VALID


def test_nobody_asked_for_a_day(world: World) -> None:
    assert outcome(world.verify(sign(credential(world.issuer), world.issuer.key())), "on_date") is None


@pytest.mark.parametrize(
    ("category", "verdict", "words"),
    [
        ("superseded", "revoked", "the issuer replaced it by a newer version on October 1, 2026"),
        ("fraud", "revoked", "the issuer withdrew it on October 1, 2026"),
        ("suspended_pending_review", "suspended", "has not withdrawn it"),
        ("something new", "revoked", "the issuer withdrew it on October 1, 2026"),
    ],
)
def test_our_own_record_says_why_it_was_withdrawn(
    world: World, category: str, verdict: str, words: str
) -> None:
    world.publish_list(LIST, 94567)
    made = sign(credential(world.issuer, credentialStatus=status_entry(LIST)), world.issuer.key())
    report = world.verify(made, record=Record(withdrawal=Withdrawal(category, DAY)))
    assert report.verdict.value == verdict
    assert words in report.sentence
    assert world.verify(made, record=Record()).sentence.endswith("the issuer withdrew it.")


REFRESH: Final = "https://badges.example/refresh/1"


def refreshable(world: World, **change: Any) -> JsonObject:
    service: JsonObject = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    document = credential(world.issuer, refreshService=service, **change)
    context = document["@context"]
    assert isinstance(context, list)
    document["@context"] = [*context, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    return sign(document, world.issuer.key())


def test_a_newer_version_is_only_asked_for_when_told_to(world: World) -> None:
    world.publish(REFRESH, refreshable(world, name="Newer", validFrom=later(days=-1)))
    old = refreshable(world)
    report = world.verify(old)
    assert outcome(report, "refresh") == "skipped"
    assert REFRESH not in world.asked
    newer = world.verify(old, follow_refresh=True)
    assert newer.credential is not None
    assert (newer.verdict, newer.credential["name"]) == (Verdict.VALID, "Newer")


def test_an_ended_badge_with_a_newer_version_is_current(world: World) -> None:
    world.publish(REFRESH, refreshable(world, validFrom=later(days=-1)))
    old = refreshable(world, validUntil=later(days=-1))
    assert world.verify(old).verdict is Verdict.EXPIRED
    assert world.verify(old, follow_refresh=True).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "answer",
    ["nothing", "a page", "older", "of another badge", "of another issuer", "changed", "a token of nobody"],
)
def test_what_is_no_newer_version_changes_nothing(world: World, answer: str) -> None:
    stranger = world.add("did:web:attacker.example")
    newer = refreshable(world, name="Newer", validFrom=later(days=-1))
    forged = sign(credential(stranger, validFrom=later(days=-1)), stranger.key())
    answers: dict[str, Any] = {
        "a page": b"<html>",
        "older": refreshable(world, name="Newer"),
        "of another badge": refreshable(world, id="urn:uuid:0", validFrom=later(days=-1)),
        "of another issuer": forged,
        "changed": {**newer, "name": "Newest"},
        "a token of nobody": token(
            credential(world.issuer), world.issuer.key("t", KeyType.P256), header={"alg": "none"}
        ).encode(),
    }
    if answer in answers:
        world.publish(REFRESH, answers[answer])
    report = world.verify(refreshable(world), follow_refresh=True)
    assert report.verdict is Verdict.VALID
    assert report.credential is not None
    assert report.credential["name"] == "Using Formative Assessment"
    check = report.check("refresh")
    assert check is not None
    assert check.outcome is Outcome.PASSED


def test_a_newer_version_may_be_a_token(world: World) -> None:
    key = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    newer = token(credential(world.issuer, name="Newer", validFrom=later(days=-1)), key)
    world.publish(REFRESH, newer.encode(), "text/plain")
    report = world.verify(refreshable(world), follow_refresh=True)
    assert report.credential is not None
    assert report.credential["name"] == "Newer"
