"""What a template makes is what the general road makes, byte for byte, or it makes nothing."""

import hashlib
import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents.lint import LintedDocument, lint
from issuer.documents.strict_json import JsonObject
from issuer.documents.templates import Hole, Kind, NotAlike, Template, compile_template
from issuer.documents.templates.holes import value_at
from issuer.errors import ConformanceError
from tests.documents import samples
from tests.documents.changes import REMOVED, changed

SLOT = "https://badges.example/s/1"
LEVELS = ("https://badges.example/levels/met", "https://badges.example/levels/passed")
HOLES = (
    Hole(("id",), Kind.URN_UUID),
    Hole(("awardedDate",), Kind.MOMENT),
    Hole(("validFrom",), Kind.MOMENT),
    Hole(("credentialSubject", "id"), Kind.URN_UUID),
    Hole(("credentialSubject", "result", 0, "achievedLevel"), Kind.CHOICE, choices=LEVELS),
    Hole(("evidence", 0, "id"), Kind.URN_UUID),
    Hole(("evidence", 0, "digestMultibase"), Kind.DIGEST),
    Hole(("evidence", 1, "id"), Kind.URN_UUID),
    Hole(("credentialStatus", "id"), Kind.INDEX, prefix=f"{SLOT}#"),
    Hole(("credentialStatus", "statusListIndex"), Kind.INDEX),
)
NAMES = [
    "alpha", '"quoted"', "back\\slash", "100 % sure %s", "naïve 中文 \U0001f393", "e\u0301", "{0} {name}", "'", "<b>", "_:c14n0",
    "^^<a> .", "tab\tand\nline", "\u2028", "urn:uuid:", "\ufffd", "\U00010348",
]  # fmt: skip
urns = st.uuids().map(lambda value: value.urn)
VALUES: dict[Kind, st.SearchStrategy[str]] = {
    Kind.URN_UUID: urns,
    Kind.MOMENT: st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")),
    Kind.DIGEST: st.from_regex(Kind.DIGEST.value, fullmatch=True),
    Kind.INDEX: st.integers(0, 9_999_999_999).map(str),
    Kind.CHOICE: st.sampled_from(LEVELS),
}


def document(**change: Any) -> JsonObject:
    """Return a credential with something in every hole."""
    made: Any = samples.credential()
    made["id"] = uuid.UUID(int=1).urn
    made["awardedDate"] = "2026-01-02T03:04:05Z"
    made["validFrom"] = "2026-01-02T03:04:06Z"
    made.pop("validUntil", None)
    subject = made["credentialSubject"]
    subject["id"] = uuid.UUID(int=2).urn
    description = subject["achievement"]["resultDescription"][0]
    description["rubricCriterionLevel"] = [
        {"id": level, "type": ["RubricCriterionLevel"], "name": level[-3:]} for level in LEVELS
    ]
    description["requiredLevel"] = LEVELS[0]
    result = {"type": ["Result"], "resultDescription": description["id"]}
    subject["result"] = [{**result, "achievedLevel": LEVELS[0]}, {**result, "status": "Completed"}]
    made["evidence"] = [
        {
            "id": uuid.UUID(int=3 + n).urn,
            "type": ["Evidence"],
            "genre": "video",
            "digestMultibase": samples.DIGEST,
        }
        for n in range(2)
    ]
    made["credentialStatus"] |= {"id": f"{SLOT}#7", "statusListIndex": "7", "statusListCredential": SLOT}
    found: JsonObject = made | change
    return found


def template_of(made: JsonObject, holes: Sequence[Hole] = HOLES) -> Template:
    return compile_template(made, holes, schema="emit/credential", rules=OPEN_BADGE_RULES)


@cache
def template(name: str = "alpha") -> Template:
    return template_of(named(name))


def named(name: str) -> JsonObject:
    """Return the document with a text that is hard to write in fixed places of every sort."""
    made: Any = document()
    made["credentialSubject"]["narrative"] = name
    made["issuer"]["description"] = name
    made["credentialSubject"]["achievement"]["criteria"]["narrative"] = name
    found: JsonObject = made
    return found


