"""Verifying one input after the other, several at a time, and answering in their order.

Threads wait for status lists and keys of others side by side, so that one slow host does not hold up the
rest; the work on the processor is one process's. At most AHEAD inputs or HELD bytes are in memory, however many
there are. Whatever goes wrong with one input is the answer to that input.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from issuer.errors import FetchError, InputError, IssuerError, NotFoundError
from issuer.fetch import CachePolicy, CachingFetch
from issuer.services import trust, verification
from issuer.services.batch_verification.inputs import Input
from issuer.services.toolkit import Toolkit
from issuer.verify import Report, Verdict

WIDTH: Final = 4
AHEAD: Final = 16
HELD: Final = 32 * 1024 * 1024
REMEMBER: Final = timedelta(seconds=5)
"""How old a key or list may be within one batch; what is withdrawn meanwhile shows in the files after that."""
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judged:
    """What became of one input: a report, or why there is none."""

    number: int
    name: str
    report: Report | None = None
    problem: IssuerError | None = None

    @property
    def verdict(self) -> Verdict:
        """The report's verdict; without one, "malformed" for what cannot be read and "indeterminate" else."""
        if self.report is not None:
            return self.report.verdict
        return Verdict.MALFORMED if isinstance(self.problem, InputError) else Verdict.INDETERMINATE


def judge(toolkit: Toolkit, given: Input) -> Judged:
    """Verify one input; never raises but for what ends the process."""
    if given.problem is not None:
        return Judged(given.number, given.name, problem=given.problem)
    try:
        options = given.options
        if given.trust_here:
            options = replace(options, trust=trust.listed(toolkit))
        if given.url is not None:
            report = verification.check_url(toolkit, given.url, options=options)
        else:
            report = verification.check(toolkit, given.data, media_type=given.media_type, options=options)
    except (FetchError, NotFoundError) as exc:
        return Judged(given.number, given.name, problem=exc.with_traceback(None))
    except IssuerError as exc:
        log.warning("an input of a batch could not be judged: %s", exc.code)
        return Judged(given.number, given.name, problem=exc.with_traceback(None))
    except Exception:
        log.exception("a mistake at one input of a batch")
        words = "Mintmark made a mistake at this file; it says nothing about the file."
        return Judged(given.number, given.name, problem=IssuerError(words))
    return Judged(given.number, given.name, report)


def judge_all(toolkit: Toolkit, inputs: Iterable[Input], *, width: int = WIDTH) -> Iterator[Judged]:
    """Yield the answer to each input, in order, as soon as it and all before it are there.

    Args:
        toolkit: what to work with.
        inputs: read one after the other, in the thread of the caller, and only as far ahead as fits.
        width: how many are under way at once.
    """
    # Badges of one batch share keys and lists: each is brought once in REMEMBER, also from our own record.
    remembered = CachingFetch(toolkit.fetch, clock=toolkit.clock, policy=CachePolicy(ttl=REMEMBER))
    sharing = replace(toolkit, fetch=remembered)
    waiting: deque[tuple[int, Future[Judged]]] = deque()
    held = 0
    pool = ThreadPoolExecutor(width, thread_name_prefix="mintmark-batch")
    try:
        for given in inputs:
            size = len(given.data)
            while waiting and (waiting[0][1].done() or len(waiting) >= AHEAD or held + size > HELD):
                freed, answer = waiting.popleft()
                held -= freed
                yield answer.result()
            waiting.append((size, pool.submit(judge, sharing, given)))
            held += size
        while waiting:
            yield waiting.popleft()[1].result()
    finally:
        # Whoever asked may have gone; what has not begun is not begun.
        pool.shutdown(cancel_futures=True)
