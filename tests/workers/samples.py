"""Jobs for the tests of the pool; a worker finds them by name, so they stand in a module of their own."""

import ctypes
import datetime as dt
import os
import re
import signal
import time

from issuer.errors import ConformanceError


def echo(first: object, second: object) -> object:
    return (first, second)


def pid() -> int:
    return os.getpid()


def environment() -> list[str]:
    return sorted(os.environ)


def refuse(pointer: str) -> None:
    raise ConformanceError(
        "not this way", code="DATA_LOSS_DETECTION_ERROR", pointer=pointer, hint="another way"
    )


def spin() -> None:
    while True:
        pass


def spin_for(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def match_slowly() -> None:
    re.fullmatch("(a+)+b", "a" * 60)


def ignore_signals_and_spin() -> None:
    for number in (signal.SIGXCPU, signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    spin()


def fill_memory() -> None:
    held = []
    while True:
        held.append(bytearray(1_000_000))


def recurse() -> None:
    recurse()


def sleep() -> None:
    time.sleep(60)


def leave() -> None:
    os._exit(0)


def crash() -> None:
    ctypes.string_at(0)


def mistake() -> float:
    return 1 / 0


def odd_result() -> object:
    return dt.date(2026, 3, 1)


def chatter() -> str:
    os.write(1, b"written to the standard output\n" * 3)
    os.write(2, b"written to the error output\n" * 3)
    return "quiet"


def write_file(path: str) -> str:
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - a plain write, as a library would do it
            file.write(b"x" * 10)
    except OSError:
        return "refused"
    return "written"
