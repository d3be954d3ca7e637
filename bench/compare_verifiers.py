"""What other verifiers say to the attack corpus: one table, every input through every verifier.

    .venv/bin/python -m bench.compare_verifiers [--openbadgeslib PYTHON] [--explain]

Inputs: the cases of the shared corpus that are JSON with an embedded proof and that need no server that
misbehaves, each with its own clock and its own network. Every verifier reads the same bytes and the same
network, runs in a process of its own, and is killed after 10 seconds for one input, which counts as a hang.
"Accepted" means: this document is genuine and current. No verifier gets a list of known issuers.

- ours: `issuer.verify.verify`; accepted is the verdict `valid`.
- `@digitalbazaar/vc`: tests/interop/peer.mjs. Its caller brings the document loader and the status check,
  so ours are used (tests/interop/network.mjs): the list must be proven, by the same issuer, for this purpose.
- openbadgeslib, where asked for: PYTHON makes a virtual environment that is thrown away afterwards, and pip
  installs the package there. It has no parameter for the clock; its clock is replaced from outside. It is asked
  twice: as it comes, which proves only status lists that are tokens, and with the proof of lists not asked for.

It is not a judgment about other kinds of input: tokens, images and presentations are not compared here.
"""

import argparse
import base64
import json
import os
import select
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from bench.timing import print_table
from issuer.clock import utc_now
from issuer.documents.contexts import bundled
from issuer.documents.times import parse_time
from issuer.errors import FetchError
from issuer.verify import Policy, Verdict, verify
from issuer.workers import Pool
from tests.foreign.corpus import CorpusCase, cases, network_of
from tests.interop.conftest import HERE as INTEROP
from tests.interop.conftest import _alone, _install, _node
from tests.places import ROOT

HANG_S = 10.0
STARTED_S = 60.0
OPENBADGESLIB = "openbadgeslib[ldp]==4.6.3"
ACCEPTED, REFUSED, HUNG = "accepted", "refused", "hung"


@dataclass(frozen=True)
class Said:
    """What one verifier said to one input."""

    answer: str
    why: str


class Judge:
    """A verifier in a process of its own: one JSON line in, one JSON line out, started again after a hang."""

    def __init__(self, name: str, command: Sequence[str], greeting: dict[str, Any]) -> None:
        self.name, self._command, self._greeting = name, command, greeting
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def pid(self) -> int | None:
        """The id of its process, None while there is none."""
        return None if self._process is None else self._process.pid

    def judge(self, question: dict[str, Any]) -> Said:
        """Return what it says, or that it hung or died."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            if self._ask(self._greeting, STARTED_S) is None:
                raise RuntimeError(f"{self.name} did not start")
        answer = self._ask({"op": "judge", **question}, HANG_S)
        if answer is None:
            self._end()
            return Said(HUNG, f"it ended or gave no answer in {HANG_S:.0f} s")
        return Said(ACCEPTED if answer.get("verified") else REFUSED, str(answer.get("why", "")))

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("asked before it was started")
        rest = memoryview(json.dumps(question).encode() + b"\n")
        while rest:
            rest = rest[process.stdin.write(rest) or 0 :]
        ends, read = time.monotonic() + seconds, b""
        while not read.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                return None
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                return None
            read += part
        answer: dict[str, Any] = json.loads(read)
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def chosen() -> tuple[CorpusCase, ...]:
    """Return the cases that every verifier of embedded proofs can be asked about."""
    return tuple(case for case in cases() if not case.needs_server and _has_proof(case.body.read_bytes()))


def _has_proof(data: bytes) -> bool:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "proof" in document


def question_of(case: CorpusCase) -> dict[str, Any]:
    """Return a case as one question: its text, its clock, its network as bytes and as documents."""
    fetch = network_of(case)
    raw: dict[str, str] = {}
    documents: dict[str, Any] = {}
    for url in case.network:
        try:
            body = fetch.get(url, max_bytes=1 << 26).body
        except FetchError:
            continue
        raw[url] = base64.b64encode(body).decode()
        try:
            documents[url] = json.loads(body)
        except (ValueError, RecursionError):
            continue
    text = case.body.read_bytes().decode("utf-8", errors="replace")
    return {"id": case.id, "text": text, "now": case.now, "network": documents, "raw": raw}


def serve_ours() -> None:
    """Answer lines with our own verifier, until the input ends."""
    known = {case.id: case for case in cases()}
    with Pool(2) as pool:
        for line in sys.stdin:
            question = json.loads(line)
            if question["op"] != "judge":
                print(json.dumps({"ok": True}), flush=True)
                continue
            case = known[question["id"]]
            report = verify(
                case.body.read_bytes(),
                media_type=case.content_type,
                policy=Policy(now=parse_time(case.now), trust=None),
                fetch=network_of(case),
                workers=pool,
            )
            print(
                json.dumps({"verified": report.verdict is Verdict.VALID, "why": report.sentence}), flush=True
            )


def node_judge() -> Judge:
    """Return `@digitalbazaar/vc`; skips like the tests where Node or its packages are missing."""
    node = _node()
    with _alone():
        _install()
    packages = json.loads((INTEROP / "package.json").read_text(encoding="utf-8"))["dependencies"]
    name = f"@digitalbazaar/vc {packages['@digitalbazaar/vc']}"
    greeting = {"op": "contexts", "documents": dict(bundled())}
    return Judge(name, [node, str(INTEROP / "peer.mjs")], greeting)


@contextmanager
def openbadgeslib_judges(python: str) -> Iterator[list[Judge]]:
    """Make a throw-away environment with openbadgeslib in it; as it comes, and with status lists unproven."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([python, "-m", "venv", home], check=True)
        inside = str(Path(home) / "bin" / "python")
        subprocess.run([inside, "-m", "pip", "install", "-q", OPENBADGESLIB], check=True)
        command = [inside, "-I", str(ROOT / "bench" / "openbadgeslib_judge.py")]
        name, hello = OPENBADGESLIB.replace("==", " "), {"op": "hello"}
        unproven = Judge(f"{name}, lists unproven", [*command, "--unproven-lists"], hello)
        with Judge(name, command, hello) as default, unproven:
            yield [default, unproven]


