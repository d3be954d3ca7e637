"""The attack corpus as a test sees it: every case with its bytes, its clock and its network."""

import base64
import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from issuer.documents.times import parse_time
from issuer.errors import FetchError
from issuer.fetch import MAX_BYTES, Fetch, Fetched, FileFetch, MappedFetch, read_network
from issuer.verify import Policy, Report, trust_list_of, verify
from issuer.workers import InProcess
from tests.places import SHARED_DATA

FOLDER: Final = SHARED_DATA / "attack-corpus"
LIST_URL: Final = "https://issuer.example/status/1"
POLICY_VERDICTS: Final = {"indeterminate-policy:valid-only-if-issuer-proof": "valid"}
"""SIG-32 names the policy that was decided since: the issuer's proof holds, the other one claims nobody."""


@dataclass(frozen=True)
class CorpusCase:
    """One case of the catalogue."""

    id: str
    title: str
    body: Path
    content_type: str
    now: str
    network: dict[str, Any]
    trusted: list[str]
    verdict: str
    codes: frozenset[str]
    warnings: frozenset[str]
    needs_server: bool


@cache
def cases() -> tuple[CorpusCase, ...]:
    """Return every case of the catalogue, none where the shared data is absent."""
    path = FOLDER / "catalog.json"
    if not path.exists():
        return ()
    catalog = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        CorpusCase(
            id=item["id"],
            title=item["title"],
            body=FOLDER / item["body"],
            content_type=item["contentType"],
            now=item["now"],
            network={**catalog["baseNetwork"], **item["networkOverrides"]},
            trusted=catalog["trustedIssuers"],
            verdict=POLICY_VERDICTS.get(item["expect"]["verdict"], item["expect"]["verdict"]),
            codes=frozenset(item["expect"]["codes"]),
            warnings=frozenset(item["expect"].get("warnings", ())),
            needs_server=item["needsServer"],
        )
        for item in catalog["cases"]
    )


class ServerMisbehaves:
    """A status list server that misbehaves; what the guarded fetcher then says is tried in tests/fetch."""

    def __init__(self, inner: Fetch, code: str) -> None:
        self._inner, self._code = inner, code

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        if url == LIST_URL:
            raise FetchError("the server misbehaves", code=self._code)
        return self._inner.get(url, accept=accept, max_bytes=max_bytes)


def network_of(case: CorpusCase) -> Fetch:
    """Return the network of a case; ST-11 names a bomb that is made here."""
    entries = dict(case.network)
    generated = {
        url: entry for url, entry in entries.items() if entry and str(entry[1]).startswith("GENERATE:")
    }
    plain = FileFetch(
        read_network({url: e for url, e in entries.items() if url not in generated}, base=FOLDER / "net")
    )
    if generated:
        bomb = MappedFetch(dict.fromkeys(generated, ("application/vc", _bomb())))
        return _Either(bomb, plain, frozenset(generated))
    if case.needs_server:
        return ServerMisbehaves(plain, "FETCH_BLOCKED" if "FETCH_BLOCKED" in case.codes else "FETCH_FAILED")
    return plain


class _Either:
    def __init__(self, first: Fetch, second: Fetch, urls: frozenset[str]) -> None:
        self._first, self._second, self._urls = first, second, urls

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        chosen = self._first if url in self._urls else self._second
        return chosen.get(url, accept=accept, max_bytes=max_bytes)


@cache
def _bomb() -> bytes:
    """Return the list of CTL-01 with 1 GiB of zeros in it, as little text as gzip makes of them."""
    genuine = next(case for case in cases() if case.id == "CTL-01").network[LIST_URL][1]
    document = json.loads((FOLDER / "net" / genuine).read_bytes())
    packed = b"".join(_zeros())
    encoded = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    document["credentialSubject"]["encodedList"] = "u" + encoded
    return json.dumps(document).encode()


def _zeros() -> list[bytes]:
    # 1024 members of 1 MiB each unpack to one GiB in readers that join members.
    return [gzip.compress(bytes(1024 * 1024), mtime=0)] * 1024


def judge(case: CorpusCase) -> Report:
    """Verify one case."""
    return verify(
        case.body.read_bytes(),
        media_type=case.content_type,
        policy=Policy(now=parse_time(case.now), trust=trust_list_of([*case.trusted])),
        fetch=network_of(case),
        workers=InProcess(),
    )


def codes_of(report: Report) -> set[str]:
    """Return every code that a report names, and the cause behind each."""
    found = {check.code for check in report.checks if check.code} | {item.code for item in report.warnings}
    return found | {str(check.evidence["cause"]) for check in report.checks if "cause" in check.evidence}
