"""One document, one reading: contexts, keywords, shapes and values that two readers could read two ways."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Report, Verdict
from tests.papers import CONTEXTS, achievement, changed, credential, endorsement, identity, subject
from tests.worlds import World, sign

V2, OB = CONTEXTS
HOSTILE: Final = "https://attacker.example/ctx"


@pytest.fixture
def world() -> World:
    return World()


def codes(report: Report) -> list[str]:
    return [check.code for check in report.checks if check.code]


CONTEXT_ARRAYS: Final[dict[str, Any]] = {
    "swapped": [OB, V2],
    "alone": [V2],
    "text": V2,
    "an object": {"@vocab": "https://x.example/"},
    "twice": [V2, OB, OB],
    "in a list": [[V2, OB]],
    "one more": [V2, OB, HOSTILE],
    "one more inline": [V2, OB, {"note": {"@id": "https://www.w3.org/2018/credentials#validUntil"}}],
    "an empty one more": [V2, OB, {}],
    "null": [V2, OB, None],
    "import": [V2, OB, {"@import": HOSTILE}],
    "a vocabulary": [V2, OB, {"@vocab": "https://x.example/"}],
    "a base": [V2, OB, {"@base": "https://x.example/"}],
    "another case": [V2.upper(), OB],
    "with a slash": [V2 + "/", OB],
    "plain http": [V2.replace("https", "http"), OB],
    "an unknown edition": [V2, OB.replace("3.0.3", "3.0.9")],
    "both data models": ["https://www.w3.org/2018/credentials/v1", V2, OB],
    "empty": [],
    "a number": 7,
    "a fragment": [V2 + "#", OB],
}


@pytest.mark.parametrize("name", CONTEXT_ARRAYS)
def test_only_the_published_arrays_are_read(world: World, name: str) -> None:
    document = {**sign(credential(world.issuer), world.issuer.key()), "@context": CONTEXT_ARRAYS[name]}
    report = world.verify(document)
    assert report.verdict in {Verdict.INVALID, Verdict.MALFORMED}, report.checks
    assert not world.asked


def hidden(document: JsonObject, member: str, address: str) -> JsonObject:
    """Rename a member through a context of the holder's own; the canonical statements stay the same."""
    moved = {("note" if name == member else name): value for name, value in document.items()}
    context = document["@context"]
    assert isinstance(context, list)
    return {
        **moved,
        "@context": [
            *context,
            {"note": {"@id": address, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}},
        ],
    }


def test_an_end_hidden_by_a_context_of_the_holder_is_found(world: World) -> None:
    ended = sign(credential(world.issuer, validUntil="2026-10-01T00:00:00Z"), world.issuer.key())
    assert world.verify(ended).verdict is Verdict.EXPIRED
    report = world.verify(hidden(ended, "validUntil", "https://www.w3.org/2018/credentials#validUntil"))
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["CONTEXT_NOT_ALLOWED"])


def in_achievement(**change: Any) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, credentialSubject=subject(achievement=achievement(**change)))


def in_subject(**change: Any) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, credentialSubject=subject(**change))


def at_top(**change: Any) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, **change)


def as_object(value: Json) -> JsonObject:
    assert isinstance(value, dict)
    return value


def with_null_context(document: JsonObject) -> JsonObject:
    return {**document, "credentialSubject": {**subject(), "@context": None}}


