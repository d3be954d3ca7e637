"""Judging the files of the desk: a few at a time, leased, so that any number of processes share the work.

A worker that dies loses nothing: its lease ends, and another one takes the file. A file at which workers died
three times is answered with that, and not taken again. What was forgotten while it was judged stays forgotten.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import IssuerError
from issuer.services import trust
from issuer.services.batch_verification.inputs import Input
from issuer.services.batch_verification.judging import Judged, judge_all
from issuer.services.desk.judged import result_of
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.store import DeskFile, DeskResult

CHUNK: Final = 24
LEASE_FOR: Final = timedelta(seconds=90)
"""Longer than any chunk takes: four at a time, each with at most ten seconds of fetching."""
MOST_TRIES: Final = 3
SETTLE_EVERY_S: Final = 0.5
"""How long a result may wait for others, so that a clerk sees it soon and the record is not written for each."""
_GAVE_UP: Final = "Checking this file ended the program three times. It was left alone; treat it as hostile."


def work_once(toolkit: Toolkit, *, worker: str, limit: int = CHUNK) -> int:
    """Take some files, judge them, and keep what was found; return how many there were.

    Args:
        toolkit: what to work with.
        worker: the name of this worker; no other one has it.
        limit: most files to take.

    Raises:
        StoreUnavailableError: the database did not answer; the lease ends by itself.
    """
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        if not reader.desk_work.is_waiting(now=now):
            return 0
    with toolkit.database.unit("desk.lease") as unit:
        files = unit.desk_work.lease(worker=worker, now=now, until=now + LEASE_FOR, limit=limit)
    ready: list[DeskResult] = []
    since = monotonic_seconds()
    for file, judged in zip(files, _judged(toolkit, files), strict=True):
        ready.append(result_of(file.session_id, judged, toolkit.clock()))
        if monotonic_seconds() - since >= SETTLE_EVERY_S:
            _settle(toolkit, ready, worker)
            ready, since = [], monotonic_seconds()
    _settle(toolkit, ready, worker)
    return len(files)


def _judged(toolkit: Toolkit, files: tuple[DeskFile, ...]) -> Iterator[Judged]:
    # Known issuer? is asked as at `/verify`: as soon as this installation keeps a list.
    known = trust.listed(toolkit)
    with toolkit.database.reader() as reader:
        districts = reader.desk_work.districts({file.session_id for file in files})
    asked = {name: Options(trust=known, district=slug or None) for name, slug in districts.items()}
    # A session that was forgotten meanwhile asks for nothing more.
    rest = Options(trust=known)
    return judge_all(toolkit, (_input(file, asked.get(file.session_id, rest)) for file in files))


def _input(file: DeskFile, options: Options) -> Input:
    if file.tries > MOST_TRIES:
        return Input(file.number, file.name, problem=IssuerError(_GAVE_UP, code="WORK_LIMIT"))
    return Input(file.number, file.name, file.data, options=options)


def _settle(toolkit: Toolkit, ready: list[DeskResult], worker: str) -> None:
    if ready:
        with toolkit.database.unit("desk.settle") as unit:
            unit.desk_work.settle(ready, worker=worker)
