"""A series says of every document what `verify_proof` says of it alone, whatever it has seen before."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.documents.lint import lint
from issuer.documents.outlines import Outlined, Outlines
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import IssuerError, ProofError, ResolutionError
from issuer.signing import data_integrity
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey
from issuer.signing.proof_series import ProofSeries
from issuer.signing.proofs import proofs_of, read_options
from tests.signing.makers import CONTROLLER, credential, method_of, signer_for

CREATED = datetime(2026, 9, 14, 15, 4, 6, tzinfo=UTC)
LATER = datetime(2026, 9, 14, 15, 4, 7, tzinfo=UTC)
FIRST = "urn:uuid:11111111-1111-4111-8111-111111111111"


class Published:
    """The keys of one issuer, and how often they were asked for."""

    def __init__(self) -> None:
        signers = [signer_for(KeyType.ED25519), signer_for(KeyType.P256)]
        self.keys = {method_of(signer): signer.public_key for signer in signers}
        self.asked: list[str] = []

    def __call__(self, issuer: str, method: str) -> PublicKey:
        self.asked.append(method)
        if issuer != CONTROLLER or method not in self.keys:
            raise ResolutionError("The issuer does not publish this key.")
        return self.keys[method]


def signed(number: int = 1, *, present: tuple[JsonObject, ...] = (), **change: Any) -> JsonObject:
    signer = change.pop("signer", signer_for(KeyType.ED25519))
    linted = lint(credential(name=f"Award {number}"), schema="emit/credential")
    arguments: dict[str, Any] = {
        "cryptosuite": "eddsa-rdfc-2022",
        "signer": signer,
        "verification_method": method_of(signer),
        "created": CREATED,
        "present": present,
    }
    return data_integrity.secure(linted, **(arguments | change))


@pytest.fixture
def keys() -> Published:
    return Published()


@pytest.fixture
def series(keys: Published) -> ProofSeries:
    """A series that has seen two documents of one configuration."""
    made = ProofSeries(keys)
    made.verify(signed(1))
    made.verify(signed(2))
    assert len(keys.asked) == 1
    return made


def proof_of(document: JsonObject) -> dict[str, Any]:
    return proofs_of(document)[0]


def set_proof(name: str, value: Json) -> Callable[[JsonObject], None]:
    return lambda document: proof_of(document).update({name: value})


def swap_value(document: JsonObject) -> None:
    proof_of(document)["proofValue"] = proof_of(signed(4))["proofValue"]


CHANGES: dict[str, Callable[[JsonObject], object]] = {
    "nothing": lambda _document: None,
    "a text": lambda document: document.update(name="Award 31"),
    "a member more": lambda document: document.update(description="More."),
    "a member less": lambda document: document.pop("name"),
    "the issuer": lambda document: document.update(issuer="did:web:other.example"),
    "no issuer": lambda document: document.pop("issuer"),
    "the contexts": lambda document: document.update({"@context": ["https://www.w3.org/ns/credentials/v2"]}),
    "the moment": set_proof("created", "2026-09-14T15:04:07Z"),
    "the moment in other words": set_proof("created", "2026-09-14T15:04:06.0Z"),
    "no moment": lambda document: proof_of(document).pop("created"),
    "the purpose": set_proof("proofPurpose", "authentication"),
    "the method": set_proof("verificationMethod", f"{CONTROLLER}#other"),
    "the suite": set_proof("cryptosuite", "eddsa-jcs-2022"),
    "no suite of ours": set_proof("cryptosuite", "bbs-2023"),
    "a suite of other keys": set_proof("cryptosuite", "ecdsa-rdfc-2019"),
    "a domain": set_proof("domain", "https://shop.example"),
    "a challenge": set_proof("challenge", "7"),
    "a member that no context defines": set_proof("mood", "good"),
    "an end": set_proof("expires", "2026-09-15T15:04:07Z"),
    "a previous proof that is not there": set_proof("previousProof", FIRST),
    "another signature": swap_value,
    "no signature": lambda document: proof_of(document).pop("proofValue"),
    "a signature in other letters": set_proof("proofValue", "z0OIl"),
    "a short signature": set_proof("proofValue", "z11"),
    "a number for a signature": set_proof("proofValue", 7),
    "no proof": lambda document: document.pop("proof"),
    "an empty list of proofs": lambda document: document.update(proof=[]),
    "a text for a proof": lambda document: document.update(proof="signed"),
    "a second proof that is false": lambda document: document.update(
        proof=[proof_of(document), {**proof_of(document), "proofValue": proof_of(signed(4))["proofValue"]}]
    ),
}


READ = {
    "nothing", "a text", "the moment", "the moment in other words", "the purpose", "the method", "the suite", "no suite of ours",
    "a suite of other keys", "another signature", "a signature in other letters", "a short signature",
}  # fmt: skip
"""Changes of values that an outline knows, once it has seen others like them."""


@pytest.fixture
def outlines() -> Outlines:
    """Outlines that have seen two documents, and others in which the proof says something else."""
    made = Outlines()
    documents = [signed(1), signed(2)]
    for name in READ - {"nothing", "a text"}:
        documents.append(copy.deepcopy(signed(4)))
        CHANGES[name](documents[-1])
    for document in documents:
        made.learn(strict_json.encode(document), document)
    return made


def judge(series: ProofSeries, found: Outlined, document: JsonObject) -> None:
    """Verify what was read, and the document where that says nothing: an outline makes N-Quads for suites of N-Quads."""
    if not series.verify_outlined(found):
        assert str(proof_of(document)["cryptosuite"]).endswith("-jcs-2022")
        series.verify(document)


def alone(document: JsonObject, keys: Published) -> None:
    for proof in proofs_of(document):
        issuer = document.get("issuer")
        named = issuer.get("id") if isinstance(issuer, dict) else issuer
        public_key = keys(str(named), read_options(proof).verification_method)
        data_integrity.verify_proof(document, proof, public_key=public_key)


def code_of(check: Callable[[], None]) -> str | None:
    try:
        check()
    except IssuerError as exc:
        return exc.code
    return None


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_judged_as_if_nothing_was_seen_before(
    series: ProofSeries, keys: Published, name: str
) -> None:
    document = copy.deepcopy(signed(3))
    CHANGES[name](document)
    told = code_of(lambda: series.verify(document))
    assert (told is None) is (name == "nothing")
    if name not in {"the issuer", "no issuer"}:
        assert told == code_of(lambda: alone(document, keys))
    # What was refused is not remembered as good, and does not spoil what is.
    assert (code_of(lambda: series.verify(document)) is None) is (name == "nothing")
    series.verify(signed(5))


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_outline_reads_is_judged_as_what_is_parsed(
    series: ProofSeries, keys: Published, outlines: Outlines, name: str
) -> None:
    document = copy.deepcopy(signed(3))
    CHANGES[name](document)
    found = outlines.read(strict_json.encode(document))
    assert (found is not None) is (name in READ)
    if found is None:
        return
    told = code_of(lambda: judge(series, found, document))
    assert told == code_of(lambda: alone(document, keys))
    assert (told is None) is (name == "nothing")


def test_of_other_suites_an_outline_says_nothing(series: ProofSeries) -> None:
    outlines = Outlines()
    documents = [signed(number, cryptosuite="eddsa-jcs-2022") for number in (1, 2, 3)]
    for document in documents[:2]:
        outlines.learn(strict_json.encode(document), document)
    found = outlines.read(strict_json.encode(documents[2]))
    assert found is not None
    assert not series.verify_outlined(found)
    assert not series.verify_outlined(replace(found, proofs=[]))


def test_every_configuration_is_judged_once(series: ProofSeries, keys: Published) -> None:
    for number in range(6, 9):
        series.verify(signed(number, created=LATER))
        series.verify(signed(number))
    assert len(keys.asked) == 2


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_other_suites_and_keys_are_verified_too(series: ProofSeries, suite: str) -> None:
    signer = signer_for(KeyType.ED25519 if suite.startswith("ed") else KeyType.P256)
    document = signed(6, cryptosuite=suite, signer=signer)
    series.verify(document)
    for name in ("name", "id"):
        with pytest.raises(ProofError):
            series.verify({**document, name: "urn:uuid:5abb1d94-7f25-4cfe-b564-b46544841f32"})
    series.verify(document)


def test_a_link_of_a_chain_is_verified_with_the_proof_before_it(series: ProofSeries) -> None:
    first = signed(7, proof_id=FIRST)
    both = signed(7, present=proofs_of(first), previous_proof=FIRST, created=LATER)
    assert len(proofs_of(both)) == 2
    series.verify(both)
    broken = copy.deepcopy(both)
    proof_of(broken)["created"] = "2026-09-14T15:04:05Z"
    with pytest.raises(ProofError):
        series.verify(broken)
    with pytest.raises(ProofError):
        series.verify({**both, "proof": [proofs_of(both)[1]]})
