"""Signed badges of Open Badges 2.0: the key comes from the issuer's profile, and from nowhere else."""

from typing import Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import AnswerValue, Verdict
from tests.signing.makers import signer_for
from tests.verify.open_badges_2.town import (
    BADGE,
    KEY,
    LIST,
    PROFILE,
    SIGNED_ID,
    V2,
    Town,
    assertion,
    badge_class,
    cautions,
    jws,
    key,
    profile,
    revocation_list,
    signed,
)
from tests.worlds import codes

OTHER: Final = "https://attacker.example/k/1"
WAY: Final[Json] = {"type": "SignedBadge", "creator": KEY}


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_signature_by_the_issuers_key_holds(town: Town) -> None:
    report = town.verify(signed())
    assert (report.verdict, report.kind, report.form) == (Verdict.VALID, "assertion", "jws")
    assert report.answers.genuine.value is AnswerValue.YES
    assert "names today" in report.sentence
    assert cautions(report) == ["OLDER_STANDARD"]
    assert "not when it was signed" in report.warnings[0].sentence
    assert town.asked == [BADGE, PROFILE, KEY, LIST]
    assert report.credential is not None
    assert report.credential["badge"] == {**badge_class(), "issuer": profile()}


def test_the_only_key_need_not_be_named_and_may_stand_in_the_profile(town: Town) -> None:
    assert town.verify(signed(verification={"type": "signed"})).verdict is Verdict.VALID
    town.lay(profile(publicKey=key()))
    report = town.verify(signed())
    assert report.verdict is Verdict.VALID
    assert town.asked.count(KEY) == 1
    town.lay(profile(publicKey=[KEY, "https://badges.example/k/2"]))
    assert town.verify(signed()).verdict is Verdict.VALID
    assert codes(town.verify(signed(verification={"type": "signed"}))) == ["INVALID_VERIFICATION_METHOD"]


def test_one_changed_letter_breaks_the_signature(town: Town) -> None:
    head, body, tail = signed().split(".")
    other = signed(issuedOn="2025-01-02T00:00:00Z").split(".")[1]
    report = town.verify(f"{head}.{other}.{tail}")
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["PROOF_VERIFICATION_ERROR"])
    assert report.answers.genuine.value is AnswerValue.NO
    assert town.verify(f"{head}.{body}.{tail}").verdict is Verdict.VALID


HEADERS: Final[dict[str, tuple[JsonObject, str]]] = {
    "none": ({"alg": "none"}, "ALG_NOT_ALLOWED"),
    "shared secret": ({"alg": "HS256"}, "ALG_NOT_ALLOWED"),
    "another key type": ({"alg": "ES256"}, "ALG_KEY_MISMATCH"),
    "no algorithm": ({"typ": "JWS"}, "ALG_NOT_ALLOWED"),
    "a key of its own": ({"alg": "RS256", "jwk": {"kty": "RSA"}}, "HEADER_NOT_ALLOWED"),
    "an address of keys": ({"alg": "RS256", "jku": "https://attacker.example/keys"}, "HEADER_NOT_ALLOWED"),
    "a certificate": ({"alg": "RS256", "x5c": ["AA"]}, "HEADER_NOT_ALLOWED"),
    "an extension": ({"alg": "RS256", "crit": ["b64"], "b64": False}, "CRIT_UNSUPPORTED"),
    "another kind": ({"alg": "RS256", "typ": "vc+sd-jwt"}, "TYP_MISMATCH"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_what_a_header_may_not_say(town: Town, name: str) -> None:
    header, code = HEADERS[name]
    report = town.verify(signed(header=header))
    assert (report.verdict, codes(report)) == (Verdict.INVALID, [code])
    if code != "ALG_KEY_MISMATCH":
        assert town.asked == []


def test_the_public_key_is_no_secret_to_sign_with(town: Town) -> None:
    """RS256 taken for HS256 with the PEM as secret, the oldest of these attacks."""
    text = signed(header={"alg": "HS256"})
    assert town.verify(text).verdict is Verdict.INVALID


@pytest.mark.parametrize("header", [{"alg": "RS256", "typ": "JWT"}, {"alg": "RS256", "kid": "anything"}])
def test_what_a_header_may_say(town: Town, header: JsonObject) -> None:
    assert town.verify(signed(header=header)).verdict is Verdict.VALID


def test_a_key_of_somebody_else_does_not_sign_for_the_issuer(town: Town) -> None:
    stranger = signer_for(KeyType.RSA, "attacker")
    town.lay(key(stranger, id=OTHER))
    forged = signed(stranger, verification={"type": "SignedBadge", "creator": OTHER})
    assert codes(town.verify(forged)) == ["KEY_NOT_AUTHORIZED"]
    assert OTHER not in town.asked
    assert codes(town.verify(signed(stranger))) == ["PROOF_VERIFICATION_ERROR"]
    town.lay(profile(publicKey=[KEY, OTHER]))
    assert town.verify(forged).verdict is Verdict.VALID


def test_a_profile_cannot_borrow_the_key_of_another_issuer(town: Town) -> None:
    for document in (key(owner="https://badges.example/i/2"), key(id="https://badges.example/k/2")):
        town.lay(document, at=KEY)
        assert town.verify(signed()).verdict is Verdict.INVALID
    town.lay(key())
    assert town.verify(signed()).verdict is Verdict.VALID


PEMS: Final[dict[str, tuple[str, str]]] = {
    "nothing like it": ("a key", "INVALID_VERIFICATION_METHOD"),
    "a private key": ("-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----", "KEY_COMPROMISED"),
    "a certificate": (
        "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----",
        "INVALID_VERIFICATION_METHOD",
    ),
    "broken": ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "INVALID_VERIFICATION_METHOD"),
    "endless": ("-----BEGIN PUBLIC KEY-----\n" + "A" * 5000, "INVALID_VERIFICATION_METHOD"),
}


@pytest.mark.parametrize("name", PEMS)
def test_a_key_that_may_not_be_relied_on(town: Town, name: str) -> None:
    text, code = PEMS[name]
    town.lay(key(publicKeyPem=text))
    report = town.verify(signed())
    assert (report.verdict, codes(report)) == (Verdict.INVALID, [code])


@pytest.mark.parametrize("address", [BADGE, PROFILE, KEY])
def test_an_issuer_that_does_not_answer_proves_nothing(town: Town, address: str) -> None:
    town.down[address] = "FETCH_FAILED"
    report = town.verify(signed())
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["FETCH_FAILED"])
    assert report.answers.genuine.value is AnswerValue.COULD_NOT_CHECK


