"""Keys come only from the issuer: whoever else signs, wherever the key lies, the answer is no."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Standing, Verdict, Withdrawal
from tests.papers import AWARDED, NOW, changed, credential, later
from tests.worlds import Issuer, Key, World, sign

VICTIM: Final = "did:web:badges.example:p:lakes"


@pytest.fixture
def world() -> World:
    return World()


def code(report: Report) -> str | None:
    return next((check.code for check in report.checks if check.code), None)


def signed_as(world: World, method: str, stranger: str = "did:web:attacker.example") -> JsonObject:
    """Return a badge of the victim that a stranger signed under a name of the stranger's choice."""
    key = world.add(stranger, "Attacker").key()
    return sign(credential(world.issuer), Key(key.signer, method))


ATTACKER_KEY: Final = World().add("did:web:attacker.example").key().signer.public_key.multibase()


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("did:web:attacker.example#key-1", "KEY_NOT_AUTHORIZED"),
        (f"did:key:{ATTACKER_KEY}#{ATTACKER_KEY}", "KEY_NOT_AUTHORIZED"),
        (f"did:key:{ATTACKER_KEY}", "KEY_NOT_AUTHORIZED"),
        (f"{VICTIM}#{ATTACKER_KEY}", "INVALID_VERIFICATION_METHOD"),
        (f"{VICTIM}#key-1", "INVALID_VERIFICATION_METHOD"),
        (f"{VICTIM}", "INVALID_VERIFICATION_METHOD"),
        (f"{VICTIM}#", "INVALID_VERIFICATION_METHOD"),
        (f"{VICTIM}#a#b", "INVALID_VERIFICATION_METHOD"),
        (f"{VICTIM}?v=1#key-1", "KEY_NOT_AUTHORIZED"),
        (f"{VICTIM}:x#key-1", "KEY_NOT_AUTHORIZED"),
        ("did:web:badges.example#key-1", "KEY_NOT_AUTHORIZED"),
        (f"{VICTIM.upper()}#key-1", "KEY_NOT_AUTHORIZED"),
        ("https://attacker.example/keys/1", "KEY_NOT_AUTHORIZED"),
        ("https://badges.example/p/lakes#key-1", "KEY_NOT_AUTHORIZED"),
    ],
)
def test_a_key_that_the_issuer_does_not_publish_is_refused(world: World, method: str, expected: str) -> None:
    report = world.verify(signed_as(world, method))
    assert report.verdict is Verdict.INVALID, report.checks
    assert code(report) == expected
    assert not any("attacker" in url for url in world.asked)


def test_a_key_named_in_a_way_that_is_not_known_here_leaves_it_open(world: World) -> None:
    report = world.verify(signed_as(world, "did:example:123#key-1"))
    assert report.verdict is Verdict.INDETERMINATE
    assert code(report) == "DID_METHOD_NOT_SUPPORTED"


def test_a_document_of_somebody_else_cannot_list_a_key_for_the_issuer(world: World) -> None:
    attacker = world.add("did:web:attacker.example", "Attacker")
    stolen = Key(attacker.key().signer, f"{VICTIM}#key-1")
    attacker.keys.append(stolen)
    report = world.verify(sign(credential(world.issuer), stolen))
    assert report.verdict is Verdict.INVALID


