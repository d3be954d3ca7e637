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


def require_open(row: Row, now: datetime) -> None:
    links.require_open(now, row, closed="closed on {day}", ended="ended on {day}")


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
    assert links.is_secret("A" * 43)
    assert not links.is_secret(text)


@pytest.mark.parametrize("external_id", ["", "two words", "x" * 201, "ü"])
def test_an_external_id_is_short_and_visible(external_id: str) -> None:
    shelves.require_external_id(None)
    shelves.require_external_id("x" * 200)
    with pytest.raises(InputError) as caught:
        shelves.require_external_id(external_id)
    assert caught.value.pointer == "/externalId"
