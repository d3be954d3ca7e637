"""Every fixture of the official validator gets one of the verdicts that a strict verifier may give.

The network is what a resolver would return for the fixtures' issuers, made from the keys that they name.
"""

import json
from functools import cache
from typing import Any, Final

import pytest

from issuer.dids import did_web_url
from issuer.documents.times import parse_time
from issuer.fetch import MappedFetch
from issuer.verify import Policy, Report, Verdict, verify
from issuer.workers import InProcess
from tests.places import SHARED_DATA, shared

pytestmark = pytest.mark.foreign

FOLDER: Final = SHARED_DATA / "fixtures-1edtech"


@cache
def expected() -> dict[str, Any]:
    path = FOLDER / "expected.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


@cache
def network() -> MappedFetch:
    stub = json.loads(shared("fixtures-1edtech", "resolver-stub.json").read_text(encoding="utf-8"))
    documents = {
        did_web_url(name) if name.startswith("did:web:") else name: json.dumps(document).encode()
        for name, document in stub["controllerDocuments"].items()
    }
    for url, document in stub["revocationLists"].items():
        documents[url] = json.dumps(document).encode()
    for url, file in stub["urls"].items():
        documents[url] = (FOLDER / file.removeprefix("fixtures/")).read_bytes()
    return MappedFetch({url: ("application/json", body) for url, body in documents.items()})


def judge(name: str) -> Report:
    return verify(
        (FOLDER / name).read_bytes(),
        policy=Policy(now=parse_time(expected()[name]["now"])),
        fetch=network(),
        workers=InProcess(),
    )


def test_the_fixtures_are_there() -> None:
    shared("fixtures-1edtech", "expected.json")
    assert len(expected()) == 28


@pytest.mark.parametrize("name", sorted(expected()))
def test_the_verdict_is_an_expected_one(name: str) -> None:
    report = judge(name)
    assert report.verdict.value in expected()[name]["verdict"], (expected()[name]["note"], report.checks)


def test_every_credential_inside_the_transcript_is_judged_by_itself() -> None:
    shared("fixtures-1edtech", "expected.json")
    report = judge("clr20/simple.json")
    assert report.kind == "transcript"
    assert [part.report.verdict for part in report.parts] == [Verdict.VALID] * len(report.parts)
    assert report.parts