@pytest.mark.parametrize(
    "entry", [SIGNED_ID, {"id": SIGNED_ID}, {"uid": SIGNED_ID, "revocationReason": "Twice"}]
)
def test_what_is_on_the_revocation_list_is_withdrawn(town: Town, entry: Json) -> None:
    town.lay(revocation_list("urn:uuid:1", entry))
    report = town.verify(signed())
    assert (report.verdict, codes(report)) == (Verdict.REVOKED, ["REVOKED"])
    town.lay(revocation_list("urn:uuid:1", {"id": "urn:uuid:2"}))
    assert town.verify(signed()).verdict is Verdict.VALID


LISTS: Final[dict[str, JsonObject]] = {
    "another issuer's": revocation_list(issuer="https://badges.example/i/2"),
    "another list": revocation_list(id="https://badges.example/r/2"),
    "no list": badge_class(id=LIST),
    "odd": revocation_list(3),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_read_is_never_a_yes(town: Town, name: str) -> None:
    town.lay(LISTS[name], at=LIST)
    report = town.verify(signed())
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["STATUS_RETRIEVAL_ERROR"])
    assert report.answers.genuine.value is AnswerValue.YES
    assert report.answers.current.value is AnswerValue.COULD_NOT_CHECK
    town.lay(profile(revocationList=None))
    report = town.verify(signed())
    assert report.verdict is Verdict.VALID
    assert report.answers.current.sentence.endswith("The issuer publishes no status for it.")


def test_the_signature_must_be_in_the_file(town: Town) -> None:
    report = town.verify(assertion(id=SIGNED_ID, verification=WAY))
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["PROOF_MISSING"])
    assert town.asked == []


def test_a_signed_assertion_that_says_it_is_hosted_is_asked_for_at_its_host(town: Town) -> None:
    hosted = jws(assertion(), signer_for(KeyType.RSA, "attacker"), {"alg": "RS256"})
    report = town.verify(hosted)
    assert (report.verdict, report.form) == (Verdict.VALID, "hosted")


def test_terms_renamed_inside_a_signed_assertion_are_refused(town: Town) -> None:
    moved: JsonObject = {"note": "https://w3id.org/security#expiration"}
    renamed = jws(
        {**assertion([V2, moved], id=SIGNED_ID, verification=WAY), "note": "2020-01-01T00:00:00Z"},
        signer_for(KeyType.RSA),
        {"alg": "RS256"},
    )
    report = town.verify(renamed)
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, ["CONTEXT_NOT_ALLOWED"])


def test_the_period_of_a_signed_one(town: Town) -> None:
    report = town.verify(signed(expires="2026-01-01T00:00:00Z"))
    assert (report.verdict, report.heading) == (Verdict.EXPIRED, "Genuine, but it has ended")
