"""A list whose bytes were verified before is believed again for what bytes decide, and for nothing else."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any, Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict
from issuer.verify.checks import proof, status_list
from issuer.verify.checks.secured import Secured, secured_again
from issuer.verify.signed_data import Covered, covered_data
from tests.papers import NOW, credential, later, status_entry
from tests.worlds import Key, World, sign, token

URL: Final = "https://badges.example/s/1"
INDEX: Final = 94567


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_list, "_KNOWN", type(status_list._KNOWN)(status_list.MAX_KNOWN))


def badge(world: World, key: Key | None = None) -> JsonObject:
    document = credential(world.issuer, credentialStatus=status_entry(URL))
    return sign(document, key or world.issuer.key())


def seen(world: World, document: JsonObject) -> Report:
    """Verify once, so that the list is known."""
    report = world.verify(document)
    assert report.verdict is Verdict.VALID, report.checks
    return report


def status_code(report: Report) -> str | None:
    check = report.check("status")
    assert check is not None
    return check.code


def test_the_second_look_at_the_same_bytes_says_the_same(world: World) -> None:
    world.publish_list(URL)
    document = badge(world)
    assert seen(world, document) == seen(world, document)


def test_a_known_list_is_not_worked_out_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish_list(URL)
    document = badge(world)
    seen(world, document)
    asked: list[str] = []

    def noted(document: JsonObject, *rest: Any, **named: Any) -> Covered:
        asked.append(str(document["id"]))
        return plain(document, *rest, **named)

    plain = covered_data
    monkeypatch.setattr(proof, "covered_data", noted)
    seen(world, document)
    assert asked == [document["id"]]


def test_another_list_at_the_same_address_is_another_list(world: World) -> None:
    world.publish_list(URL)
    document = badge(world)
    seen(world, document)
    world.publish_list(URL, INDEX)
    assert world.verify(document).verdict is Verdict.REVOKED


def test_one_changed_byte_is_not_known(world: World) -> None:
    world.publish_list(URL)
    document = badge(world)
    seen(world, document)
    media_type, body = world.documents[URL]
    world.documents[URL] = (media_type, body.replace(b"VerifiableCredential", b"VerifiableCredentiaL", 1))
    assert world.verify(document).verdict is Verdict.INDETERMINATE


def test_a_key_that_was_withdrawn_since_takes_the_list_with_it(world: World) -> None:
    lists = world.issuer.key("lists")
    world.publish_list(URL)
    world.publish(URL, sign(_unsigned(world), lists))
    document = badge(world)
    seen(world, document)
    lists.members["revoked"] = later(hours=-1)
    report = world.verify(document)
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, "STATUS_VERIFICATION_ERROR")


def test_a_key_that_is_published_no_more_takes_the_list_with_it(world: World) -> None:
    lists = world.issuer.key("lists")
    world.publish(URL, sign(_unsigned(world), lists))
    document = badge(world)
    seen(world, document)
    world.issuer.keys.remove(lists)
    report = world.verify(document)
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, "STATUS_VERIFICATION_ERROR")


def test_another_key_under_the_same_name_did_not_sign_it(world: World) -> None:
    lists = world.issuer.key("lists")
    name = f"{world.issuer.id}#lists"
    lists.method = name
    world.publish(URL, sign(_unsigned(world), lists))
    document = badge(world)
    seen(world, document)
    world.issuer.keys.remove(lists)
    world.issuer.key("other").method = name
    report = world.verify(document)
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, "STATUS_VERIFICATION_ERROR")


@pytest.mark.parametrize(
    ("moment", "code"),
    [(timedelta(hours=24), "STATUS_LIST_STALE"), (timedelta(hours=-2), "STATUS_VERIFICATION_ERROR")],
)
def test_time_goes_on_for_a_known_list(world: World, moment: timedelta, code: str) -> None:
    world.publish_list(URL)
    document = badge(world)
    seen(world, document)
    report = world.verify(document, now=NOW + moment)
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, code)


def test_a_proof_that_ended_since_counts_no_more(world: World) -> None:
    world.publish(URL, sign(_unsigned(world), world.issuer.key(), expires=later(hours=1)))
    document = badge(world)
    seen(world, document)
    report = world.verify(document, now=NOW + timedelta(hours=2))
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, "STATUS_VERIFICATION_ERROR")


def test_a_known_list_answers_for_its_issuer_alone(world: World) -> None:
    world.publish_list(URL)
    seen(world, badge(world))
    stranger = world.add("did:web:other.example", "Other")
    document = sign(credential(stranger, credentialStatus=status_entry(URL)), stranger.key())
    report = world.verify(document)
    assert (report.verdict, status_code(report)) == (Verdict.INDETERMINATE, "STATUS_VERIFICATION_ERROR")


def test_a_list_that_is_refused_is_not_kept(world: World) -> None:
    world.publish(URL, {**sign(_unsigned(world), world.issuer.key()), "validUntil": later(days=3)})
    document = badge(world)
    for _ in range(2):
        assert world.verify(document).verdict is Verdict.INDETERMINATE
    assert len(status_list._KNOWN) == 0


def test_a_list_in_a_token_is_judged_anew_each_time(world: World) -> None:
    key = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    world.publish(URL, token(_unsigned(world), key).encode(), "application/vc+jwt")
    document = badge(world)
    assert seen(world, document) == seen(world, document)
    assert len(status_list._KNOWN) == 0


def _change(members: JsonObject) -> Callable[[World, Key], None]:
    return lambda _world, lists: lists.members.update(members)


def _replace(world: World, lists: Key) -> None:
    world.issuer.keys.remove(lists)
    world.issuer.key("other").method = f"{world.issuer.id}#lists"


CHANGES: Final[dict[str, Callable[[World, Key], None]]] = {
    "nothing": lambda _world, _lists: None,
    "withdrawn": _change({"revoked": later(hours=-1)}),
    "to be withdrawn": _change({"revoked": later(hours=1)}),
    "ended before it signed": _change({"expires": later(days=-2)}),
    "ended since": _change({"expires": later(seconds=1)}),
    "removed": lambda world, lists: world.issuer.keys.remove(lists),
    "replaced": _replace,
}
MOMENTS: Final = [timedelta(days=days, hours=hours) for days, hours in product((-1, 0, 1), (-2, 0, 2, 23))]


@pytest.mark.parametrize("change", CHANGES)
def test_the_short_question_says_nothing_that_the_long_one_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    lists = world.issuer.key("lists")
    lists.method = f"{world.issuer.id}#lists"
    world.publish(URL, sign(_unsigned(world), lists, expires=later(hours=2)))
    document = badge(world)
    seen(world, document)
    CHANGES[change](world, lists)
    short = [world.verify(document, now=NOW + moment) for moment in MOMENTS]
    monkeypatch.setattr(status_list, "still_holds", lambda *_given, **_named: False)
    assert short == [world.verify(document, now=NOW + moment) for moment in MOMENTS]


def test_the_short_question_is_asked_of_one_proof_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = sign(_unsigned(world), world.issuer.key())
    world.publish(URL, sign(once, world.issuer.key("lists")))
    document = badge(world)
    seen(world, document)
    asked: list[bool] = []
    plain = secured_again

    def noted(*given: Any) -> Secured:
        asked.append(True)
        return plain(*given)

    monkeypatch.setattr(status_list, "secured_again", noted)
    seen(world, document)
    assert asked == [True]


def _unsigned(world: World) -> JsonObject:
    signed = world.publish_list(URL)
    return {name: value for name, value in signed.items() if name != "proof"}
