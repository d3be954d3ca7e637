"""One document, one reading: contexts, keywords, shapes and values that two readers could read two ways."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Verdict
from tests.papers import CONTEXTS, achievement, changed, credential, endorsement, identity, subject
from tests.worlds import World, codes, sign

V2, OB = CONTEXTS
HOSTILE: Final = "https://attacker.example/ctx"


@pytest.fixture
def world() -> World:
    return World()


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
    "a type twice": (in_subject(type=["AchievementSubject", "AchievementSubject"]), "malformed"),
    "a named schema": (
        at_top(credentialSchema=[{"id": "https://other.example/schema.json", "type": "JsonSchema"}]),
        "valid",
    ),
    "a broken promise": (
        at_top(
            name=5,
            credentialSchema=[
                {
                    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/x.json",
                    "type": "1EdTechJsonSchemaValidator2019",
                }
            ],
        ),
        "invalid",
    ),
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


def test_one_id_with_two_names_is_refused_where_statements_are_signed(world: World) -> None:
    two = at_top(evidence=[{"id": "urn:uuid:1", "type": ["Evidence"], "name": n} for n in ("a", "b")])
    document = two(credential(world.issuer))
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.MALFORMED
    # Where the text itself is signed, both names stand where the issuer wrote them.
    assert world.verify(sign(document, world.issuer.key(), "eddsa-jcs-2022")).verdict is Verdict.VALID


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
