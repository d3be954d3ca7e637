"""What is left to the general way, and what is remembered of it."""

from collections.abc import Callable
from typing import Any

import pytest

from issuer.documents import canonical, strict_json
from issuer.documents.outlines import Outlines
from issuer.documents.outlines.memory import MOST, MOST_TIMES, TRIAL, WORTH
from issuer.documents.outlines.statements import MARK, Statements
from issuer.documents.strict_json import JsonObject, Limits
from issuer.errors import InputError
from issuer.terms import vc
from tests.documents.changes import REMOVED, changed
from tests.documents.outlines.awards import (
    ODD,
    credential,
    general,
    knowing,
    learn,
    require_same,
    urn,
)


def three(make: Callable[[int], JsonObject], last: JsonObject) -> bool:
    """Say whether a document is read once two others are known; they are, and a fourth of their kind is read."""
    outlines = knowing(make(1), make(2))
    assert require_same(outlines, strict_json.encode(make(4)))
    return require_same(outlines, strict_json.encode(last))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/type/1", "AchievementCredential"),
        ("/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
        ("/issuer/id", "did:web:other.example"),
        ("/issuer/name", "Somebody else"),
        ("/credentialSubject/achievement/id", "https://badges.example/a/2"),
        ("/credentialSubject/type/0", "EndorsementSubject"),
        ("/evidence/2", {"id": urn(9), "type": ["Evidence"]}),
        ("/evidence/1", REMOVED),
        ("/proof", REMOVED),
    ],
)
def test_what_is_no_value_is_never_read_by_an_outline_of_others(place: str, value: Any) -> None:
    outlines = knowing(credential(1), credential(2))
    other = changed(credential(3), place, value)
    assert not require_same(outlines, strict_json.encode(other))
    learn(outlines, other)
    # It has an outline of its own, and the one of the others is as it was.
    require_same(outlines, strict_json.encode(changed(credential(4), place, value)))
    assert require_same(outlines, strict_json.encode(credential(5)))


def test_more_values_are_learned_as_they_come() -> None:
    outlines = knowing(credential(1), credential(2))
    other = changed(credential(3), "/description", "Another one.")
    assert not require_same(outlines, strict_json.encode(other))
    learn(outlines, other)
    assert require_same(outlines, strict_json.encode(changed(credential(4), "/description", "A third.")))
    assert require_same(outlines, strict_json.encode(credential(5)))


def test_an_odd_document_spoils_no_outline() -> None:
    outlines = knowing(credential(1), credential(2))
    for value in ODD:
        for place in ("/name", "/id"):
            data = strict_json.encode(
                changed(credential(3), place, value.encode("utf-8", "replace").decode())
            )
            if not require_same(outlines, data) and general(data) is not None:
                learn(outlines, strict_json.parse_object(data))
    assert require_same(outlines, strict_json.encode(credential(5)))


def test_an_outline_is_made_anew_a_few_times_only() -> None:
    levels = [f"https://badges.example/tags/{n}" for n in range(MOST_TIMES + 2)]
    document = credential(1, termsOfUse=levels)
    outlines = knowing(document)
    for place in range(len(levels)):
        learn(outlines, changed(document, f"/termsOfUse/{place}", "https://badges.example/tags/other"))
    last = changed(document, f"/termsOfUse/{len(levels) - 1}", "https://badges.example/tags/other")
    assert not require_same(outlines, strict_json.encode(last))
    first = changed(document, "/termsOfUse/0", "https://badges.example/tags/third")
    assert require_same(outlines, strict_json.encode(first))


def kinds_of(count: int) -> list[JsonObject]:
    """Return documents of so many issuers."""
    first = credential(1, **{"@context": credential()["@context"], "description": "x", "name": "y"})
    return [changed(first, "/issuer/name", f"Issuer {number}") for number in range(count)]


def test_of_many_kinds_in_turns_the_first_stay_known() -> None:
    kinds, outlines = kinds_of(MOST + 1), Outlines()
    for number in (1, 2, 3, 4):
        read = []
        for kind in kinds:
            document = changed(kind, "/id", urn(number))
            read.append(require_same(outlines, strict_json.encode(document)))
            if not read[-1]:
                learn(outlines, document)
    assert read == [*[True] * MOST, False]


def test_kinds_that_come_no_more_make_room() -> None:
    *known, newcomer = kinds_of(MOST + 1)
    outlines = knowing(*[document for kind in known for document in (kind, changed(kind, "/id", urn(77)))])
    for number in range(TRIAL):
        document = changed(newcomer, "/id", urn(number))
        assert outlines.read(strict_json.encode(document)) is None
        if number in {0, 1}:
            learn(outlines, document)
    for number in (1, 2):
        learn(outlines, changed(newcomer, "/id", urn(number)))
    assert require_same(outlines, strict_json.encode(changed(newcomer, "/id", urn(3))))