def with_values(made: JsonObject, values: Sequence[str]) -> JsonObject:
    for hole, value in zip(HOLES, values, strict=True):
        made = changed(made, "/" + "/".join(map(str, hole.path)), value)
    return made


def values_of(made: JsonObject) -> list[str]:
    return [value_at(made, hole.path) for hole in HOLES]


def general(made: JsonObject) -> tuple[bytes, bytes, bytes]:
    linted = lint(made, schema="emit/credential", rules=OPEN_BADGE_RULES)
    return said(linted)


def said(linted: LintedDocument) -> tuple[bytes, bytes, bytes]:
    """Return everything that is signed of a document or kept of it, and take it."""
    assert hashlib.sha256(linted.canonical_nquads).digest() == linted.canonical_sha256
    return linted.canonical_nquads, linted.canonical_sha256, linted.take_text()


def require_same_or_nothing(made: JsonObject, values: Sequence[str], by: Template) -> bool:
    """Fill; what comes out must be what the linter makes of the document. Say whether something came out."""
    try:
        linted = by.make(values)
    except NotAlike:
        return False
    assert said(linted) == general(with_values(made, values))
    return True


def value_for(hole: Hole) -> st.SearchStrategy[str]:
    return VALUES[hole.kind].map(lambda value: hole.prefix + value)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.tuples(*map(value_for, HOLES)))
def test_it_makes_what_the_general_road_makes(name: str, values: tuple[str, ...]) -> None:
    in_order = values[1] <= values[2]
    same_id = len({values[0], values[3], values[5], values[7]}) < 4
    made = require_same_or_nothing(named(name), values, template(name))
    assert made == (in_order and not same_id)


def test_a_made_document_is_taken_like_any_other() -> None:
    made = document()
    linted = template().make(values_of(made))
    assert linted.schema == "emit/credential"
    assert linted.frame == {"@context": made["@context"], "issuer": named("alpha")["issuer"]}
    assert linted.take() == named("alpha")


HOSTILE = [
    "", " ", "x", "urn:uuid:x", "a@b.org", "123-45-6789", "urn:uuid:123-45-6789", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05+00:00", "2026-01-02t03:04:05z", "0000-01-01T00:00:00Z", "https://x.example",
    "javascript:alert(1)", "relative/path", "_:b0", '"', "\\", "\n", "7\n", "07", "-1", "99999999999", "\uff17", "\u0667",
    "urn:mintmark:hole:000", "uEiA", samples.DIGEST + "a", samples.DIGEST[:-1] + "@", "x" * 3000, f"{SLOT}#", f"{SLOT}#a@b.org",
    f"{SLOT}#123-45-6789", f"{SLOT}?7", "https://badges.example/levels/other", uuid.UUID(int=2**128 - 1).urn.upper(),
    uuid.UUID(int=5).urn + "\n", "%s", "%", "\x00", "\ud800", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(HOLES)), ids=[str(hole.path[-1]) for hole in HOLES])
def test_what_the_linter_refuses_is_not_made(place: int) -> None:
    own = values_of(document())
    taken = []
    for value in [*HOSTILE, *own]:
        values = [*own[:place], value, *own[place + 1 :]]
        if require_same_or_nothing(named("alpha"), values, template()):
            taken.append(value)
            continue
        # What is not made may still be sound; but nothing that is made may be unsound.
        assert value != own[place]
    assert own[place] in taken
    assert all(HOLES[place].kind is not Kind.CHOICE or value in LEVELS for value in taken)


def test_two_objects_of_one_id_are_left_to_the_linter() -> None:
    own = values_of(document())
    same = [
        own[0] if hole.path == ("evidence", 0, "id") else value
        for hole, value in zip(HOLES, own, strict=True)
    ]
    with pytest.raises(NotAlike, match="one id"):
        template().make(same)
    fixed = changed(document(), "/relatedResource/0/id", uuid.UUID(int=77).urn)
    with pytest.raises(NotAlike, match="one id"):
        template_of(fixed).make([uuid.UUID(int=77).urn, *own[1:]])