def rows(found: dict[str, dict[str, Said]], names: Sequence[str]) -> Iterator[list[str]]:
    """Return one row for each group of cases, and one for all."""
    asked = [case for case in chosen() if case.id in found]
    groups = sorted({case.id.split("-")[0] for case in asked})
    for group in [*groups, "all"]:
        members = [case for case in asked if group in {"all", case.id.split("-")[0]}]
        bad = [case.id for case in members if case.verdict != "valid"]
        good = [case.id for case in members if case.verdict == "valid"]
        row = [group, str(len(bad))]
        row += [str(sum(found[case][name].answer == ACCEPTED for case in bad)) for name in names]
        row += [str(len(good))]
        row += [str(sum(found[case][name].answer == REFUSED for case in good)) for name in names]
        row += [str(sum(found[case.id][name].answer == HUNG for case in members)) for name in names]
        yield row


def main() -> None:
    """Ask every verifier about every input and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--openbadgeslib", metavar="PYTHON")
    parser.add_argument(
        "--explain", action="store_true", help="print every case that differs, with the reason"
    )
    parser.add_argument("--serve-ours", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve_ours:
        serve_ours()
        return
    with ExitStack() as open_now:
        command = [sys.executable, "-m", "bench.compare_verifiers", "--serve-ours"]
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        name = f"Mintmark {project['version']}"
        judges = [open_now.enter_context(Judge(name, command, {"op": "hello"}))]
        try:
            judges.append(open_now.enter_context(node_judge()))
        except pytest.skip.Exception as exc:
            print(f"NOT RUN: @digitalbazaar/vc ({exc})")
        if arguments.openbadgeslib:
            judges += open_now.enter_context(openbadgeslib_judges(arguments.openbadgeslib))
        found: dict[str, dict[str, Said]] = {}
        for case in chosen():
            question = question_of(case)
            found[case.id] = {judge.name: judge.judge(question) for judge in judges}
            right = ACCEPTED if case.verdict == "valid" else REFUSED
            for name, said in found[case.id].items():
                if arguments.explain and said.answer != right:
                    print(
                        f"{case.id} ({case.title}; expected {case.verdict}): {name} {said.answer} {said.why}"
                    )
    names = [judge.name for judge in judges]
    print(
        f"{len(found)} inputs; {utc_now():%Y-%m-%d}; "
        + "; ".join(f"{n + 1} = {name}" for n, name in enumerate(names))
    )
    places = range(1, len(names) + 1)
    headings = ["group", "bad", *(f"accepted by {n}" for n in places), "good"]
    headings += [f"refused by {n}" for n in places] + [f"hangs of {n}" for n in places]
    print_table(headings, list(rows(found, names)))


if __name__ == "__main__":
    main()
