"""A site in a process of its own, as an operator starts it, on a free port of loopback."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.request import Request, urlopen

from tests.places import ROOT
from tests.services.worlds import PASSPHRASE
from tests.store.fresh import url_of

PATIENCE_S: Final = 60
_LISTENING: Final = re.compile(r"Listening at: (http://127\.0\.0\.1:[0-9]+)")


@dataclass
class Site:
    """A running server.

    Attributes:
        process: the server.
        url: where it listens.
        lines: everything it logged so far.
    """

    process: "subprocess.Popen[str]"
    url: str = ""
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path and return status, headers and body."""
        request = Request(self.url + path, headers=headers)  # noqa: S310  (our own server)
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310  (our own server on loopback)
            return answer.status, dict(answer.headers), answer.read()

    def logged(self) -> list[dict[str, Any]]:
        """Return every line as JSON; a line that is none fails."""
        return [json.loads(line) for line in self.lines if line.strip()]

    def stop(self) -> int:
        """End it as an operator does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process that serves a home folder of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINTMARK_")}
    return kept | {
        "MINTMARK_HOME": str(home),
        "MINTMARK_DATABASE_URL": url_of(home),
        "MINTMARK_KEY_PASSPHRASE": PASSPHRASE,
        "MINTMARK_WORKERS": "1",
        "MINTMARK_RATE_PER_MINUTE": "0",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def running(
    home: Path, command: Sequence[str], *, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Site]:
    """Start a command that serves, wait until it listens, and end it afterwards; `settings` change its environment."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**environment(home), **settings},
        stderr=subprocess.PIPE,
        text=True,
    )
    site = Site(process)
    listening = threading.Event()

    def follow() -> None:
        for line in process.stderr or ():
            site.lines.append(line)
            found = _LISTENING.search(line)
            if found:
                site.url = found[1]
                listening.set()
        listening.set()

    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    try:
        assert listening.wait(PATIENCE_S), site.lines
        assert site.url, site.lines
        yield site
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_S)
        reader.join(PATIENCE_S)
        if process.stderr is not None:
            process.stderr.close()
