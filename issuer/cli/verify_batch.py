"""`mintmark verify --batch`: one line in, one line out, in the same order, in one process.

Nothing on a line can stop the others: a line that cannot be read, a file that is not there, a document that
takes longer than its time and even a mistake of ours each get an answer of their own. Every answer is flushed
when it is there.
"""

import codecs
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import IO, Final

from issuer.clock import monotonic_seconds, utc_now
from issuer.documents import ndjson
from issuer.documents.strict_json import Json, JsonObject, Limits, parse_object
from issuer.documents.times import parse_time
from issuer.errors import ConfigurationError, InputError
from issuer.fetch import Fetch, FileFetch, OfflineFetch, read_network
from issuer.verify import Outcome, Policy, TrustList, Verdict, trust_list_of, verify
from issuer.verify.intake import MAX_CONTAINER
from issuer.workers import Workers

CAP_S: Final = 5.0
AGAIN_S: Final = 0.5
"""How often a line that goes on is told again."""
LINE_LIMITS: Final = Limits(max_bytes=1_048_576, max_depth=8, max_keys=10_000, max_string=8_192)
_MEMBERS: Final = frozenset({"id", "file", "contentType", "now", "network", "trust", "recipient"})


class LineTimeout(BaseException):
    """A line took longer than its time.

    Not an `Exception`, because libraries that read hostile documents turn every exception into their own.
    """


@dataclass(frozen=True)
class Line:
    """One line of a batch, read."""

    file: Path
    content_type: str | None
    policy: Policy
    fetch: Fetch


def run(source: Path, out: Path | None, *, workers: Workers, default_now: datetime | None) -> int:
    """Answer every line of a batch.

    Returns:
        the number of lines at which Mintmark itself made a mistake; each is told on standard error.

    Raises:
        OSError: the batch cannot be read or the answers cannot be written.
    """
    base = Path.cwd() if str(source) == "-" else source.resolve().parent
    mistakes = 0
    with _input(source) as batch, _output(out) as sink:
        for text in batch:
            line = text.removeprefix(codecs.BOM_UTF8).strip()
            if line:
                answer, is_mistake = answer_line(line, base=base, workers=workers, default_now=default_now)
                mistakes += is_mistake
                sink.write(ndjson.encode_line(answer))
                sink.flush()
    return mistakes


def answer_line(
    text: bytes, *, base: Path, workers: Workers, default_now: datetime | None
) -> tuple[JsonObject, bool]:
    """Return the answer to one line, and whether Mintmark itself made a mistake at it."""
    started = monotonic_seconds()
    line_id: Json = None
    is_mistake = False
    try:
        members = parse_object(text, limits=LINE_LIMITS)
        line_id = members.get("id")
        line = read_line(members, base=base, default_now=default_now)
        with _within(CAP_S):
            found = _verified(line, workers)
    except LineTimeout:
        words = f"It took longer than the {CAP_S:g} seconds that a line has."
        found = _without_report(Verdict.INDETERMINATE, Outcome.UNDETERMINED, "WORK_LIMIT", words)
    except (InputError, ConfigurationError) as exc:
        found = _without_report(Verdict.MALFORMED, Outcome.FAILED, exc.code, exc.detail)
    except OSError as exc:
        words = f"The file cannot be read: {exc.strerror or 'the operating system refused'}."
        found = _without_report(Verdict.MALFORMED, Outcome.FAILED, "FILE_ERROR", words)
    except Exception:  # noqa: BLE001  (one mistake must not take the answers of all later lines with it)
        is_mistake = True
        traceback.print_exc()
        words = "Mintmark made a mistake at this line; it says nothing about the file."
        found = _without_report(Verdict.INDETERMINATE, Outcome.UNDETERMINED, "INTERNAL_ERROR", words)
    return {"id": line_id, **found, "ms": round((monotonic_seconds() - started) * 1000, 1)}, is_mistake


def read_line(members: JsonObject, *, base: Path, default_now: datetime | None) -> Line:
    """Read the members of one line.

    Raises:
        InputError: a member is missing, unknown or of the wrong type.
        ConfigurationError: the network is not of the form {url: [media type, file]}.
    """
    unknown = members.keys() - _MEMBERS
    if unknown:
        raise InputError(f"A line of a batch has no member {min(unknown)[:40]!r}.")
    file = _text(members, "file")
    if file is None:
        raise InputError("A line of a batch names a `file`.", pointer="/file")
    if "\0" in file:
        raise InputError("The name of a file holds no zero byte.", pointer="/file")
    now = members.get("now")
    network = members.get("network")
    policy = Policy(
        now=(default_now or utc_now()) if now is None else parse_time(now, "/now"),
        trust=_trust(members.get("trust")),
        recipient=_text(members, "recipient"),
    )
    return Line(
        file=base / file,
        content_type=_text(members, "contentType"),
        policy=policy,
        fetch=OfflineFetch() if network is None else FileFetch(read_network(network, base=base)),
    )


def _verified(line: Line, workers: Workers) -> JsonObject:
    with line.file.open("rb") as file:
        data = file.read(MAX_CONTAINER + 1)
    report = verify(data, media_type=line.content_type, policy=line.policy, fetch=line.fetch, workers=workers)
    return {
        "verdict": report.verdict.value,
        "answers": report.answers.to_json(),
        "checks": [check.to_json() for check in report.checks],
        "warnings": [warning.to_json() for warning in report.warnings],
    }


def _without_report(verdict: Verdict, outcome: Outcome, code: str, sentence: str) -> JsonObject:
    return {
        "verdict": verdict.value,
        "answers": {},
        "checks": [
            {
                "id": "line",
                "outcome": outcome.value,
                "code": code,
                "sentence": sentence,
                "evidence": {},
                "pointer": None,
            }
        ],
        "warnings": [],
    }


def _text(members: JsonObject, name: str) -> str | None:
    value = members.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"`{name}` of a line is a text.", pointer=f"/{name}")
    return value


def _trust(value: Json) -> TrustList | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InputError("`trust` of a line is an array of issuer ids.", pointer="/trust")
    return trust_list_of(value)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise LineTimeout in the body once the time is over."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise LineTimeout

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _input(source: Path) -> Iterator[IO[bytes]]:
    if str(source) == "-":
        yield sys.stdin.buffer
        return
    with source.open("rb") as file:
        yield file


@contextmanager
def _output(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        yield sys.stdout.buffer
        return
    with out.open("wb") as file:
        yield file


__all__ = ["Line", "answer_line", "read_line", "run"]
