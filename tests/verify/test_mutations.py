"""Every leaf of a genuine badge is spoiled in every way: `valid` only for what was signed.

After signing: whatever changes the signed statements is never valid. Before signing: what the issuer
really signed may be valid, and then it is returned letter for letter. Two texts are the same document when
they make the same canonical statements; for a token, when the bytes are the same.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest

from issuer.documents import canonical
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, IssuerError
from issuer.signing import base64url
from issuer.signing.key_types import KeyType
from issuer.verify import Verdict
from tests.documents import samples
from tests.documents.changes import at, changed, leaves, mutations, rearrangements
from tests.papers import credential, status_entry
from tests.worlds import World, sign, token

LIST: Final = "https://badges.example/s/1"
SAMPLE: Final = 60
LARGE_SAMPLE: Final = 1_000
SUITES: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022")


def neighbors(document: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    """Yield the document with each leaf replaced by the next one, and with its case and form turned."""
    pointers = list(leaves(document))
    for pointer, following in zip(pointers, pointers[1:] + pointers[:1], strict=True):
        old = at(document, pointer)
        ways: dict[str, Any] = {"its neighbor": at(document, following), "a million": "x" * 1_000_000}
        if isinstance(old, str):
            ways |= {
                "swapped case": old.swapcase(),
                "decomposed": "e\u0301" + old,
                "a space before": f" {old}",
            }
        for way, value in ways.items():
            yield pointer, way, changed(document, pointer, value)


def every_change(document: JsonObject) -> list[tuple[str, str, JsonObject]]:
    return [*mutations(document), *neighbors(document), *rearrangements(document)]


def some(document: JsonObject, number: int) -> list[tuple[str, str, JsonObject]]:
    """Return a sample that is the same in every run."""
    return random.Random(7).sample(every_change(document), number)  # noqa: S311  (a choice, no secret)


def the_badge(world: World, *, whole: bool) -> JsonObject:
    """Return a badge of the issuer of a world; a whole one has every member that we know."""
    world.publish_list(LIST)
    if not whole:
        return credential(world.issuer, credentialStatus=status_entry(LIST))
    made = samples.credential()
    return {
        **made,
        "issuer": {**samples.profile(), "id": world.issuer.id},
        "validFrom": "2026-09-14T15:04:05Z",
        "validUntil": "2031-09-14T15:04:05Z",
        "credentialStatus": status_entry(LIST),
    }


def statements(document: JsonObject) -> bytes | None:
    try:
        return canonical.canonical_nquads(
            {name: value for name, value in document.items() if name != "proof"}
        )
    except ConformanceError:
        return None


def is_same(spoiled: JsonObject, signed: JsonObject, suite: str) -> bool:
    """Whether a document says what was signed: the same statements (or text), and no other proof."""
    proofs = spoiled["proof"] if isinstance(spoiled["proof"], list) else [spoiled["proof"]]
    if suite == "eddsa-jcs-2022":
        same = {**spoiled, "proof": 0} == {**signed, "proof": 0}
    else:
        same = statements(spoiled) == statements(signed)
    return same and all([proof] == signed["proof"] for proof in proofs)


def after_signing(suite: str, *, whole: bool) -> Counter[str]:
    world = World()
    signed = sign(the_badge(world, whole=whole), world.issuer.key(), suite)
    assert world.verify(signed).verdict is Verdict.VALID
    verdicts = Counter[str]()
    for pointer, way, spoiled in every_change(signed) if whole else some(signed, SAMPLE):
        if spoiled == signed:
            continue
        report = world.verify(json.dumps(spoiled).encode())
        verdicts[report.verdict.value] += 1
        if report.verdict is Verdict.VALID:
            assert is_same(spoiled, signed, suite), (pointer, way)
    return verdicts


def before_signing(suite: str, *, whole: bool) -> Counter[str]:
    world = World()
    badge = the_badge(world, whole=whole)
    verdicts = Counter[str]()
    for pointer, way, spoiled in some(badge, LARGE_SAMPLE if whole else SAMPLE):
        try:
            signed = sign(spoiled, world.issuer.key(), suite)
        except IssuerError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # The maker of tests signs anything it can; what it cannot is nobody's document.
        report = world.verify(json.dumps(signed).encode())
        verdicts[report.verdict.value] += 1
        if report.verdict is Verdict.VALID:
            assert report.credential == signed, (pointer, way)
    return verdicts


def tokens_after_signing(*, whole: bool) -> Counter[str]:
    world = World()
    badge = the_badge(world, whole=whole)
    key = world.issuer.key("token", KeyType.P256, form="JsonWebKey")
    good = token(badge, key)
    assert world.verify(good).verdict is Verdict.VALID
    header, payload, signature = good.split(".")
    members: JsonObject = json.loads(base64url.decode(payload))
    verdicts = Counter[str]()
    for pointer, way, spoiled in some(members, LARGE_SAMPLE if whole else SAMPLE):
        if spoiled == members:
            continue
        body = base64url.encode(json.dumps(spoiled).encode())
        report = world.verify(f"{header}.{body}.{signature}")
        verdicts[report.verdict.value] += 1
        assert report.verdict is not Verdict.VALID, (pointer, way)
    return verdicts


@pytest.mark.parametrize("suite", SUITES)
def test_a_sample_of_changes_after_signing_is_never_valid(suite: str) -> None:
    assert after_signing(suite, whole=False)["invalid"]


@pytest.mark.parametrize("suite", SUITES)
def test_a_sample_of_odd_badges_is_returned_as_it_was_signed(suite: str) -> None:
    assert before_signing(suite, whole=False)["malformed"]


def test_a_sample_of_changed_tokens_is_never_valid() -> None:
    assert tokens_after_signing(whole=False)["malformed"]


@pytest.mark.slow
def test_no_change_after_signing_is_valid() -> None:
    verdicts = after_signing("eddsa-rdfc-2022", whole=True)
    assert verdicts.total() > 4000, verdicts
    assert verdicts["valid"] < verdicts.total() / 50, verdicts


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES)
def test_many_odd_badges_are_returned_as_they_were_signed(suite: str) -> None:
    verdicts = before_signing(suite, whole=True)
    assert verdicts["valid"] > 20, verdicts


@pytest.mark.slow
def test_no_changed_token_is_valid() -> None:
    assert tokens_after_signing(whole=True).total() > 900
