"""A pool inside a real web server: forks, threads, hostile jobs, and an orderly end."""

import ast
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.workers.processes import children_of, is_gone, soon

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    path = tmp_path_factory.mktemp("web") / "s"
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--threads", "4"]
    with subprocess.Popen(
        [*command, "--bind", f"unix:{path}", "--log-level", "error", "tests.workers.app:app"], cwd=ROOT
    ) as process:
        assert soon(path.exists, seconds=20)
        yield path, process
        process.kill()


def ask(path: Path, what: str) -> tuple[object, object]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(30)
        connection.connect(str(path))
        connection.sendall(f"GET /{what} HTTP/1.0\r\n\r\n".encode())
        answer = b""
        while data := connection.recv(65_536):
            answer += data
    first, second = ast.literal_eval(answer.partition(b"\r\n\r\n")[2].decode())
    return first, second


def test_forks_and_threads_share_nothing_and_end_together(
    server: tuple[Path, subprocess.Popen[bytes]],
) -> None:
    path, process = server
    with ThreadPoolExecutor(16) as threads:
        asked = ["spin" if n % 10 == 0 else f"echo/{n}" for n in range(80)]
        answers = list(threads.map(lambda what: ask(path, what), asked))
        pids = set(threads.map(lambda _: ask(path, "pid"), range(40)))
    web_pids = set()
    for what, (_, value) in zip(asked, answers, strict=True):
        if what == "spin":
            assert value == "WORK_LIMIT"
        else:
            assert isinstance(value, tuple)
            text, web_pid = value
            assert f"echo/{text}" == what
            web_pids.add(web_pid)
    assert web_pids <= set(children_of(process.pid))
    # No web process answered through the worker that belongs to their parent.
    assert all(parents != own for parents, own in pids)
    everyone = [process.pid, *children_of(process.pid)]
    everyone += [grandchild for child in children_of(process.pid) for grandchild in children_of(child)]
    assert len(everyone) >= 5
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert time.monotonic() - started < 15
    assert soon(lambda: all(is_gone(pid) for pid in everyone))
