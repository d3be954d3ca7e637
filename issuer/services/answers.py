"""The same request gives the same answer: what `Idempotency-Key` asks for (IETF draft of that header).

A key belongs to whoever sent it. The first request under a key is recorded before it is worked on and its
answer afterwards; the same request again gets that answer. Another request under the key is refused. A
request whose worker died is worked on again: every use case behind it gives the same result twice.
"""

from datetime import timedelta
from typing import Final

from issuer.errors import ConflictError
from issuer.services.toolkit import Toolkit
from issuer.store import AnswerRecord

KEPT_FOR: Final = timedelta(hours=24)
UNDER_WAY_FOR: Final = timedelta(seconds=30)
"""Longer than any request may take; after it, whoever worked on the request is taken for dead."""


def begin(toolkit: Toolkit, *, scope: str, key: str, body_digest: str) -> bytes | None:
    """Begin a request, or return what it was answered before.

    Args:
        toolkit: what to work with.
        scope: whose key it is.
        key: the caller's word for this request.
        body_digest: digest of everything that makes the request what it is.

    Raises:
        ConflictError: the key was used for another request, or the request is still under way.
    """
    now = toolkit.clock()
    with toolkit.database.unit("answers.begin") as unit:
        known = unit.answers.find(scope, key)
        if known is not None and known.created_at + KEPT_FOR <= now:
            unit.answers.forget(before=now - KEPT_FOR + timedelta(microseconds=1))
            known = None
        if known is None:
            unit.answers.add(AnswerRecord(scope, key, body_digest, now))
            return None
    if known.body_digest != body_digest:
        raise ConflictError(
            "This Idempotency-Key was used for another request.", hint="Choose a new key for a new request."
        )
    if known.response is None and now - known.created_at < UNDER_WAY_FOR:
        raise ConflictError(
            "The first request under this Idempotency-Key is still under way.",
            hint="Ask again in a few seconds, with the same key.",
        )
    return known.response


def finish(toolkit: Toolkit, *, scope: str, key: str, response: bytes) -> None:
    """Keep the answer of a request; one that was kept by a faster repetition stays."""
    with toolkit.database.unit("answers.finish") as unit:
        known = unit.answers.find(scope, key)
        if known is not None and known.response is None:
            unit.answers.finish(scope, key, response=response)


def give_up(toolkit: Toolkit, *, scope: str, key: str) -> None:
    """Forget a request whose answer passes, such as "too often": the same key may be sent again at once."""
    with toolkit.database.unit("answers.give_up") as unit:
        unit.answers.drop(scope, key)


def forget_old(toolkit: Toolkit) -> int:
    """Forget answers that are older than a day and return how many; a job calls this."""
    with toolkit.database.unit("answers.forget") as unit:
        return unit.answers.forget(before=toolkit.clock() - KEPT_FOR)
