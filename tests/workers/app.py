"""A small web application with a pool, as a server with forks and threads loads it."""

import os
from collections.abc import Callable, Iterable

from issuer.errors import InputError
from issuer.workers import Pool

JOBS = "tests.workers.samples"
POOL = Pool(2, cpu_s=0.3, wall_s=5)
# A worker of the parent: a fork copies its pipes, and must not speak through them.
PARENTS_WORKER = POOL.run(f"{JOBS}:pid")


def app(environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer `/pid`, `/spin` and `/echo/...` by way of a job."""
    name, _, rest = environ["PATH_INFO"].lstrip("/").partition("/")
    try:
        value = POOL.run(f"{JOBS}:echo", rest, os.getpid()) if name == "echo" else POOL.run(f"{JOBS}:{name}")
    except InputError as error:
        value = error.code
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr((PARENTS_WORKER, value)).encode()]
