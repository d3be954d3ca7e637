"""Starts the Node judge once per run; where node or its packages are missing, the tests say so."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest

from issuer.documents.contexts import bundled

HERE = Path(__file__).parent
OLDEST_NODE = 20
INSTALL_SECONDS = 300


class Peer:
    """One long-lived Node process that answers one JSON line for each JSON line."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(HERE / "peer.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        if self._process.stdout:
            self._process.stdout.close()
        self._process.wait(timeout=10)

    def try_ask(self, op: str, **arguments: Any) -> dict[str, Any]:
        """Return the judge's answer, whatever it is."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"op": op, **arguments}) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        return answer

    def ask(self, op: str, **arguments: Any) -> dict[str, Any]:
        """Return the judge's answer to a question that it must understand."""
        answer = self.try_ask(op, **arguments)
        assert answer["ok"], answer
        return answer


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("not run: node is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().lstrip("v").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"not run: node {version.strip()} is older than {OLDEST_NODE}")
    return node


@contextmanager
def _alone() -> Iterator[None]:
    """Let one of several test processes install; the system frees the lock when a process ends."""
    with (HERE / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install() -> None:
    """Install the locked packages once; `npm ci` checks every one against the hashes of the lock."""
    if (HERE / "node_modules" / ".package-lock.json").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("not run: node packages are missing and npm is not installed")
    done = subprocess.run(
        [npm, "ci"], cwd=HERE, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
    )
    if done.returncode:
        pytest.skip("not run: node packages are missing and npm could not install them")


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    """The judge, with our pinned contexts and no network."""
    node = _node()
    with _alone():
        _install()
    with Peer(node) as started:
        started.ask("contexts", documents=dict(bundled()))
        yield started
