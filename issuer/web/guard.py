"""Rate limits of a running application: how many requests that cost work one caller may make.

The limiter is made before the server forks (`rate_limits`), so that the limit holds across its processes.
Reading published documents is not limited: it costs little, and caches stand in front of it.
"""

from typing import Final

from flask import Flask, current_app, request

from issuer.web.rate_limits import Rate, RateLimiter, network_of

KEY_FACTOR: Final = 10
_NAME: Final = "mintmark.rate_limiter"


def keep(app: Flask, limiter: RateLimiter | None, *, per_minute: int) -> None:
    """Let the views of `app` count in one table; without a limiter or with 0 a minute nothing is limited."""
    rate = Rate(per_minute=per_minute, burst=per_minute)
    app.extensions[_NAME] = None if limiter is None or not per_minute else (limiter, rate)


def charge(*, key_id: str | None = None, cost: float = 1.0) -> None:
    """Charge the caller of this request: an API key, else the address.

    Raises:
        RateLimitedError: the caller asks too often.
    """
    kept = current_app.extensions.get(_NAME)
    if kept is None:
        return
    limiter, rate = kept
    if key_id is not None:
        wide = Rate(per_minute=rate.per_minute * KEY_FACTOR, burst=rate.burst * KEY_FACTOR)
        limiter.take(f"key {key_id}", rate=wide, cost=cost)
    else:
        limiter.take(f"address {network_of(request.remote_addr or '')}", rate=rate, cost=cost)