DOCUMENTS: Final[dict[str, tuple[Callable[[JsonObject], Any], Verdict, str]]] = {
    "another id": (
        lambda d: changed(d, id="did:web:other.example"),
        Verdict.INVALID,
        "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
    ),
    "no id": (lambda d: changed(d, id=None), Verdict.INVALID, "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    "not for assertions": (
        lambda d: changed(d, assertionMethod=[], authentication=d["assertionMethod"]),
        Verdict.INVALID,
        "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
    ),
    "no keys": (lambda d: changed(d, verificationMethod=[]), Verdict.INVALID, "INVALID_VERIFICATION_METHOD"),
    "another controller": (
        lambda d: edited(d, controller="did:web:attacker.example"),
        Verdict.INVALID,
        "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ),
    "the key twice": (
        lambda d: changed(d, verificationMethod=d["verificationMethod"] * 2),  # type: ignore[operator]  # a list
        Verdict.INVALID,
        "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ),
    "a private key": (
        lambda d: edited(d, secretKeyMultibase="z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"),
        Verdict.INVALID,
        "KEY_COMPROMISED",
    ),
    "an unknown kind": (lambda d: edited(d, type="Lock"), Verdict.INVALID, "INVALID_VERIFICATION_METHOD"),
    "two forms": (
        lambda d: edited(d, publicKeyJwk={"kty": "OKP", "crv": "Ed25519", "x": "A"}),
        Verdict.INVALID,
        "INVALID_VERIFICATION_METHOD",
    ),
    "the identity point": (
        lambda d: edited(d, publicKeyMultibase="z6MkeTGyDtWZWWGNJBGDV5ZRjhxQnYALxHVdA8pkUXhVT2dR"),
        Verdict.INVALID,
        "KEY_TOO_WEAK",
    ),
    "methods that are no list": (
        lambda d: changed(d, verificationMethod={}),
        Verdict.INVALID,
        "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ),
    "a list": (lambda d: [d], Verdict.INDETERMINATE, "KEY_RETRIEVAL_ERROR"),
    "a page": (lambda _: b"<html>404</html>", Verdict.INDETERMINATE, "KEY_RETRIEVAL_ERROR"),
    "the same member twice": (
        lambda d: b'{"id":"a",' + json.dumps(d).encode()[1:],
        Verdict.INDETERMINATE,
        "KEY_RETRIEVAL_ERROR",
    ),
}


def edited(document: JsonObject, **change: Any) -> JsonObject:
    methods = document["verificationMethod"]
    assert isinstance(methods, list)
    assert isinstance(methods[0], dict)
    return changed(document, verificationMethod=[changed(methods[0], **change)])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_key_document_that_is_not_in_order_proves_nothing(world: World, name: str) -> None:
    change, verdict, expected = DOCUMENTS[name]
    made = sign(credential(world.issuer), world.issuer.key())
    world.publish("https://badges.example/p/lakes/did.json", change(world.issuer.did_document()))
    report = world.verify(made)
    assert (report.verdict, code(report)) == (verdict, expected), report.checks


@pytest.mark.parametrize(
    ("failure", "verdict"), [("FETCH_FAILED", "indeterminate"), ("FETCH_BLOCKED", "indeterminate")]
)
def test_keys_that_cannot_be_had_leave_it_open(world: World, failure: str, verdict: str) -> None:
    world.down["https://badges.example/p/lakes/did.json"] = failure
    report = world.verify(sign(credential(world.issuer), world.issuer.key()))
    assert report.verdict.value == verdict
    assert report.answers.genuine.value.value == "could_not_check"
    assert report.heading == "We could not check the key"


@pytest.mark.parametrize(
    ("issuer", "verdict"),
    [
        ("did:web:badges.example%2Fadmin", "invalid"),
        ("did:web:badges.example:..:admin", "invalid"),
        ("did:web:localhost", "invalid"),
        ("did:web:127.0.0.1", "invalid"),
        ("did:web:10.0.0.1:p", "invalid"),
        ("did:web:169.254.169.254", "invalid"),
        ("did:web:host.internal", "invalid"),
        ("did:web:badges.example.", "invalid"),
        ("did:web:badges.example%3A8443", "indeterminate"),
        ("did:web:", "invalid"),
        ("https://localhost/p", "invalid"),
        ("https://user@badges.example/p", "invalid"),
        ("https://badges.example:8443/p", "indeterminate"),
        ("http://badges.example/p", "invalid"),
        ("urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795", "invalid"),
        ("did:example:123", "indeterminate"),
    ],
)
def test_an_issuer_that_nobody_may_ask_is_not_asked(world: World, issuer: str, verdict: str) -> None:
    odd = Issuer(issuer)
    key = odd.key()
    report = world.verify(sign(credential(odd), key))
    assert report.verdict.value == verdict, report.checks
    assert not [url for url in world.asked if "localhost" in url or "127." in url or "169." in url]


@pytest.mark.parametrize("key_type", [KeyType.ED25519, KeyType.P256])
def test_did_key_is_its_own_document(world: World, key_type: KeyType) -> None:
    multibase = Issuer("did:key:x").key("k", key_type).signer.public_key.multibase()
    issuer = Issuer(f"did:key:{multibase}")
    maker = Issuer("did:key:x").key("k", key_type)
    key = Key(maker.signer, f"did:key:{multibase}#{multibase}")
    suite = "eddsa-rdfc-2022" if key_type is KeyType.ED25519 else "ecdsa-rdfc-2019"
    assert world.verify(sign(credential(issuer), key, suite)).verdict is Verdict.VALID
    assert not world.asked


def test_an_https_issuer_publishes_its_keys_at_its_own_address(world: World) -> None:
    issuer = world.add("https://college.example/issuers/1", "College")
    assert world.verify(sign(credential(issuer), issuer.key())).verdict is Verdict.VALID


class LoggedAt:
    """A record whose log took the credential in at one moment."""

    def __init__(self, moment: Any) -> None:
        self.moment = moment

    def logged_at(self, sha256: str) -> Any:
        assert len(sha256) == 64
        return self.moment

    def standing_on(self, credential: JsonObject, moment: Any) -> Standing | None:
        del credential, moment
        return None

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        del credential
        return None


REVOKED: Final = NOW - timedelta(days=10)


@pytest.mark.parametrize("still_listed", [True, False])
@pytest.mark.parametrize("created", [AWARDED, later(days=-1)])
def test_a_withdrawn_key_makes_what_it_signed_invalid_whatever_date_it_wrote(
    world: World, created: str, *, still_listed: bool
) -> None:
    key = world.issuer.key("old")
    key.members["revoked"] = format_time(REVOKED)
    key.relationships = ("assertionMethod",) if still_listed else ()
    made = sign(credential(world.issuer), key, created=created)
    report = world.verify(made)
    assert (report.verdict, code(report)) == (Verdict.INVALID, "KEY_REVOKED")
    too_late = world.verify(made, record=LoggedAt(REVOKED + timedelta(seconds=1)))
    assert too_late.verdict is Verdict.INVALID
    assert world.verify(made, record=LoggedAt(REVOKED - timedelta(days=1))).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("expires", "created", "verdict"),
    [
        (later(days=-1), AWARDED, "valid"),
        (later(days=-1), later(hours=-1), "invalid"),
        (later(days=-1), None, "invalid"),
        (later(days=1), None, "valid"),
        ("not a date", AWARDED, "invalid"),
    ],
)
def test_an_ended_key_stands_for_what_it_signed_before_its_end(
    world: World, expires: str, created: str | None, verdict: str
) -> None:
    key = world.issuer.key("ended")
    key.members["expires"] = expires
    assert world.verify(sign(credential(world.issuer), key, created=created)).verdict.value == verdict


def test_after_a_rotation_both_keys_verify(world: World) -> None:
    first, second = world.issuer.key(), world.issuer.key("second")
    for key in (first, second):
        assert world.verify(sign(credential(world.issuer), key)).verdict is Verdict.VALID
