"""The memory for status lists: the newest start counts, and it has an end."""

from datetime import timedelta

from issuer.services.list_memory import SeenLists
from tests.services.worlds import START


def test_the_newest_start_is_remembered() -> None:
    memory = SeenLists()
    assert memory.newest("https://a.example/s/1") is None
    for hours in (1, 3, 2):
        memory.remember("https://a.example/s/1", START + timedelta(hours=hours))
    assert memory.newest("https://a.example/s/1") == START + timedelta(hours=3)
    assert memory.newest("https://a.example/s/2") is None


def test_the_oldest_addresses_are_forgotten() -> None:
    memory = SeenLists(most=2)
    for name in ("a", "b", "a", "c"):
        memory.remember(name, START)
    assert [memory.newest(name) for name in "abc"] == [START, None, START]
