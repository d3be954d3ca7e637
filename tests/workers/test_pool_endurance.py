"""A pool that loses its processes again and again keeps no trace of them, and busy ones end with it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from issuer.errors import InputError, WorkersUnavailableError
from issuer.workers import Pool, worker
from tests.places import ROOT
from tests.workers.processes import children_of, is_gone, soon

JOBS = "tests.workers.samples"
KILLS = 1_000


def held() -> tuple[int, int]:
    """Return how many files and processes this process holds."""
    return len(list(Path("/proc/self/fd").iterdir())), len(children_of(os.getpid()))


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4 / 1024


def lose_one(pool: Pool, number: int) -> None:
    """Lose the worker in one of three ways: while idle, by its own end, by a crash."""
    match number % 3:
        case 0:
            pid = pool.run(f"{JOBS}:pid")
            assert isinstance(pid, int)
            os.kill(pid, signal.SIGKILL)
            assert soon(lambda: is_gone(pid))
        case 1:
            with pytest.raises(InputError):
                pool.run(f"{JOBS}:leave")
        case _:
            with pytest.raises(InputError):
                pool.run(f"{JOBS}:crash")


def check_losses(count: int) -> None:
    with Pool(1, cpu_s=1, wall_s=20) as pool:
        lose_one(pool, 0)
        assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)
        files, processes = held()
        memory = resident_mb()
        for number in range(count):
            lose_one(pool, number)
            assert pool.run(f"{JOBS}:echo", number, None) == (number, None)
        assert held() == (files, processes)
        assert resident_mb() - memory < 16
    assert held()[1] == processes - 1


def test_a_lost_worker_leaves_no_file_and_no_process() -> None:
    check_losses(9)


@pytest.mark.slow
def test_a_thousand_lost_workers_do_not_either() -> None:
    check_losses(KILLS)


def test_the_import_of_a_module_is_not_the_time_of_the_job() -> None:
    with Pool(1, cpu_s=0.2, wall_s=0.6) as pool:
        assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)
        assert pool.run("tests.workers.slow_module:answer") == 42
        with pytest.raises(InputError):
            pool.run(f"{JOBS}:spin")


@pytest.mark.parametrize("program", ["/no/such/program", "/bin/true", "/bin/false"])
def test_a_machine_that_starts_no_process_blames_nobody(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    with Pool(2) as pool:
        monkeypatch.setattr(sys, "executable", program)
        files, processes = held()
        for _ in range(3):
            with pytest.raises(WorkersUnavailableError) as error:
                pool.run(f"{JOBS}:pid")
        assert error.value.code == "WORKERS_UNAVAILABLE"
        assert held() == (files, processes)
        monkeypatch.undo()
        assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)


def test_a_process_that_does_not_start_in_time_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "START_S", 0.0)
    with Pool(1) as pool, pytest.raises(WorkersUnavailableError):
        pool.run(f"{JOBS}:pid")


def test_a_busy_worker_ends_with_its_job_when_the_pool_closes() -> None:
    processes = held()[1]
    pool = Pool(2, wall_s=1)
    ends: list[str] = []

    def ask() -> None:
        try:
            pool.run(f"{JOBS}:sleep")
        except InputError as error:
            ends.append(error.code)

    busy = threading.Thread(target=ask)
    busy.start()
    assert soon(lambda: held()[1] == processes + 1)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 1
    busy.join(timeout=20)
    assert ends == ["WORK_LIMIT"]
    assert held()[1] == processes


FORKS = f"""
import os, threading
from issuer.workers import Pool
pool, stop, wrong = Pool(2), threading.Event(), []
def work(number):
    while not stop.is_set():
        if pool.run("{JOBS}:echo", number, "x" * 100_000) != (number, "x" * 100_000):
            wrong.append(number)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for turn in range(12):
    if not (child := os.fork()):
        os._exit(0 if pool.run("{JOBS}:echo", turn, 1) == (turn, 1) else 1)
    assert os.waitpid(child, 0)[1] == 0
stop.set()
for thread in threads:
    thread.join()
assert not wrong
print("done")
"""


def test_forks_in_the_midst_of_jobs_disturb_nobody() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)


ORPHANS = f"""
import os, threading
from issuer.workers import Pool
pool = Pool(2, wall_s=1)
pool.run("{JOBS}:pid")
threading.Thread(target=pool.run, args=("{JOBS}:sleep",), daemon=True).start()
threading.Event().wait(0.3)
print(*[int(p) for p in os.listdir("/proc") if p.isdigit()
        and open(f"/proc/{{p}}/stat").read().rpartition(")")[2].split()[1] == str(os.getpid())], flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_busy_worker_does_not_outlive_an_owner_that_was_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    (pid,) = done.stdout.split()
    assert done.returncode == -signal.SIGKILL
    assert soon(lambda: is_gone(int(pid)))
