"""Verifying by kind of input, and whether somebody who sends attacks slows the others down.

    .venv/bin/python -m bench.verify [--times 200]
    .venv/bin/python -m bench.verify --beside [--times 200]

Without `--beside`: one credential in each form that people carry, one forged and one revoked, in one process
with a pool of killable workers as in production, hot. With it: `mintmark serve` with two processes, and one
client that verifies a good credential, in turns alone and beside a second client that sends the whole attack
corpus in a loop. The server asks the real network, in which the addresses of the corpus belong to nobody: a
case whose keys cannot be brought ends there. `bench.corpus_loop` judges each case with its own network.
"""

import argparse
import http.client
import itertools
import json
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from bench.pages import milliseconds, percentile
from bench.timing import print_machine, print_table
from issuer.clock import utc_now
from issuer.services import credentials, revocation, verification
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import exhibits, pictures, sharing
from issuer.services.showing.downloads import MEDIA_TYPES, Form, download
from issuer.services.toolkit import Toolkit
from issuer.store import Category, Visibility
from issuer.terms import vc
from issuer.verify import Verdict
from issuer.workers import Pool
from tests.e2e.sites import running
from tests.foreign.corpus import cases
from tests.services.worlds import World, empty_world, furnish

PATH = "/api/v1/verifications"
PATIENCE_S = 60
PROCESSES = 2
TURNS = 4
Answers = Counter[tuple[str, int]]
"""How often each case of the corpus was answered with each status."""


@dataclass(frozen=True)
class Input:
    """Bytes that somebody hands in, and what must be said about them."""

    name: str
    data: bytes
    media_type: str
    verdict: Verdict


@dataclass(frozen=True)
class Beside:
    """Milliseconds of the normal client, alone and beside the attacks, and what the attacks were answered."""

    alone: list[float]
    beside: list[float]
    answers: Answers
    attacked_s: float
    normal_failures: int

    @property
    def server_errors(self) -> dict[tuple[str, int], int]:
        """The attacks that were answered with a 5xx."""
        return {key: count for key, count in self.answers.items() if key[1] >= 500}


@contextmanager
def furnished() -> Iterator[World]:
    """Give an installation that can issue, at the present moment."""
    with tempfile.TemporaryDirectory() as home:
        world = empty_world(Path(home))
        furnish(world.toolkit)
        world.clock.now = utc_now()
        yield world


