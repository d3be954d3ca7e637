"""The attack corpus's server behaviours: the whole verifier against a real server that misbehaves.

Only the status list comes from that server; the other documents of a case come from its folder.
"""

import gzip
import json
import time
from collections.abc import Sequence

import pytest

from issuer.documents.times import parse_time
from issuer.fetch import MAX_BYTES, CachingFetch, Fetch, Fetched, FileFetch, GuardedFetch, read_network
from issuer.verify import Policy, Report, Verdict, trust_list_of, verify
from issuer.workers import InProcess
from tests.fetch.servers import drip, ok, plain, with_length
from tests.fetch.tls_server import Authority, Say, serving
from tests.foreign.corpus import FOLDER, LIST_URL, CorpusCase, cases, codes_of
from tests.places import shared

pytestmark = [pytest.mark.foreign, pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


class ListFromServer:
    """Sends the address of the list to the guarded fetcher and answers the rest from files."""

    def __init__(self, server: Fetch, files: Fetch) -> None:
        self._server, self._files = server, files

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        chosen = self._server if url == LIST_URL else self._files
        return chosen.get(url, accept=accept, max_bytes=max_bytes)


def case_of(case_id: str) -> CorpusCase:
    shared("attack-corpus", "catalog.json")
    return next(case for case in cases() if case.id == case_id)


def genuine_list() -> bytes:
    return (FOLDER / "net" / str(case_of("CTL-01").network[LIST_URL][1])).read_bytes()


def judge(
    case: CorpusCase, authority: Authority, say: Say, answers: Sequence[Sequence[str]] = (["127.0.0.1"],)
) -> list[Report]:
    """Verify the case once for each answer of its resolver."""
    rest = iter(answers)
    files = FileFetch(read_network(case.network, base=FOLDER / "net"))
    with serving(authority.server(), say) as server:
        guarded = GuardedFetch(
            timeout_s=1,
            allow_loopback_for_tests=True,
            resolve=lambda _: next(rest),
            tls=authority.client(),
            port=server.port,
        )
        return [
            verify(
                case.body.read_bytes(),
                media_type=case.content_type,
                policy=Policy(now=parse_time(case.now), trust=trust_list_of([*case.trusted])),
                fetch=ListFromServer(CachingFetch(guarded), files),
                workers=InProcess(),
            )
            for _ in answers
        ]


def keys() -> bytes:
    key = {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "kid": "k" * 60}
    return json.dumps({"keys": [key] * 10_000}).encode()


def says(case_id: str) -> Say:
    body = genuine_list()
    return {
        "NET-48": plain(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
        "NET-53": drip(with_length(body), every=0.1),
        "NET-55": plain(with_length(gzip.compress(body + b" " * 50_000_000), "Content-Encoding: gzip")),
        "NET-56": plain(ok(body + b" " * 100_000, f"Content-Length: {len(body)}")),
        "NET-62": plain(with_length(keys())),
    }[case_id]


@pytest.mark.parametrize("case_id", ["NET-48", "NET-53", "NET-55", "NET-56", "NET-62"])
def test_a_server_that_misbehaves_leaves_the_status_unknown(authority: Authority, case_id: str) -> None:
    case = case_of(case_id)
    started = time.monotonic()
    (report,) = judge(case, authority, says(case_id))
    assert time.monotonic() - started < 5
    assert (report.verdict, case.verdict) == (Verdict.INDETERMINATE, "indeterminate")
    assert case.codes & codes_of(report)


def test_the_same_road_ends_well_for_a_server_that_behaves(authority: Authority) -> None:
    for case_id in ("CTL-01", "NET-48"):
        (report,) = judge(case_of(case_id), authority, plain(with_length(genuine_list())))
        assert report.verdict is Verdict.VALID


def test_a_name_that_changes_its_mind_is_blocked_from_then_on(authority: Authority) -> None:
    case = case_of("NET-51")
    answers = (["127.0.0.1"], ["10.0.0.1"])
    before, after = judge(case, authority, plain(with_length(genuine_list())), answers)
    assert before.verdict is Verdict.VALID
    assert after.verdict is Verdict.INDETERMINATE
    assert case.codes & codes_of(after)
