"""Embedded proofs: what holds, what is forged, and what a set or chain of them proves."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict
from tests.papers import changed, credential, later, subject
from tests.worlds import Key, World, sign

SUITES: Final = {
    "eddsa-rdfc-2022": KeyType.ED25519,
    "eddsa-jcs-2022": KeyType.ED25519,
    "eddsa-2022": KeyType.ED25519,
    "Ed25519Signature2020": KeyType.ED25519,
    "ecdsa-rdfc-2019": KeyType.P256,
    "ecdsa-jcs-2019": KeyType.P384,
}
OLD_PROOF: Final = "https://w3id.org/security/suites/ed25519-2020/v1"


def codes(report: Report) -> set[str]:
    return {check.code for check in report.checks if check.code}


def the_proof(document: JsonObject) -> JsonObject:
    proofs = document["proof"]
    assert isinstance(proofs, list)
    assert isinstance(proofs[0], dict)
    return proofs[0]


def with_proof(document: JsonObject, **change: Json) -> JsonObject:
    return changed(document, proof=[changed(the_proof(document), **change)])


@pytest.fixture
def world() -> World:
    return World()


def signed(world: World, **change: Json) -> JsonObject:
    return sign(credential(world.issuer, **change), world.issuer.key())


@pytest.mark.parametrize("suite", SUITES)
def test_every_suite_is_verified(world: World, suite: str) -> None:
    document = credential(world.issuer)
    if suite == "Ed25519Signature2020":
        context = document["@context"]
        assert isinstance(context, list)
        document = changed(document, **{"@context": [*context, OLD_PROOF]})
    report = world.verify(sign(document, world.issuer.key("k", SUITES[suite]), suite))
    assert report.verdict is Verdict.VALID, report.checks
    assert report.form == "embedded"
    assert report.credential is not None
    assert report.credential["name"] == document["name"]


def test_a_p384_key_of_an_rdfc_suite_is_hashed_by_its_own_curve(world: World) -> None:
    key = world.issuer.key("wide", KeyType.P384)
    key.method = f"{world.issuer.id}#wide"
    report = world.verify(sign(credential(world.issuer), key, "ecdsa-rdfc-2019"))
    assert report.verdict is Verdict.VALID, report.checks


@pytest.mark.parametrize("shape", ["list", "object"])
def test_one_proof_may_stand_alone_or_in_a_list(world: World, shape: str) -> None:
    document = signed(world)
    if shape == "object":
        document = changed(document, proof=the_proof(document))
    assert world.verify(document).verdict is Verdict.VALID


CHANGES: Final[dict[str, Callable[[JsonObject], JsonObject]]] = {
    "a member changed": lambda d: changed(d, name="Another"),
    "a member added": lambda d: changed(d, description="More"),
    "a member removed": lambda d: changed(d, awardedDate=None),
    "hours raised": lambda d: changed(d, credentialSubject=subject(creditsEarned=3)),
    "end removed": lambda d: changed(d, validUntil=None),
    "end moved": lambda d: changed(d, validUntil="2039-09-14T15:04:05Z"),
    "composed letters": lambda d: changed(d, name="Using Formative Assessm\u0065\u0301nt"),
    "created moved": lambda d: with_proof(d, created="2026-09-15T15:04:05Z"),
    "created removed": lambda d: with_proof(d, created=None),
    "a member in the proof": lambda d: with_proof(d, nonce="n"),
    "signature of zeros": lambda d: with_proof(d, proofValue="z" + "1" * 64),
    "signature cut": lambda d: with_proof(d, proofValue=str(the_proof(d)["proofValue"])[:-2]),
    "signature longer": lambda d: with_proof(d, proofValue=str(the_proof(d)["proofValue"]) + "2"),
    "another alphabet": lambda d: with_proof(d, proofValue="u" + str(the_proof(d)["proofValue"])[1:]),
    "a letter that is none": lambda d: with_proof(d, proofValue="z0OIl"),
    "a very long signature": lambda d: with_proof(d, proofValue="z" + "2" * 5000),
    "no signature": lambda d: with_proof(d, proofValue=None),
    "an empty signature": lambda d: with_proof(d, proofValue=""),
    "no suite": lambda d: with_proof(d, cryptosuite=None),
    "an unknown suite": lambda d: with_proof(d, cryptosuite="eddsa-rdfc-2099"),
    "another suite": lambda d: with_proof(d, cryptosuite="eddsa-jcs-2022"),
    "a suite of other keys": lambda d: with_proof(d, cryptosuite="ecdsa-rdfc-2019"),
    "an unknown kind": lambda d: with_proof(d, type="SomeProof"),
    "no purpose": lambda d: with_proof(d, proofPurpose=None),
    "another purpose": lambda d: with_proof(d, proofPurpose="authentication"),
    "no method": lambda d: with_proof(d, verificationMethod=None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_was_changed_after_signing_is_found(world: World, name: str) -> None:
    report = world.verify(CHANGES[name](signed(world)))
    assert report.verdict is Verdict.INVALID, report.checks
    assert report.answers.genuine.value.value == "no"
    assert report.answers.current.value.value == "not_asked"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"proofPurpose": "authentication"}, "PROOF_PURPOSE_MISMATCH"),
        ({"proofPurpose": "keyAgreement"}, "PROOF_PURPOSE_MISMATCH"),
        ({"domain": "https://elsewhere.example"}, "INVALID_DOMAIN_ERROR"),
        ({"challenge": "abc"}, "INVALID_CHALLENGE_ERROR"),
        ({"created": later(minutes=6)}, "PROOF_NOT_YET_VALID"),
        ({"expires": later(minutes=-1)}, "PROOF_EXPIRED"),
        ({"previousProof": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5a"}, "PROOF_VERIFICATION_ERROR"),
    ],
)
def test_a_proof_for_something_else_is_refused_though_it_was_signed(
    world: World, change: dict[str, Any], code: str
) -> None:
    document = credential(world.issuer)
    if "previousProof" in change:
        document = with_proof(sign(document, world.issuer.key()), **change)
    else:
        document = sign(document, world.issuer.key(), **change)
    report = world.verify(document)
    assert report.verdict is Verdict.INVALID
    assert code in codes(report)
    assert not world.asked, "nothing is fetched for a proof that cannot hold"


@pytest.mark.parametrize(
    "change",
    [{"created": later(minutes=4)}, {"created": None}, {"expires": later(seconds=1)}, {"nonce": "abc"}],
    ids=str,
)
def test_what_a_proof_may_say_beside_is_accepted(world: World, change: dict[str, Any]) -> None:
    made = sign(credential(world.issuer), world.issuer.key(), **change)
    assert world.verify(made).verdict is Verdict.VALID


@pytest.mark.parametrize("proof", [None, 7, "proof", [], [[]], [None], {}, [7], True], ids=repr)
def test_a_proof_of_another_type_is_never_one(world: World, proof: Any) -> None:
    document = {**credential(world.issuer), "proof": proof}
    report = world.verify(document)
    assert report.verdict in {Verdict.MALFORMED, Verdict.INVALID}
    assert not world.asked


def test_more_proofs_than_anyone_needs_are_not_looked_at(world: World) -> None:
    document = signed(world)
    report = world.verify(changed(document, proof=[the_proof(document)] * 500))
    assert report.verdict is Verdict.MALFORMED
    assert not world.asked


@pytest.mark.parametrize("proof", [None, []])
def test_no_proof_is_said_in_words(world: World, proof: Any) -> None:
    report = world.verify(credential(world.issuer, proof=proof))
    assert report.verdict is Verdict.INVALID
    assert report.form == ("none" if proof is None else "embedded")
    assert "PROOF_MISSING" in codes(report)


@pytest.mark.parametrize("suite", ["ecdsa-sd-2023", "bbs-2023"])
def test_a_suite_of_others_that_is_not_checked_here_is_no_forgery(world: World, suite: str) -> None:
    report = world.verify(with_proof(signed(world), cryptosuite=suite))
    assert report.verdict is Verdict.INDETERMINATE
    assert report.answers.genuine.value.value == "could_not_check"


def other_key(world: World) -> Key:
    return world.add("did:web:stranger.example").key()


def both(document: JsonObject, *proofs: JsonObject) -> JsonObject:
    return changed(document, proof=[*proofs])


def test_a_second_proof_by_somebody_else_is_named_and_proves_nothing(world: World) -> None:
    document = credential(world.issuer)
    own, foreign = the_proof(sign(document, world.issuer.key())), the_proof(sign(document, other_key(world)))
    for order in ((own, foreign), (foreign, own)):
        report = world.verify(both(document, *order))
        assert report.verdict is Verdict.VALID
        assert "PROOF_SET_EXTRA" in {warning.code for warning in report.warnings}
    assert all("stranger" not in url for url in world.asked), "the stranger's key is not fetched"


def test_only_a_proof_by_somebody_else_proves_nothing(world: World) -> None:
    report = world.verify(sign(credential(world.issuer), other_key(world)))
    assert report.verdict is Verdict.INVALID
    assert codes(report) == {"KEY_NOT_AUTHORIZED"}
    assert not world.asked


def test_two_proofs_of_the_issuer_must_both_hold(world: World) -> None:
    second = world.issuer.key("second")
    document = sign(signed(world), second)
    assert world.verify(document).verdict is Verdict.VALID
    proofs = document["proof"]
    assert isinstance(proofs, list)
    broken = changed(proofs[1], created="2026-09-20T00:00:00Z")  # type: ignore[arg-type]  # a proof is an object
    for order in ([proofs[0], broken], [broken, proofs[0]]):
        assert world.verify(changed(document, proof=[*order])).verdict is Verdict.INVALID


def chain(world: World) -> tuple[JsonObject, JsonObject, JsonObject]:
    document = credential(world.issuer)
    first = the_proof(sign(document, world.issuer.key(), id="urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c01"))
    made = sign(both(document, first), world.issuer.key("second"), previousProof=first["id"])
    proofs = made["proof"]
    assert isinstance(proofs, list)
    assert isinstance(proofs[1], dict)
    return document, first, proofs[1]


def test_a_chain_holds_when_every_link_holds(world: World) -> None:
    document, first, second = chain(world)
    assert world.verify(both(document, first, second)).verdict is Verdict.VALID


@pytest.mark.parametrize("broken", ["the first is gone", "the first is another", "the first is there twice"])
def test_a_chain_breaks_with_any_link(world: World, broken: str) -> None:
    document, first, second = chain(world)
    proofs = {
        "the first is gone": [second],
        "the first is another": [changed(first, created="2026-09-20T00:00:00Z"), second],
        "the first is there twice": [first, first, second],
    }[broken]
    assert world.verify(both(document, *proofs)).verdict is Verdict.INVALID


def test_a_proof_of_another_credential_does_not_fit(world: World) -> None:
    other = signed(world, id="urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3f")
    assert world.verify(both(credential(world.issuer), the_proof(other))).verdict is Verdict.INVALID


def test_a_proof_inside_the_subject_is_none(world: World) -> None:
    document = signed(world)
    moved = changed(document, proof=None, credentialSubject=subject(proof=the_proof(document)))
    assert world.verify(moved).verdict is Verdict.INVALID


def test_members_in_another_order_are_the_same_document(world: World) -> None:
    document = signed(world)
    assert world.verify(dict(reversed(document.items()))).verdict is Verdict.VALID


OLD_TERMS: Final[dict[str, Any]] = {"endorsementJwt": ["eyJhbGciOiJFUzI1NiJ9.e30.AAAA"]}


def test_a_badge_signed_with_the_earlier_vocabulary_is_read_without_what_it_did_not_know(
    world: World,
) -> None:
    document = signed(world)
    report = world.verify({**document, **OLD_TERMS})
    assert report.verdict is Verdict.VALID
    assert "OLD_CONTEXT" in {warning.code for warning in report.warnings}
    # What the signature does not cover stands in the text and not in what is shown.
    assert report.text is None
    assert report.credential is not None
    assert "endorsementJwt" not in report.credential, "what nobody signed is not shown"
    assert not report.endorsements


def test_the_later_terms_are_covered_where_they_were_signed(world: World) -> None:
    document = signed(world, **OLD_TERMS)
    report = world.verify(document)
    assert report.verdict is Verdict.VALID
    assert "OLD_CONTEXT" not in {warning.code for warning in report.warnings}
    assert (
        world.verify({**document, "endorsementJwt": ["eyJhbGciOiJFUzI1NiJ9.e30.AAAB"]}).verdict
        is Verdict.INVALID
    )