def inputs(world: World) -> list[Input]:
    """Return one credential in every form, a forged one and a revoked one."""
    toolkit = world.toolkit
    issued, ended = world.issue(), world.issue()
    revocation.revoke(toolkit, OPERATOR, ended.credential.id, Category.ISSUED_IN_ERROR)
    share = sharing.change(toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    page = sharing.path_of(share)
    exhibit = exhibits.at(toolkit, page.removeprefix("/c/"))
    pdf = pictures.certificate_of(toolkit, exhibit, page_url=toolkit.url(page))
    body = _body(issued)
    forged = json.loads(body)
    forged["credentialSubject"]["achievement"]["name"] += " with Distinction"
    return [
        Input("JSON, eddsa-rdfc-2022", body, vc.MEDIA_VC, Verdict.VALID),
        *(
            Input(name, *_carried(world, issued, form), Verdict.VALID)
            for name, form in (
                ("JWT, ES256", Form.JWT),
                ("PNG, baked", Form.PNG),
                ("SVG, baked", Form.SVG),
            )
        ),
        Input("PDF, the certificate", pdf, vc.MEDIA_PDF, Verdict.VALID),
        Input("JSON, forged", json.dumps(forged).encode(), vc.MEDIA_VC, Verdict.INVALID),
        Input("JSON, revoked", _body(ended), vc.MEDIA_VC, Verdict.REVOKED),
    ]


def _body(issued: IssuedCredential) -> bytes:
    return issued.version.body or b""


def _carried(world: World, issued: IssuedCredential, form: Form) -> tuple[bytes, str]:
    held = credentials.get(world.toolkit, OPERATOR, issued.credential.id)
    return download(world.toolkit, held, form).body, MEDIA_TYPES[form]


def by_kind(times: int) -> list[list[str]]:
    """Return one row for each kind of input."""
    with furnished() as world, Pool(PROCESSES) as pool:
        given = inputs(world)
        toolkit = replace(world.toolkit, workers=pool)
        rows = []
        for item in given:
            taken = milliseconds(checking(toolkit, item), times, 0)
            rows.append(
                [
                    item.name,
                    f"{len(item.data) / 1024:.1f}",
                    *(f"{percentile(taken, share):.2f}" for share in (0.5, 0.99)),
                    f"{1000 * len(taken) / sum(taken):,.0f}",
                ]
            )
        world.toolkit.database.close()
    return rows


def checking(toolkit: Toolkit, item: Input) -> Callable[[], None]:
    """Return one verification that insists on its verdict."""

    def check() -> None:
        report = verification.check(toolkit, item.data, media_type=item.media_type)
        assert report.verdict is item.verdict, (item.name, report.to_json())

    return check


class Client:
    """Sends bodies over one kept connection; opens another when the server closed it."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)

    def post(self, data: bytes, media_type: str) -> int:
        """Send one body and return the status; 0 when the server hung up without an answer."""
        try:
            self._connection.request("POST", PATH, body=data, headers={"Content-Type": media_type})
            answer = self._connection.getresponse()
            answer.read()
        except (http.client.HTTPException, OSError):
            self.close()
            return 0
        return answer.status

    def close(self) -> None:
        """Let go of the connection; the next body opens another."""
        self._connection.close()


def attack(host: str, bodies: list[tuple[str, bytes, str]], orders: Connection) -> None:
    """Send the corpus in a loop from one word of `orders` to the next, then give what was answered.

    Runs in a process of its own, so that it takes nothing from the client that measures but the machine.
    """
    client = Client(host)
    endless = itertools.cycle(bodies)
    while orders.recv():
        answers: Answers = Counter()
        while not orders.poll():
            case_id, data, media_type = next(endless)
            answers[case_id, client.post(data, media_type)] += 1
        orders.recv()
        orders.send(answers)
    client.close()


def beside(host: str, body: bytes, times: int) -> Beside:
    """Measure the normal client in turns alone and beside the attacks, so that slow moments hit both."""
    bodies = [(case.id, case.body.read_bytes(), case.content_type) for case in cases()]
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    attacker = context.Process(target=attack, args=(host, bodies, theirs), daemon=True)
    attacker.start()
    theirs.close()  # An attacker that dies is then noticed, not waited for.
    client = Client(host)
    alone: list[float] = []
    joined: list[float] = []
    failures: list[int] = []
    answers: Answers = Counter()
    attacked_s = 0.0

    def normal() -> None:
        status = client.post(body, vc.MEDIA_VC)
        if status != 200:
            failures.append(status)

    for _ in range(TURNS):
        each = max(1, times // TURNS)
        alone += milliseconds(normal, each, 0)
        began = time.monotonic()
        ours.send(True)
        joined += milliseconds(normal, each, 0)
        ours.send(False)
        answers += ours.recv()
        attacked_s += time.monotonic() - began
    ours.send(False)
    attacker.join(PATIENCE_S)
    client.close()
    return Beside(alone, joined, answers, attacked_s, len(failures))


def serve_and_attack(times: int) -> Beside:
    """Start the server on a home of its own, attack it, and stop it."""
    with furnished() as world:
        body = _body(world.issue())
        world.toolkit.database.close()
        command = ["-m", "issuer.cli", "serve", "--port", "0", "--workers", str(PROCESSES)]
        with running(world.home, command) as site:
            found = beside(site.url.removeprefix("http://"), body, times)
            site.stop()
    return found


def print_beside(found: Beside, times: int) -> None:
    """Print the two lines, their ratio, and every answer that is the server's own fault."""
    sent = sum(found.answers.values())
    print(f"{times} requests alone and {times} beside, in {TURNS} turns; {PROCESSES} serving processes")
    print(f"{sent} attacks of {len({case_id for case_id, _ in found.answers})} cases", end="")
    print(f" in {found.attacked_s:.0f} s, {sent / found.attacked_s:.0f} in a second")
    figures = {
        name: [percentile(taken, share) for share in (0.5, 0.99)]
        for name, taken in (("alone", found.alone), ("beside the attacks", found.beside))
    }
    rows = [[name, *(f"{figure:.1f}" for figure in pair)] for name, pair in figures.items()]
    quiet, loud = figures.values()
    rows.append(["ratio", *(f"{b / a:.2f}" for a, b in zip(quiet, loud, strict=True))])
    print_table(["normal client", "p50 ms", "p99 ms"], rows)
    statuses: Counter[int] = Counter()
    for (_, status), count in found.answers.items():
        statuses[status] += count
    print(
        "answers to attacks: "
        + ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    )
    for (case_id, status), count in sorted(found.server_errors.items()):
        print(f"  {status} for {case_id}, {count} times")
    print(
        f"5xx to attacks: {sum(found.server_errors.values())}; normal requests that failed: {found.normal_failures}"
    )


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument(
        "--beside", action="store_true", help="the attack corpus in a loop beside normal load"
    )
    arguments = parser.parse_args()
    print_machine()
    print(f"{os.cpu_count()} processors; load of the last minute {os.getloadavg()[0]:.1f}")
    if not arguments.beside:
        print(f"{arguments.times} hot calls of each kind; a pool of {PROCESSES} workers")
        print_table(["input", "KB", "p50 ms", "p99 ms", "per s"], by_kind(arguments.times))
    elif not cases():
        print("NOT RUN: the attack corpus is not present")
    else:
        print_beside(serve_and_attack(arguments.times), arguments.times)


if __name__ == "__main__":
    main()
