"""The pool: real processes, held to their limits, replaced when they break them, gone when it closes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.errors import ConformanceError, InputError
from issuer.workers import InProcess, Pool, Workers
from tests.places import ROOT
from tests.workers.processes import is_gone, soon

JOBS = "tests.workers.samples"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2, cpu_s=0.5, memory_mb=64, wall_s=1.5) as made:
        yield made


@pytest.fixture(params=["pool", "in process"])
def workers(request: pytest.FixtureRequest, pool: Pool) -> Workers:
    return pool if request.param == "pool" else InProcess()


def worker_pid(workers: Workers) -> int:
    pid = workers.run(f"{JOBS}:pid")
    assert isinstance(pid, int)
    return pid


def test_a_job_gives_its_value_back(workers: Workers) -> None:
    value = ["text", b"bytes", 1, 1.5, None, {"a": (True,)}]
    assert workers.run(f"{JOBS}:echo", value, "x") == (value, "x")


def test_an_error_comes_back_as_itself(workers: Workers) -> None:
    with pytest.raises(ConformanceError, match="not this way") as error:
        workers.run(f"{JOBS}:refuse", "/a/b")
    assert (error.value.code, error.value.pointer, error.value.hint) == (
        "DATA_LOSS_DETECTION_ERROR",
        "/a/b",
        "another way",
    )


@pytest.mark.parametrize("job", ["recurse"])
def test_endless_recursion_is_a_limit(workers: Workers, job: str) -> None:
    with pytest.raises(InputError) as error:
        workers.run(f"{JOBS}:{job}")
    assert error.value.code == "WORK_LIMIT"


def test_values_that_are_not_plain_do_not_go_in(workers: Workers) -> None:
    with pytest.raises(TypeError):
        workers.run(f"{JOBS}:echo", Path("x"), "x")


@pytest.mark.parametrize("target", ["issuer.workers", "issuer.x:_y", ":x", "issuer.:x", "", "a:b:c", "a:b()"])
def test_a_target_is_a_module_and_a_public_function(workers: Workers, target: str) -> None:
    with pytest.raises(ValueError, match="form"):
        workers.run(target)


LIMITS: dict[str, tuple[str, ...]] = {
    "processor time in Python": ("spin",),
    "processor time in C": ("match_slowly",),
    "memory": ("fill_memory",),
    "wall time": ("sleep",),
    "an end by itself": ("leave",),
    "a crash": ("crash",),
    "a signal that is ignored": ("ignore_signals_and_spin",),
}


@pytest.mark.parametrize("job", LIMITS.values(), ids=LIMITS.keys())
def test_a_job_that_breaks_a_limit_is_ended_and_the_pool_lives_on(pool: Pool, job: tuple[str, ...]) -> None:
    started = time.monotonic()
    with pytest.raises(InputError) as error:
        pool.run(f"{JOBS}:{job[0]}")
    assert error.value.code == "WORK_LIMIT"
    assert time.monotonic() - started < 4
    assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)


def test_many_short_jobs_do_not_add_up_to_a_limit() -> None:
    with Pool(1, cpu_s=0.3, wall_s=5) as single:
        for _ in range(6):
            single.run(f"{JOBS}:spin_for", 0.15)


def test_a_mistake_in_a_job_says_where_it_is(pool: Pool) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        pool.run(f"{JOBS}:mistake")
    assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)


def test_a_result_that_is_not_plain_is_a_mistake(pool: Pool) -> None:
    with pytest.raises(RuntimeError, match="plain"):
        pool.run(f"{JOBS}:odd_result")


def test_a_missing_function_is_a_mistake(pool: Pool) -> None:
    with pytest.raises(RuntimeError, match="names no function"):
        pool.run(f"{JOBS}:nothing_here")


def test_what_a_library_prints_goes_nowhere(pool: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    assert pool.run(f"{JOBS}:chatter") == "quiet"
    assert capfd.readouterr() == ("", "")


def test_large_values_go_both_ways(pool: Pool) -> None:
    data = os.urandom(5_000_000)
    assert pool.run(f"{JOBS}:echo", data, None) == (data, None)


def test_a_worker_is_warm(pool: Pool) -> None:
    assert len({worker_pid(pool) for _ in range(5)}) == 1
    started = time.monotonic()
    for _ in range(20):
        pool.run(f"{JOBS}:echo", 1, 2)
    assert time.monotonic() - started < 1


def test_an_idle_worker_that_was_killed_is_replaced_before_the_next_job(pool: Pool) -> None:
    pid = worker_pid(pool)
    os.kill(pid, signal.SIGKILL)
    assert soon(lambda: is_gone(pid))
    assert worker_pid(pool) != pid


def test_the_secrets_of_this_process_are_not_passed_on(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", "sesame")
    with Pool(1) as fresh:
        names = fresh.run(f"{JOBS}:environment")
    assert isinstance(names, list)
    assert not [name for name in names if name.startswith("MINTMARK")]
    assert pool.run(f"{JOBS}:echo", 1, 2) == (1, 2)


def test_a_worker_writes_no_file(pool: Pool, tmp_path: Path) -> None:
    assert pool.run(f"{JOBS}:write_file", str(tmp_path / "x")) == "refused"


def test_threads_share_the_workers(pool: Pool) -> None:
    found: list[object] = []

    def ask(number: int) -> None:
        found.append(pool.run(f"{JOBS}:echo", number, number * 2))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == sorted(((n, n * 2) for n in range(24)), key=str)


def test_a_closed_pool_leaves_nothing_behind() -> None:
    made = Pool(1)
    pid = worker_pid(made)
    made.close()
    made.close()
    assert is_gone(pid)
    with pytest.raises(RuntimeError, match="closed"):
        made.run(f"{JOBS}:pid")


def test_a_forgotten_pool_leaves_nothing_behind() -> None:
    made = Pool(1)
    pid = worker_pid(made)
    del made
    assert is_gone(pid)


PROGRAM = f"""
import os, sys
from issuer.workers import Pool
pool = Pool(1)
print(pool.run("{JOBS}:pid"), flush=True)
"""


def run_program(rest: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + rest],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stderr == ""
    return [int(word) for word in done.stdout.split()]


@pytest.mark.parametrize("ending", ["", "sys.exit(0)", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_workers_end_with_their_owner_however_it_ends(ending: str) -> None:
    (pid,) = run_program(ending)
    assert soon(lambda: is_gone(pid))


def test_a_fork_gets_workers_of_its_own() -> None:
    rest = f"""
if child := os.fork():
    os.waitpid(child, 0)
print(pool.run("{JOBS}:pid"), flush=True)
"""
    first, in_child, again = run_program(rest)
    assert first == again != in_child
    assert soon(lambda: is_gone(first) and is_gone(in_child))


def test_a_module_that_cannot_be_imported_is_a_mistake() -> None:
    with (
        Pool(1, preload=["issuer.nothing_here"]) as broken,
        pytest.raises(RuntimeError, match="nothing_here"),
    ):
        broken.run(f"{JOBS}:pid")


@pytest.mark.parametrize("limits", [{"size": 0}, {"cpu_s": 0}, {"memory_mb": -1}])
def test_limits_are_positive(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pool(limits.pop("size", 1), cpu_s=limits.get("cpu_s", 1), memory_mb=limits.get("memory_mb", 1))
