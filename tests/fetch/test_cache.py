"""The cache: answers and failures are kept for their time, and no host is asked without end."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from issuer.errors import FetchError
from issuer.fetch import CachePolicy, CachingFetch, Fetched, cache

URL = "https://issuer.example/s/1"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class World:
    """An origin that counts its visitors, and a clock that a test turns."""

    def __init__(self) -> None:
        self.now = START
        self.visits: list[str] = []
        self.body = b"one"
        self.error: FetchError | None = None
        self.seconds = 0.0
        self.takes = 0.0

    def clock(self) -> datetime:
        return self.now

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = 1) -> Fetched:
        self.visits.append(f"{url} {accept} {max_bytes}")
        self.seconds += self.takes
        if self.error:
            raise self.error
        return Fetched(url=url, media_type="application/vc", body=self.body)


@pytest.fixture
def world() -> World:
    return World()


def caching(world: World, **change: timedelta | float) -> CachingFetch:
    policy = CachePolicy(**change)  # type: ignore[arg-type]
    return CachingFetch(world, clock=world.clock, policy=policy, seconds=lambda: world.seconds)


def test_an_answer_is_kept_and_says_since_when(world: World) -> None:
    fetch = caching(world)
    assert fetch.get(URL).fetched_at == START
    world.now, world.body = START + timedelta(seconds=299), b"two"
    again = fetch.get(URL)
    assert (again.body, again.fetched_at, len(world.visits)) == (b"one", START, 1)


def test_an_answer_is_asked_again_when_its_time_is_over(world: World) -> None:
    fetch = caching(world)
    fetch.get(URL)
    world.now, world.body = START + timedelta(minutes=5), b"two"
    assert fetch.get(URL).body == b"two"


def test_a_clock_that_steps_back_keeps_nothing_alive(world: World) -> None:
    fetch = caching(world)
    fetch.get(URL)
    world.now, world.body = START - timedelta(seconds=1), b"two"
    assert fetch.get(URL).body == b"two"


def test_a_failure_is_kept_for_a_shorter_time(world: World) -> None:
    fetch = caching(world)
    world.error = FetchError("gone", code="FETCH_BLOCKED", hint="ask")
    for _ in range(3):
        with pytest.raises(FetchError) as error:
            fetch.get(URL)
        assert (error.value.code, error.value.hint) == ("FETCH_BLOCKED", "ask")
    assert len(world.visits) == 1
    world.now, world.error = START + timedelta(seconds=30), None
    assert fetch.get(URL).body == b"one"


def test_what_is_asked_differently_is_another_answer(world: World) -> None:
    fetch = caching(world)
    fetch.get(URL)
    fetch.get(URL, accept="application/json")
    fetch.get(URL, max_bytes=5)
    fetch.get(URL + "2")
    assert len(world.visits) == 4


def test_a_forgotten_answer_is_asked_again(world: World) -> None:
    fetch = caching(world)
    fetch.get(URL)
    fetch.get(URL, accept="application/json")
    fetch.forget(URL)
    fetch.get(URL)
    assert len(world.visits) == 3


def test_a_forbidden_spelling_is_not_passed_on(world: World) -> None:
    with pytest.raises(FetchError) as error:
        caching(world).get("http://issuer.example/s/1")
    assert error.value.code == "FETCH_BLOCKED"
    assert world.visits == []


def test_one_host_is_asked_only_so_often_in_a_window(world: World) -> None:
    fetch = caching(world, in_window=3)
    for number in range(3):
        fetch.get(f"{URL}?{number}")
    with pytest.raises(FetchError, match="too often"):
        fetch.get(f"{URL}?3")
    assert fetch.get("https://other.example/").body == b"one"
    assert fetch.get(f"{URL}?0").body == b"one"
    world.now += timedelta(minutes=1)
    with pytest.raises(FetchError, match="too often"):
        fetch.get(f"{URL}?3")  # a clock that can be set does not count
    world.seconds += 60
    assert fetch.get(f"{URL}?3").body == b"one"


def test_failures_of_one_host_may_only_cost_so_much_time(world: World) -> None:
    fetch = caching(world, failing_s=15)
    world.error, world.takes = FetchError("slow"), 5
    for number in range(3):
        with pytest.raises(FetchError, match="slow"):
            fetch.get(f"{URL}?{number}")
    for number in range(3, 50):
        with pytest.raises(FetchError, match="too slowly") as error:
            fetch.get(f"{URL}?{number}")
        assert error.value.code == "FETCH_FAILED"
    assert len(world.visits) == 3
    world.error = None
    assert fetch.get("https://other.example/").body == b"one"
    world.seconds += 60
    assert fetch.get(f"{URL}?3").body == b"one"


def test_quick_failures_and_slow_answers_do_not_tire(world: World) -> None:
    fetch = caching(world, failing_s=15)
    world.takes = 5
    for number in range(10):
        fetch.get(f"{URL}?{number}")
    world.error, world.takes = FetchError("not there"), 0.01
    for number in range(10, 60):
        with pytest.raises(FetchError, match="not there"):
            fetch.get(f"{URL}?{number}")
    assert len(world.visits) == 60


class SlowWorld(World):
    """An origin that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.entered = threading.Event(), threading.Semaphore(0)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = 1) -> Fetched:
        self.entered.release()
        self.go.wait(5)
        return super().get(url, accept=accept, max_bytes=max_bytes)


def test_one_host_is_asked_only_so_often_at_once() -> None:
    world = SlowWorld()
    fetch = caching(world, at_once=2, patience_s=0.05)
    threads = [threading.Thread(target=fetch.get, args=(f"{URL}?{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
        world.entered.acquire(timeout=5)
    with pytest.raises(FetchError, match="at once"):
        fetch.get(f"{URL}?2")
    world.go.set()
    for thread in threads:
        thread.join()
    assert fetch.get(f"{URL}?2").body == b"one"


def test_two_who_ask_the_same_at_once_cause_one_visit() -> None:
    world = SlowWorld()
    fetch = caching(world, at_once=1)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(fetch.get(URL).body)) for _ in range(2)]
    for thread in threads:
        thread.start()
    world.entered.acquire(timeout=5)
    world.go.set()
    for thread in threads:
        thread.join()
    assert (found, len(world.visits)) == ([b"one", b"one"], 1)


def test_the_oldest_answers_make_room(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 2)
    fetch = caching(world)
    for number in (0, 1, 0, 2):
        fetch.get(f"{URL}?{number}")
    assert len(world.visits) == 3
    fetch.get(f"{URL}?0")
    assert len(world.visits) == 3
    fetch.get(f"{URL}?1")
    assert len(world.visits) == 4


def test_large_answers_make_room_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_HELD_BYTES", 5)
    fetch = caching(world)
    for number in (0, 1, 1, 0):
        fetch.get(f"{URL}?{number}")
    assert len(world.visits) == 3


def test_hosts_that_are_not_asked_are_forgotten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_HOSTS", 3)
    fetch = caching(world)
    for number in range(10):
        fetch.get(f"https://h{number}.example/")
    assert len(fetch._hosts) <= 3
