"""The badge as SVG: exact words, the same bytes everywhere, and nothing in it that could do harm."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.badges.achievement_document import alt_text
from issuer.badges.artwork import SIZES, Slot, badge_key, badge_svg, slots_of
from issuer.badges.artwork.badge import Size
from issuer.badges.baking import svg as baking
from issuer.badges.pathway_rule import Choice, ComponentRule
from tests.badges.artwork.pieces import HOSTILE, ISSUER, REAL_ISSUER, credential, issuer, stack
from tests.badges.artwork.sanitiser import read, title_of, words_of
from tests.places import ROOT

# A badge that exists never changes its face. Another digest here means that DRAWING_VERSION must rise.
FROZEN = {
    "credential full": "a3981fa4d52a4189",
    "credential medium": "c3ff5bca5509a006",
    "credential small": "574281745ba31e8f",
    "stack full": "735e69a31a9d2880",
    "stack medium": "414b87a6bc90c5d5",
    "stack small": "a1574c9b58978497",
}


@pytest.mark.parametrize(("kind", "size"), list(product(("credential", "stack"), SIZES)))
def test_a_badge_that_exists_never_changes_its_face(kind: str, size: Size) -> None:
    svg = badge_svg(credential() if kind == "credential" else stack(), ISSUER, size=size)
    assert hashlib.sha256(svg).hexdigest()[:16] == FROZEN[f"{kind} {size}"]


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_bytes_do_not_depend_on_the_process(seed: str) -> None:
    script = (
        "import hashlib; from issuer.badges.artwork import badge_svg, badge_png, SIZES;"
        "from tests.badges.artwork.pieces import *;"
        "print(hashlib.sha256(b''.join(badge_svg(m, ISSUER, size=s) for m in (credential(), stack()) for s in SIZES)"
        " + badge_png(stack(), ISSUER, pixels=90)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    from_seed_one = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout == from_seed_one.stdout


def test_a_full_badge_says_what_the_achievement_is() -> None:
    root = read(badge_svg(credential(), ISSUER))
    words = words_of(root)
    assert words[:2] == ["SOCIAL EMOTIONAL LEARNING", "SOUTH CENTRAL SERVICE COOPERATIVE"]
    assert words[2:4] == ["DEMONSTRATION", "SEL-01v1.0"]
    assert " ".join(words[4:-1]).replace("- ", "-") == "Relationship-Centered Classroom Routines"
    assert words[-1] == "1 suggested semester hour"
    assert title_of(root) == alt_text(credential(), ISSUER)


def test_a_stack_says_its_kind_and_names_every_component() -> None:
    words = words_of(read(badge_svg(stack(), ISSUER)))
    assert words[:4] == ["PRL-01", "PRL-02", "PRL-05/06", "MICRO-ENDORSEMENT"]
    assert "3 suggested semester hours" in words


@pytest.mark.parametrize(("size", "says"), [("full", True), ("medium", True), ("small", False)])
def test_a_demonstration_says_so_wherever_there_are_words(size: Size, *, says: bool) -> None:
    for made in (credential(), stack()):
        assert ("DEMONSTRATION" in words_of(read(badge_svg(made, ISSUER, size=size)))) is says
        assert "DEMONSTRATION" not in words_of(read(badge_svg(made, REAL_ISSUER, size=size)))


@pytest.mark.parametrize(
    ("hours", "unit", "phrase"),
    [
        ("1.0", "semester hour", "1 suggested semester hour"),
        ("1.50", "semester hour", "1.5 suggested semester hours"),
        ("15", "clock hour", "15 suggested clock hours"),
        ("0.5", "quarter hour", "0.5 suggested quarter hours"),
    ],
)
def test_hours_are_always_called_suggested(hours: str, unit: str, phrase: str) -> None:
    assert phrase in words_of(read(badge_svg(credential(hours=Decimal(hours), unit=unit), ISSUER)))


@pytest.mark.parametrize("hours", [None, Decimal(0)])
def test_without_hours_nothing_is_said_of_hours(hours: Decimal | None) -> None:
    assert not any("hour" in line for line in words_of(read(badge_svg(credential(hours=hours), ISSUER))))


def test_an_unfinished_stack_shows_and_says_what_is_earned() -> None:
    rule = ComponentRule(all=("PRL-01", "PRL-02"), choices=(Choice(1, ("PRL-05", "PRL-06")),))
    assert slots_of(rule) == (Slot("PRL-01"), Slot("PRL-02"), Slot("PRL-05/06"))
    half = slots_of(rule, {"PRL-02", "PRL-06"})
    assert half == (Slot("PRL-01", is_earned=False), Slot("PRL-02"), Slot("PRL-06"))
    assert slots_of(rule, set())[2] == Slot("PRL-05/06", is_earned=False)
    root = read(badge_svg(stack(), ISSUER, components=half))
    assert title_of(root).endswith("2 of 3 components earned")
    assert sum("stroke-dasharray" in node.attrib for node in root.iter()) == 1


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13, 40])
def test_a_ring_holds_any_number_of_components(count: int) -> None:
    slots = tuple(Slot(f"CSI-{place:02d}", place % 3 > 0) for place in range(count))
    for size in SIZES:
        root = read(badge_svg(stack(), ISSUER, size=size, components=slots))
        named = sum(line.startswith("CSI-") for line in words_of(root))
        assert named == (count if size == "full" and count <= 12 else 0)


def test_ids_differ_between_badges_that_stand_on_one_page() -> None:
    made = [
        badge_svg(credential(code=f"SEL-{number:02d}"), ISSUER, size=size)
        for number, size in product(range(30), SIZES)
    ]
    ids = [node.get("id") for svg in made for node in read(svg).iter() if node.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("member", ["name", "field_of_study", "language", "version", "unit", "code"])
def test_no_hostile_word_leaves_its_place(member: str) -> None:
    for text, size in product(HOSTILE, SIZES):
        for made in (credential(**{member: text}), stack(**{member: text})):
            read(badge_svg(made, ISSUER, size=size))


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80), st.sampled_from(SIZES))
def test_any_title_issuer_and_component_give_a_safe_picture(text: str, size: Size) -> None:
    slots = (Slot(text), Slot(text, is_earned=False))
    svg = badge_svg(stack(name=text, code=text), issuer(name=text), size=size, components=slots)
    read(svg)
    assert len(svg) < 20_000


def test_a_long_title_is_cut_in_the_picture_and_whole_in_its_words() -> None:
    title = "Supporting Newcomer Adolescents " * 5 + "end"
    root = read(badge_svg(credential(name=title), REAL_ISSUER))
    assert any(line.endswith("\N{HORIZONTAL ELLIPSIS}") for line in words_of(root))
    assert title in title_of(root)


def test_what_is_seen_keeps_its_place_in_another_face() -> None:
    lines = [node for node in read(badge_svg(credential(), ISSUER)).iter() if node.get("textLength")]
    assert len(lines) == 4
    assert {node.get("lengthAdjust") for node in lines} == {"spacingAndGlyphs"}


def test_a_key_names_everything_that_decides_the_bytes() -> None:
    keys = {
        badge_key(credential(), ISSUER),
        badge_key(credential(), ISSUER, size="small"),
        badge_key(credential(), ISSUER, pixels=600),
        badge_key(credential(version="1.1"), ISSUER),
        badge_key(credential(), replace(ISSUER, mark=23)),
        badge_key(stack(), ISSUER),
        badge_key(stack(), ISSUER, components=(Slot("PRL-01"),)),
    }
    assert len(keys) == 7
    assert badge_key(credential(), ISSUER) == badge_key(credential(description="Other words."), ISSUER)


def test_a_credential_can_be_baked_into_it_and_read_again() -> None:
    baked = baking.bake(badge_svg(credential(), ISSUER), b'{"type": ["VerifiableCredential"]}')
    assert baking.unbake(baked) == b'{"type": ["VerifiableCredential"]}'
