"""Colors: the contrast promise for every hue, and the families' steps as they were designed."""

from collections import defaultdict

import pytest

from issuer.badges.artwork import palette
from issuer.badges.artwork.families import PINNED

TONES = (-palette.MOST_TONE, 0.0, palette.MOST_TONE)


@pytest.mark.parametrize("rule", palette.CONTRAST_RULES, ids=lambda rule: f"{rule[0]} on {rule[1]}")
def test_every_pair_keeps_its_contrast_for_every_hue_and_tone(rule: tuple[str, str, float]) -> None:
    fore, back, least = rule
    for hue in range(360):
        for tone in TONES:
            colors = palette.make(hue, tone)
            ratio = palette.contrast(getattr(colors, fore), getattr(colors, back))
            assert ratio >= least, (hue, tone, ratio)


def test_the_worst_ratios_are_the_documented_ones() -> None:
    worst: dict[str, float] = defaultdict(lambda: 21.0)
    for hue in range(360):
        for tone in TONES:
            colors = palette.make(hue, tone)
            for fore, back, _ in palette.CONTRAST_RULES:
                ratio = palette.contrast(getattr(colors, fore), getattr(colors, back))
                worst[f"{fore} on {back}"] = min(worst[f"{fore} on {back}"], ratio)
    assert {name: round(ratio, 2) for name, ratio in worst.items()} == {
        "ink on paper": 7.60,
        "paper on ink": 7.60,
        "paper on night": 15.92,
        "ink on line": 4.58,
        "gold on night": 10.01,
        "gold on ink": 4.78,
        "mid on paper": 4.14,
        "tint on ink": 6.44,
    }


def test_contrast_knows_the_ends_of_its_scale() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#777777") == 1


@pytest.mark.parametrize(
    ("topic", "steps"),
    [
        ("social emotional learning", "#701034 #ad536b #e5b3bd #f8dfe4 #fef7f8 #360717"),
        ("english language learners", "#00555c #09848f #94ced5 #d2ecef #f2fbfc #002124"),
        ("computer science instruction", "#303684 #616dba #b7c0ea #e0e5fa #f7f9ff #13163e"),
        ("personalized learning", "#743c01 #a8601e #e1ba9d #f5e2d4 #fff8f3 #2f1300"),
    ],
)
def test_a_pinned_family_has_its_six_steps(topic: str, steps: str) -> None:
    colors = PINNED[topic].palette
    assert [colors.ink, colors.mid, colors.line, colors.tint, colors.paper, colors.night] == steps.split()
    assert (colors.gold, colors.gold_deep) == ("#e5c576", "#ad8439")
