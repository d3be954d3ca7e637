"""Share cards: their size, what they say, and what they never say."""

from itertools import product

import pytest

from issuer.badges import card
from issuer.badges.artwork import slots_of
from issuer.badges.artwork.coin import coin_of
from issuer.badges.model import Profile
from issuer.badges.share import CARD_HEIGHT, CARD_WIDTH
from tests.badges.artwork.pieces import HOSTILE, ISSUER, REAL_ISSUER, credential, issuer, opened, stack
from tests.badges.artwork.sanitiser import read, words_of

pytestmark = pytest.mark.slow

ADDRESS = "badges.demo.example/c/0f8c5f6e-2d1b-4f7e-9a53-6d0c9b1e7a42"
HOLDER = "Marigold Quillfeather"


def words(
    made: object = None, profile: Profile = ISSUER, holder: str | None = None, address: str = ADDRESS
) -> list[str]:
    coin = coin_of(credential() if made is None else made, profile).legible()  # type: ignore[arg-type]
    return words_of(read(card._card(coin, profile, address, holder).encode()))


def test_a_card_has_the_announced_size_and_stays_light() -> None:
    for made in (credential(), stack()):
        data = card.card_png(made, ISSUER, address=ADDRESS, holder=HOLDER)
        picture = opened(data)
        assert (picture.format, picture.size) == ("PNG", (CARD_WIDTH, CARD_HEIGHT))
        assert len(data) < card.MOST_BYTES // 2
    assert (card.WIDTH, card.HEIGHT) == (CARD_WIDTH, CARD_HEIGHT)


def test_a_card_says_kind_title_issuer_hours_and_where_to_check() -> None:
    said = words()
    assert said.count("MICRO-CREDENTIAL") == 1
    assert " ".join(said[said.index("MICRO-CREDENTIAL") :]).replace("- ", "-") == (
        "MICRO-CREDENTIAL Relationship-Centered Classroom Routines"
        " South Central Service Cooperative (demonstration) 1 suggested semester hour"
        f" Check it at {ADDRESS}"
    )


def test_a_holder_is_named_only_when_passed() -> None:
    assert not any("Earned" in line for line in words())
    assert f"Earned by {HOLDER}" in words(holder=HOLDER)
    assert card.card_png(credential(), ISSUER, address=ADDRESS, holder="") == card.card_png(
        credential(), ISSUER, address=ADDRESS
    )


def test_a_name_that_no_face_can_draw_is_left_out() -> None:
    assert words(holder="\u591a\u8bed") == words()


def test_the_word_demonstration_is_never_cut_off() -> None:
    long = issuer(name="Cooperative " * 20 + "(demonstration)")
    assert any(line.endswith("\N{HORIZONTAL ELLIPSIS} (demonstration)") for line in words(profile=long))
    assert not any("emonstration" in line.lower() for line in words(profile=REAL_ISSUER))


def test_the_neutral_card_says_nothing_of_any_credential() -> None:
    said = words_of(read(card._neutral_card("badges.demo.example/verify").encode()))
    assert said == [
        "DIGITAL CREDENTIAL",
        *("See on this page", "if it is genuine"),
        "Its details are not shown here.",
        "Check it at",
        "badges.demo.example/verify",
    ]
    data = card.neutral_card_png(address="badges.demo.example/verify")
    assert opened(data).size == (1200, 630)
    assert len(data) < 60_000


def test_the_same_values_give_the_same_bytes() -> None:
    made = [card.card_png(stack(), ISSUER, address=ADDRESS) for _ in range(2)]
    assert made[0] == made[1]


def test_a_key_names_everything_that_decides_the_bytes() -> None:
    half = slots_of(stack().components, {"PRL-01"}) if stack().components else ()  # type: ignore[arg-type]
    keys = {
        card.card_key(stack(), ISSUER, address=ADDRESS),
        card.card_key(stack(), ISSUER, address="elsewhere.example"),
        card.card_key(stack(), ISSUER, address=ADDRESS, holder=HOLDER),
        card.card_key(stack(), ISSUER, address=ADDRESS, components=half),
        card.card_key(stack(), REAL_ISSUER, address=ADDRESS),
        card.neutral_card_key(address=ADDRESS),
        card.neutral_card_key(address="elsewhere.example"),
    }
    assert len(keys) == 7


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    for made, profile in product((credential(name=text), stack(name=text)), (ISSUER, issuer(name=text))):
        assert words(made, profile, holder=text, address=text)


def test_a_hostile_card_is_drawn() -> None:
    made = stack(name=HOSTILE[0], code=HOSTILE[4])
    data = card.card_png(made, issuer(name=HOSTILE[5]), address=HOSTILE[1], holder=HOSTILE[2])
    assert opened(data).size == (1200, 630)