SHAPES: Final[dict[str, tuple[Callable[[JsonObject], JsonObject], str]]] = {
    "an unknown member": (at_top(district_approved=True), "invalid"),
    "an unknown member deep": (in_subject(lane="MA+30"), "invalid"),
    "an unknown object": (in_subject(lane={"step": "3"}), "invalid"),
    "a member in another case": (at_top(ValidUntil="2039-01-01T00:00:00Z"), "invalid"),
    "a name of JavaScript": (at_top(constructor={"prototype": "x"}), "invalid"),
    "a keyword-like name": (at_top(**{"@foo": "x"}), "invalid"),
    "@included": (at_top(**{"@included": []}), "invalid"),
    "@reverse": (at_top(**{"@reverse": {}}), "invalid"),
    "@nest": (in_subject(**{"@nest": {"creditsEarned": 9}}), "invalid"),
    "@graph": (at_top(**{"@graph": []}), "invalid"),
    "@id for id": (lambda d: changed(d, id=None, **{"@id": d["id"]}), "invalid"),
    "@type for type": (lambda d: changed(d, type=None, **{"@type": d["type"]}), "invalid"),
    "@context in a part": (in_achievement(**{"@context": [V2, OB]}), "invalid"),
    "@context null in a part": (with_null_context, "invalid"),
    "a full address as name": (at_top(**{"https://schema.org/name": "x"}), "invalid"),
    "a short address as name": (at_top(**{"schema:name": "x"}), "invalid"),
    "an undefined type": (in_subject(type=["AchievementSubject", "District"]), "invalid"),
    "a null": (at_top(description=None, name="x"), "valid"),
    "a text as a list": (at_top(name=["Using Formative Assessment"]), "malformed"),
    "a text as an object": (at_top(name={"@value": "Using Formative Assessment"}), "malformed"),
    "a list in a list": (in_achievement(tag=[["a"]]), "malformed"),
    "hours as text": (in_subject(creditsEarned="1.5"), "malformed"),
    "hours as a list": (in_subject(creditsEarned=[1.5]), "malformed"),
    "hours as true": (in_subject(creditsEarned=True), "malformed"),
    "hours below zero": (in_subject(creditsEarned=-1), "malformed"),
    "a relative id": (at_top(id="credentials/1"), "malformed"),
    "an id with a space": (at_top(id="urn:uuid:5cc2b3a4 6b0e"), "malformed"),
    "an id of letters beyond ASCII": (at_top(id="https://badges.example/ü"), "malformed"),
    "an id that runs": (at_top(id="javascript:alert(1)"), "malformed"),
    "an id that is data": (at_top(id="data:text/html,x"), "malformed"),
    "an empty id": (at_top(id=""), "malformed"),
    "no id": (at_top(id=None), "malformed"),
    "a blank node": (in_subject(id="_:b0"), "malformed"),
    "a control character": (at_top(name="a\u0007b"), "malformed"),
    "a line end in the name": (at_top(name="\r\nSet-Cookie: a=b"), "malformed"),
    "a very long name": (at_top(name="x" * 5000), "malformed"),
    "an empty name": (at_top(name=""), "malformed"),
    "two subjects": (at_top(credentialSubject=[subject(), subject(id="urn:uuid:0")]), "malformed"),
    "no subject": (at_top(credentialSubject=None), "malformed"),
    "an empty subject": (at_top(credentialSubject={}), "malformed"),
    "a subject that is text": (at_top(credentialSubject="did:key:z"), "malformed"),
    "a subject of nobody": (in_subject(id=None), "malformed"),
    "a subject of another type": (in_subject(type=["EndorsementSubject"]), "malformed"),
    "no achievement": (in_subject(achievement=None), "malformed"),
    "two achievements": (in_subject(achievement=[achievement(), achievement()]), "malformed"),
    "no criteria": (in_achievement(criteria=None), "malformed"),
    "empty criteria": (in_achievement(criteria={}), "malformed"),
    "no issuer": (at_top(issuer=None), "malformed"),
    "an issuer list": (lambda d: changed(d, issuer=[d["issuer"]]), "malformed"),
    "an issuer without an id": (lambda d: changed(d, issuer={"type": ["Profile"], "name": "x"}), "malformed"),
    "an issuer of another type": (
        lambda d: changed(d, issuer={**as_object(d["issuer"]), "type": ["Person"]}),
        "malformed",
    ),
    "no type": (at_top(type=None), "malformed"),
    "no VerifiableCredential": (at_top(type=["OpenBadgeCredential"]), "malformed"),
    "no badge type": (at_top(type=["VerifiableCredential"]), "invalid"),
    "a type in another case": (at_top(type=["VerifiableCredential", "openBadgeCredential"]), "invalid"),
    "a badge and an endorsement": (
        at_top(type=["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"]),
        "malformed",
    ),
    "an evidence that runs": (
        at_top(evidence=[{"id": "javascript:alert(1)", "type": ["Evidence"]}]),
        "malformed",
    ),
    "an evidence of another type": (at_top(evidence=[{"type": ["Other"]}]), "malformed"),
    "too much evidence": (at_top(evidence=[{"type": ["Evidence"]}] * 1500), "malformed"),
    "one id, two things": (
        at_top(evidence=[{"id": "urn:uuid:1", "type": ["Evidence"], "name": n} for n in ("a", "b")]),
        "malformed",
    ),
    "an unknown achievement type": (in_achievement(achievementType="Diplomma"), "malformed"),
    "an extension type": (in_achievement(achievementType="ext:MicroEndorsement"), "valid"),
    "a hash that is an address": (
        in_subject(identifier=[identity(identityHash="teacher@school.example")]),
        "malformed",
    ),
    "an unknown hash": (in_subject(identifier=[identity(identityHash="sha1$" + "0" * 40)]), "malformed"),
    "hashed as text": (in_subject(identifier=[identity(hashed="false")]), "malformed"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_document_of_another_shape_is_what_it_is_though_it_was_signed(world: World, name: str) -> None:
    change, verdict = SHAPES[name]
    document = change(credential(world.issuer))
    report = world.verify(sign(document, world.issuer.key(), "eddsa-jcs-2022"))
    if name.startswith(("an unknown", "a member in", "a name of", "an undefined")) and verdict == "invalid":
        # Signed over the text, the member is covered; over statements it would be lost.
        assert report.verdict is Verdict.VALID, report.checks
        added = {**sign(credential(world.issuer), world.issuer.key()), **document}
        report = world.verify(added)
        assert codes(report) == ["DATA_LOSS_DETECTION_ERROR"]
    assert report.verdict.value == verdict, report.checks


DATES: Final[dict[str, tuple[str, str]]] = {
    "no zone": ("2026-09-14T15:04:05", "malformed"),
    "a day": ("2026-09-14", "malformed"),
    "a space": ("2026-09-14 15:04:05Z", "malformed"),
    "a small t": ("2026-09-14t15:04:05z", "malformed"),
    "the basic form": ("20260914T150405Z", "malformed"),
    "a week": ("2026-W38-1T15:04:05Z", "malformed"),
    "a day that is not": ("2026-02-30T00:00:00Z", "malformed"),
    "a leap second": ("2026-06-30T23:59:60Z", "malformed"),
    "hour 24": ("2026-09-14T24:00:00Z", "malformed"),
    "month 13": ("2026-13-01T00:00:00Z", "malformed"),
    "before our time": ("-0001-01-01T00:00:00Z", "malformed"),
    "five digits": ("12026-01-01T00:00:00Z", "malformed"),
    "an offset beyond": ("2026-09-14T15:04:05+23:59", "malformed"),
    "an offset with seconds": ("2026-09-14T15:04:05+01:00:00", "malformed"),
    "other digits": ("٢٠٢٦-09-14T15:04:05Z", "malformed"),
    "a space behind": ("2026-09-14T15:04:05Z ", "malformed"),
    "a line end behind": ("2026-09-14T15:04:05Z\n", "malformed"),
    "empty": ("", "malformed"),
    "an offset": ("2026-09-14T17:04:05+02:00", "valid"),
    "an offset of zero": ("2026-09-14T15:04:05+00:00", "valid"),
    "a fraction": ("2026-09-14T15:04:05.123Z", "valid"),
    "a leap day": ("2024-02-29T00:00:00Z", "valid"),
    "the first year": ("0001-01-01T00:00:00Z", "valid"),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_have_one_form(world: World, name: str) -> None:
    text, verdict = DATES[name]
    report = world.verify(
        sign(credential(world.issuer, validFrom=text), world.issuer.key(), "eddsa-jcs-2022")
    )
    assert report.verdict.value == verdict, report.checks


@pytest.mark.parametrize("value", [1789398245, None, True, [], {}, ["2026-09-14T15:04:05Z"]], ids=repr)
def test_a_date_is_a_text(world: World, value: Any) -> None:
    document = {**sign(credential(world.issuer), world.issuer.key()), "validFrom": value}
    assert world.verify(document).verdict is Verdict.MALFORMED


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("9999-12-31T23:59:59-14:00", "valid"),
        ("9999-12-31T23:59:59Z", "valid"),
        ("2026-09-14T15:04:04Z", "malformed"),
        ("2026-09-14T15:04:05Z", "expired"),
        ("2026-11-01T12:00:00Z", "expired"),
        ("2026-11-01T12:00:01Z", "valid"),
        ("2026-11-01T14:00:01+02:00", "valid"),
        ("2026-11-01T11:59:59Z", "expired"),
    ],
)
def test_the_end_is_kept_to_the_second(world: World, end: str, verdict: str) -> None:
    report = world.verify(sign(credential(world.issuer, validUntil=end), world.issuer.key()))
    assert report.verdict.value == verdict, report.checks


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        ("2026-11-01T12:05:00Z", "valid"),
        ("2026-11-01T12:05:01Z", "not_yet_valid"),
        ("2040-01-01T00:00:00Z", "not_yet_valid"),
    ],
)
def test_the_beginning_is_forgiven_five_minutes(world: World, start: str, verdict: str) -> None:
    document = credential(world.issuer, validFrom=start, validUntil=None)
    assert world.verify(sign(document, world.issuer.key())).verdict.value == verdict


def test_members_of_the_other_data_model_are_refused(world: World) -> None:
    for more in ({"issuanceDate": "2026-09-14T15:04:05Z"}, {"expirationDate": "2039-09-14T15:04:05Z"}):
        report = world.verify(
            sign({**credential(world.issuer), **more}, world.issuer.key(), "eddsa-jcs-2022")
        )
        assert report.verdict is Verdict.MALFORMED


def test_a_genuine_badge_hidden_in_a_forged_one_lends_it_nothing(world: World) -> None:
    genuine = sign(credential(world.issuer), world.issuer.key())
    forged = credential(world.issuer, name="Another")
    for place in ("evidence", "endorsement"):
        report = world.verify({**forged, place: [genuine], "proof": genuine["proof"]})
        assert report.verdict is Verdict.INVALID
        assert report.answers.genuine.value.value == "no"
    lifted = sign(endorsement(world.issuer, "urn:uuid:0"), world.issuer.key())
    assert (
        world.verify({**forged, "endorsement": [lifted], "proof": lifted["proof"]}).verdict is Verdict.INVALID
    )