def test_a_broken_rule_is_left_to_the_linter() -> None:
    own = values_of(document())
    late = [own[0], "2026-01-03T00:00:00Z", *own[2:]]
    with pytest.raises(NotAlike, match="rule"):
        template().make(late)
    with pytest.raises(ConformanceError, match="validFrom lies before awardedDate"):
        general(with_values(document(), late))
    assert template().make(own).canonical_nquads


@pytest.mark.parametrize("values", [[], ["x"] * len(HOLES), [*values_of(document()), "x"]])
def test_values_of_another_number_are_refused(values: list[str]) -> None:
    with pytest.raises(NotAlike, match="another kind"):
        template().make(values)


ALIKE = {"type": ["Alignment"], "targetName": "One", "targetUrl": "https://case.example/1"}


@pytest.mark.parametrize(
    ("made", "holes", "words"),
    [
        pytest.param(document(), [*HOLES, HOLES[0]], "one place", id="twice"),
        pytest.param(document(), [Hole(("nothing",), Kind.INDEX)], "nothing", id="nowhere"),
        pytest.param(document(), [Hole(("evidence", 9, "id"), Kind.URN_UUID)], "nothing", id="beyond"),
        pytest.param(document(), [HOLES[0], Hole(("evidence",), Kind.URN_UUID)], "no text", id="a list"),
        pytest.param(document(), [Hole(("issuer", "id"), Kind.URN_UUID)], "how the document is read", id="issuer"),
        pytest.param(document(), [Hole(("type", 0), Kind.INDEX)], "how the document is read", id="type"),
        pytest.param(document(), [Hole(("evidence", 0, "digestMultibase"), Kind.DIGEST)], "id stays", id="fixed id"),
        pytest.param(document(), [Hole(("id",), Kind.INDEX, prefix="a@b.")], "completed", id="prefix"),
        pytest.param(document(), [Hole(("id",), Kind.CHOICE, choices=("urn:x",))], "plain address", id="choice"),
        pytest.param(document(), [Hole(("id",), Kind.CHOICE)], "plain address", id="no choice"),
        pytest.param(document(), [Hole(("id",), Kind.INDEX)], "another kind", id="other kind"),
        pytest.param(document(name="urn:mintmark:hole:001"), HOLES, "stands for a hole", id="sentinel"),
        pytest.param(changed(document(), "/name", REMOVED), HOLES, "linter refuses", id="refused"),
        pytest.param(
            changed(document(), "/credentialSubject/achievement/alignment", [ALIKE, ALIKE]),
            HOLES,
            "neighbours|twice",
            id="labels by neighbours",
        ),
        pytest.param(
            document(),
            [*HOLES[:4], Hole(HOLES[4].path, Kind.CHOICE, choices=(*LEVELS, "https://badges.example/other"))],
            "linter refuses",
            id="a choice that breaks a rule",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_template(made: JsonObject, holes: list[Hole], words: str) -> None:
    with pytest.raises(NotAlike, match=words):
        template_of(made, holes)


@settings(deadline=None)
@given(st.lists(urns, min_size=8, max_size=8, unique=True), st.permutations(range(8)))
def test_blocks_and_labels_stand_in_the_order_of_their_values(ids: list[str], order: list[int]) -> None:
    made: Any = document()
    made["evidence"] = [{**made["evidence"][0], "id": ids[n]} for n in range(8)]
    made["credentialSubject"]["achievement"]["alignment"] = [
        {**ALIKE, "targetName": str(n), "targetUrl": f"https://case.example/{n}"} for n in range(12)
    ]
    holes = [
        *(Hole(("evidence", n, "id"), Kind.URN_UUID) for n in range(8)),
        Hole(("credentialSubject", "id"), Kind.URN_UUID),
    ]
    by = template_of(made, holes)
    linted = by.make([*(ids[n] for n in order), uuid.UUID(int=9).urn])
    for place, n in enumerate(order):
        made = changed(made, f"/evidence/{place}/id", ids[n])
    made = changed(made, "/credentialSubject/id", uuid.UUID(int=9).urn)
    assert said(linted) == general(made)
