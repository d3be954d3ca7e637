"""What every link that its maker can end has in common, without a world around it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from issuer.errors import InputError, NotFoundError
from issuer.services.handed_out import links, shelves

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
USUAL = timedelta(days=90)


@dataclass(frozen=True)
class Row:
    id: str = "urn:uuid:1"
    owner: str = shelves.INSTALLATION
    external_id: str = "own"
    created_at: datetime = NOW
    expires_at: datetime = NOW + USUAL
    revoked_at: datetime | None = None


class Shelf:
    """One link on a shelf, found by any secret; says for which it was asked."""

    def __init__(self, row: Row | None) -> None:
        self.row = row
        self.asked = list[bytes]()

    def find_by_token_hash(self, token_hash: bytes, /) -> Row | None:
        self.asked.append(token_hash)
        return self.row


SECRET = "A" * 43
WORDS = links.Words(never="never was", closed="closed on {day}", ended="ended on {day}")


def require_open(row: Row | None, now: datetime, secret: str = SECRET) -> None:
    shelf = Shelf(row)
    try:
        assert links.find_open(now, shelf, secret, WORDS) is row
    finally:
        assert shelf.asked == ([links.hash_of(SECRET)] if secret == SECRET else [])


def test_a_link_holds_until_the_moment_in_which_it_ends() -> None:
    row = Row(expires_at=links.end_of(NOW, None, usual=USUAL))
    require_open(row, NOW + USUAL - timedelta(seconds=1))
    with pytest.raises(NotFoundError, match="ended on June 14, 2026") as caught:
        require_open(row, NOW + USUAL)
    assert caught.value.code == links.ENDED


def test_what_its_maker_closed_says_so_also_when_its_time_is_over() -> None:
    row = Row(revoked_at=NOW + timedelta(days=1))
    for now in (NOW + timedelta(days=1), NOW + timedelta(days=400)):
        with pytest.raises(NotFoundError, match="closed on March 17, 2026"):
            require_open(row, now)


@pytest.mark.parametrize("seconds", [1, 366 * 86_400])
def test_a_link_may_end_at_any_time_within_a_year(seconds: int) -> None:
    asked = NOW + timedelta(seconds=seconds)
    assert links.end_of(NOW, asked, usual=USUAL) == asked


@pytest.mark.parametrize("seconds", [-1, 0, 366 * 86_400 + 1])
def test_a_link_does_not_end_in_the_past_or_after_that(seconds: int) -> None:
    with pytest.raises(InputError) as caught:
        links.end_of(NOW, NOW + timedelta(seconds=seconds), usual=USUAL)
    assert caught.value.pointer == "/expiresAt"


@pytest.mark.parametrize("text", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "ü" * 43, "A" * 43 + "\n"])
def test_only_the_form_of_a_secret_is_looked_up(text: str) -> None:
    require_open(Row(), NOW)
    with pytest.raises(NotFoundError, match="never was") as caught:
        require_open(Row(), NOW, text)
    assert caught.value.code == "NOT_FOUND"


def test_a_link_that_never_was_is_not_there() -> None:
    with pytest.raises(NotFoundError, match="never was") as caught:
        require_open(None, NOW)
    assert caught.value.code == "NOT_FOUND"


@pytest.mark.parametrize("external_id", ["", "two words", "x" * 201, "ü"])
def test_an_external_id_is_short_and_visible(external_id: str) -> None:
    shelves.require_external_id(None)
    shelves.require_external_id("x" * 200)
    with pytest.raises(InputError) as caught:
        shelves.require_external_id(external_id)
    assert caught.value.pointer == "/externalId"
