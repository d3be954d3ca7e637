"""Presentations: who hands over, each credential by itself, and what a mix proves."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict
from tests.papers import CONTEXTS, changed, credential, subject
from tests.worlds import Issuer, Key, World, codes, compact, sign, token

CHALLENGE: Final = "3f1c2b"
DOMAIN: Final = "https://district.example"


@pytest.fixture
def world() -> World:
    return World()


def holder_key(name: str = "holder") -> Key:
    maker = Issuer("did:key:x").key(name)
    multibase = maker.signer.public_key.multibase()
    return Key(maker.signer, f"did:key:{multibase}#{multibase}")


HOLDER: Final = holder_key().method.partition("#")[0]


def badge(world: World, **change: Json) -> JsonObject:
    return sign(credential(world.issuer, credentialSubject=subject(id=HOLDER), **change), world.issuer.key())


def presentation(*credentials: Json, **change: Any) -> JsonObject:
    made: JsonObject = {
        "@context": [CONTEXTS[0]],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": [*credentials],
    }
    return changed(made, **change)


def presented(made: JsonObject, key: Key | None = None, **change: Any) -> JsonObject:
    options: dict[str, Any] = {"proofPurpose": "authentication", "challenge": CHALLENGE, "domain": DOMAIN}
    return sign(made, key or holder_key(), **{**options, **change})


def asked(world: World, document: JsonObject, **policy: Any) -> Report:
    return world.verify(document, **{"challenge": CHALLENGE, "domain": DOMAIN, **policy})


def warnings(report: Report) -> set[str]:
    return {warning.code for warning in report.warnings}


def test_a_holder_who_answers_the_challenge_is_proven(world: World) -> None:
    report = asked(world, presented(presentation(badge(world))))
    assert report.verdict is Verdict.VALID, report.checks
    assert (report.kind, [part.report.verdict for part in report.parts]) == ("presentation", [Verdict.VALID])
    assert not report.warnings


def test_an_answer_may_be_for_several_domains(world: World) -> None:
    made = presented(presentation(badge(world)), domain=["https://other.example", DOMAIN])
    assert asked(world, made).verdict is Verdict.VALID
    assert asked(world, made, domain="https://third.example").verdict is Verdict.INVALID


def test_without_a_signature_the_credentials_are_judged_and_the_holder_is_not_proven(world: World) -> None:
    report = world.verify(presentation(badge(world)))
    assert report.verdict is Verdict.VALID
    assert warnings(report) == {"HOLDER_NOT_PROVEN"}
    refused = asked(world, presentation(badge(world)))
    assert (refused.verdict, codes(refused)) == (Verdict.INVALID, ["PROOF_MISSING"])


def test_without_a_question_an_answer_may_be_a_copy(world: World) -> None:
    report = world.verify(presented(presentation(badge(world))))
    assert report.verdict is Verdict.VALID
    assert warnings(report) == {"HOLDER_NOT_PROVEN"}


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"challenge": "another"}, "INVALID_CHALLENGE_ERROR"),
        ({"challenge": None}, "INVALID_CHALLENGE_ERROR"),
        ({"domain": "https://attacker.example"}, "INVALID_DOMAIN_ERROR"),
    ],
)
def test_an_answer_to_another_question_is_refused(world: World, policy: dict[str, Any], code: str) -> None:
    report = asked(world, presented(presentation(badge(world))), **policy)
    assert (report.verdict, codes(report)) == (Verdict.INVALID, [code])
    assert not report.parts


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"challenge": None}, "INVALID_CHALLENGE_ERROR"),
        ({"domain": None}, "INVALID_DOMAIN_ERROR"),
        ({"proofPurpose": "assertionMethod"}, "PROOF_PURPOSE_MISMATCH"),
    ],
)
def test_a_proof_for_something_else_is_refused(world: World, change: dict[str, Any], code: str) -> None:
    report = asked(world, presented(presentation(badge(world)), **change))
    assert (report.verdict, codes(report)) == (Verdict.INVALID, [code])


def test_somebody_else_cannot_sign_for_the_holder(world: World) -> None:
    report = asked(world, presented(presentation(badge(world)), holder_key("thief")))
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["KEY_NOT_AUTHORIZED"])


def test_a_credential_taken_out_or_put_in_breaks_the_signature(world: World) -> None:
    made = presented(presentation(badge(world)))
    assert (
        asked(world, {**made, "verifiableCredential": [badge(world), badge(world)]}).verdict
        is Verdict.INVALID
    )
    assert (
        asked(world, {**made, "holder": "did:key:z6MkjuNN2KsTsNgAstuT5LvX6tMbXyJkXkZew3Trm88GBf3F"}).verdict
        is Verdict.INVALID
    )


def test_one_forged_credential_makes_the_whole_invalid(world: World) -> None:
    forged = {**badge(world), "name": "Another"}
    for made in (presentation(badge(world), forged), presentation(forged, badge(world))):
        report = world.verify(made)
        assert report.verdict is Verdict.INVALID
        assert sorted(part.report.verdict.value for part in report.parts) == ["invalid", "valid"]
        assert report.answers.genuine.value.value == "no"


def test_the_heaviest_verdict_of_the_parts_counts(world: World) -> None:
    ended = badge(world, validUntil="2026-10-01T00:00:00Z")
    assert world.verify(presentation(badge(world), ended)).verdict is Verdict.EXPIRED
    stranger = World().add("did:web:stranger.example")
    unknown = sign(credential(stranger), stranger.key())
    assert world.verify(presentation(ended, unknown)).verdict is Verdict.EXPIRED
    assert world.verify(presentation(badge(world), unknown)).verdict is Verdict.INDETERMINATE


def test_a_credential_about_somebody_else_is_pointed_out(world: World) -> None:
    other = sign(credential(world.issuer), world.issuer.key())
    report = asked(world, presented(presentation(badge(world), other)))
    assert report.verdict is Verdict.VALID
    assert warnings(report) == {"HOLDER_DIFFERS"}
    assert "credential 2" in report.warnings[0].sentence


def test_tokens_and_envelopes_are_judged_like_objects(world: World) -> None:
    key = world.issuer.key("t", KeyType.P256, form="JsonWebKey")
    text = token(credential(world.issuer, credentialSubject=subject(id=HOLDER)), key)
    envelope: JsonObject = {
        "@context": CONTEXTS[0],
        "id": f"data:application/vc+jwt,{text}",
        "type": "EnvelopedVerifiableCredential",
    }
    report = world.verify(presentation(text, envelope, badge(world)))
    assert [part.report.verdict.value for part in report.parts] == ["valid"] * 3, report.parts
    broken = world.verify(presentation(text[:-8] + "AAAAAAAA", badge(world)))
    assert broken.verdict is Verdict.INVALID
    assert world.verify(presentation("not a token")).verdict is Verdict.MALFORMED


@pytest.mark.parametrize(
    "credentials", [[], [7], [None], [[]], [{}], ["x"], None, 7, {"@context": [], "type": []}], ids=repr
)
def test_a_presentation_of_nothing_cannot_be_read(world: World, credentials: Any) -> None:
    document = {**presentation(), "verifiableCredential": credentials}
    assert world.verify(document).verdict in {Verdict.MALFORMED, Verdict.INVALID}


def test_more_credentials_than_anyone_reads_are_refused(world: World) -> None:
    report = world.verify(presentation(*[badge(world)] * 21))
    assert report.verdict is Verdict.MALFORMED
    assert not world.asked


def test_a_presentation_inside_a_presentation_is_not_opened(world: World) -> None:
    report = world.verify(presentation(presentation(badge(world)), badge(world)))
    assert [part.report.verdict.value for part in report.parts] == ["malformed", "valid"]
    assert report.verdict is Verdict.MALFORMED


def test_a_presentation_with_a_context_of_its_own_is_refused(world: World) -> None:
    made = presentation(badge(world), **{"@context": [CONTEXTS[0], {"x": "https://x.example/"}]})
    assert world.verify(made).verdict is Verdict.INVALID


@pytest.mark.parametrize("issuer", ["attacker", "holder"])
def test_a_presentation_as_a_token_proves_no_holder(world: World, issuer: str) -> None:
    """Its claims name an issuer, whose key signs it, and a holder that anybody may write."""
    key = holder_key(issuer)
    name = key.method.partition("#")[0]
    header: JsonObject = {"alg": "EdDSA", "kid": key.method, "typ": "JWT"}
    text = compact(header, {**presentation(badge(world)), "issuer": name, "iss": name}, key)
    report = world.verify(text.encode(), challenge=CHALLENGE, domain=DOMAIN)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, ["HOLDER_NOT_PROVEN"])
    unasked = world.verify(text.encode())
    assert unasked.verdict is Verdict.VALID
    assert "HOLDER_NOT_PROVEN" in warnings(unasked)
