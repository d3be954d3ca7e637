import multiprocessing

import pytest

from issuer.web import rate_limits
from issuer.web.rate_limits import Rate, RateLimitedError, RateLimiter, network_of

RATE = Rate(per_minute=60, burst=5)


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(rate_limits, "monotonic_seconds", made)
    return made


def taken(limiter: RateLimiter, caller: str = "address 192.0.2.1", tries: int = 20) -> int:
    done = 0
    for _ in range(tries):
        try:
            limiter.take(caller, rate=RATE)
        except RateLimitedError:
            continue
        done += 1
    return done


def test_a_bucket_empties_and_fills_again(time: Time) -> None:
    limiter = RateLimiter()
    assert taken(limiter) == 5
    with pytest.raises(RateLimitedError) as refused:
        limiter.take("address 192.0.2.1", rate=RATE)
    assert refused.value.code == "RATE_LIMITED"
    assert refused.value.wait_s in {1, 2}
    time.now += 3
    assert taken(limiter) == 3
    time.now += 3600
    assert taken(limiter) == 5


def test_callers_do_not_pay_for_each_other(time: Time) -> None:
    limiter = RateLimiter()
    assert time.now
    assert [taken(limiter, f"address 192.0.2.{n}") for n in range(50)] == [5] * 50


def test_a_crowd_pushes_out_whoever_was_quiet_longest(time: Time) -> None:
    limiter = RateLimiter()
    taken(limiter, "key busy")
    for number in range(3 * rate_limits.SLOTS):
        time.now += 0.0001
        limiter.take(f"address {number}", rate=RATE)
        if number % 200 == 0:
            taken(limiter, "key busy", tries=1)
    assert taken(limiter, "key busy", tries=20) <= 6


def _drain(limiter: RateLimiter, results: "multiprocessing.Queue[int]") -> None:
    results.put(taken(limiter, tries=100))


def test_the_limit_holds_across_processes() -> None:
    context = multiprocessing.get_context("fork")
    limiter, results = RateLimiter(), context.Queue()
    workers = [context.Process(target=_drain, args=(limiter, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    total = sum(results.get(timeout=30) for _ in workers)
    for worker in workers:
        worker.join(timeout=30)
    assert 5 <= total <= 7


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_an_address_stands_for_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_nothing_of_a_caller_stands_in_the_table() -> None:
    limiter = RateLimiter()
    limiter.take("address 192.0.2.1", rate=RATE)
    assert b"192.0.2.1" not in bytes(limiter._table)