def test_kinds_that_are_seldom_read_and_worth_it_stay() -> None:
    *known, newcomer = kinds_of(MOST + 1)
    outlines = knowing(*[document for kind in known for document in (kind, changed(kind, "/id", urn(77)))])
    for number in range(2 * TRIAL):
        kind = newcomer if number % WORTH else known[0]
        is_read = outlines.read(strict_json.encode(changed(kind, "/id", urn(number)))) is not None
        assert is_read is (kind is known[0])


def test_what_is_too_long_to_be_read_is_not_learned() -> None:
    kinds = kinds_of(1)
    limits = Limits(
        **(vars(strict_json.CREDENTIAL_LIMITS) | {"max_string": len(strict_json.encode(kinds[0])) - 1})
    )
    outlines = Outlines(limits=limits)
    learn(outlines, kinds[0])
    assert not outlines._known


def test_a_document_that_holds_what_stands_for_a_value_has_no_outline() -> None:
    documents = [credential(number, description=f"{MARK}0!") for number in (1, 2, 3)]
    assert not require_same(knowing(*documents[:2]), strict_json.encode(documents[2]))


def test_a_word_that_a_context_may_know_is_no_value() -> None:
    array = credential()["@context"]
    documents: list[JsonObject] = [
        {"@context": array, "type": "DataIntegrityProof", "proofPurpose": f"https://a.example/{n}"}
        for n in range(3)
    ]
    assert general(strict_json.encode(documents[2])) is not None
    assert not require_same(knowing(*documents[:2]), strict_json.encode(documents[2]))


def test_an_address_with_a_prefix_of_the_contexts_is_no_value() -> None:
    def made(subject: str) -> JsonObject:
        head: JsonObject = {"@context": [vc.CONTEXT_V1], "id": urn(1), "type": ["VerifiableCredential"]}
        return head | {"issuer": "did:web:a.example", "credentialSubject": {"id": subject}}

    short = made("sec:3")
    assert b"<https://w3id.org/security#3>" in canonical.canonical_nquads(short)
    assert not require_same(knowing(made("sec:1"), made("sec:2")), strict_json.encode(short))
    assert not three(lambda number: made(f"sec://{number}"), short)


@pytest.mark.parametrize("member", ["id", "achievement"])
def test_a_name_that_a_fixed_node_has_is_left_to_the_general_way(member: str) -> None:
    subject: Any = credential()["credentialSubject"]
    name = (
        subject["achievement"]["id"] if member == "achievement" else subject["achievement"]["criteria"]["id"]
    )
    assert not three(credential, changed(credential(3), "/credentialStatus/id", name))


def test_blank_nodes_that_only_their_neighbours_tell_apart_are_left_to_the_general_way() -> None:
    def made(number: int, other: int = 0) -> JsonObject:
        results = [
            {
                "type": ["Result"],
                "resultDescription": "https://badges.example/d/1",
                "achievedLevel": f"https://badges.example/levels/{level}",
                "alignment": [{"type": ["Alignment"], "targetName": name, "targetUrl": "https://a.example"}],
            }
            for level, name in ((number, "one"), (other, "two"))
        ]
        return changed(credential(number), "/credentialSubject/result", results)

    assert general(strict_json.encode(made(3, 3))) is not None
    assert not three(made, made(3, 3))


def test_two_json_values_of_one_node_are_left_to_the_general_way() -> None:
    def made(number: int, other: int) -> JsonObject:
        schemas = [
            {"id": f"https://a.example/{n}", "type": "JsonSchema", "jsonSchema": {"title": title}}
            for n, title in ((number, "one"), (other, "two"))
        ]
        return credential(number, credentialSchema=schemas)

    outlines = knowing(made(1, 5), made(2, 6))
    assert general(strict_json.encode(made(3, 3))) is None
    assert not require_same(outlines, strict_json.encode(made(3, 3)))


def test_what_comes_out_otherwise_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Statements, "write", lambda _self, _values: b"<a:b> <a:b> <a:b> .\n")
    assert knowing(credential(1), credential(2)).read(strict_json.encode(credential(3))) is None


def test_what_is_too_large_is_left_to_the_general_way() -> None:
    outlines = Outlines(limits=Limits(max_string=6_000))
    learn(outlines, credential(1))
    learn(outlines, credential(2))
    require_same(outlines, strict_json.encode(credential(3)))
    assert outlines.read(strict_json.encode(credential(3, name="x" * 6_000))) is None
    with pytest.raises(InputError):
        Outlines(limits=Limits(max_bytes=100)).read(strict_json.encode(credential(3)))
