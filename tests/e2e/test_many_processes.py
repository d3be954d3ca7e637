"""Two sites of two processes each and a worker, on one database: what one of them did, all the others know.

Nothing is sent from one process to another but by the record, so this is how several machines stand to each other.
"""

import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from issuer import store
from issuer.clock import utc_now
from issuer.services import api_keys, sequencer
from issuer.services.api_keys import Scope
from issuer.services.auditing import fsck
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.e2e.sites import Site, environment, running
from tests.places import ROOT
from tests.services.batches import sheets
from tests.services.worlds import World, empty_world, furnish
from tests.store.fresh import fresh_file_url

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

SERVE = ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "2", "--threads", "4"]
AWARDS, CALLERS, PATIENCE_S = 1200, 8, 60


@dataclass(frozen=True)
class Sites:
    """Two sites on one database, and the key of a caller."""

    world: World
    url: str
    sites: tuple[Site, Site]
    key: str

    def ask(
        self, place: int, method: str, path: str, body: Any = None, kind: str = "application/json"
    ) -> Any:
        """Ask one of the sites, again when it says that the database did not answer; return status and object."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        address = f"{self.sites[place % 2].url}/api/v1{path}"
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        request = Request(address, data=data, method=method, headers=headers)  # noqa: S310  (our own server)
        for left in reversed(range(10)):
            try:
                with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310  (our own server on loopback)
                    return answer.status, json.loads(answer.read())
            except HTTPError as refused:
                if refused.code != 503 or not left:
                    return refused.code, json.loads(refused.read())
        raise AssertionError


@pytest.fixture(params=["sqlite", "postgresql"])
def sites(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sites]:
    server = None if request.param == "sqlite" else request.getfixturevalue("postgresql")
    url = fresh_file_url(tmp_path) if server is None else server.fresh()
    world = empty_world(tmp_path, database=store.open_database(url))
    furnish(world.toolkit)
    sheets.register(world.toolkit, AWARDS)
    world.clock.now = utc_now()
    # A key that audits changes nothing, so it is not one of those.
    scopes = tuple(scope for scope in Scope if scope is not Scope.AUDIT_READ)
    key = api_keys.new(world.toolkit, OPERATOR, "scsc", label="Test", scopes=scopes).token
    with ExitStack() as stack:
        settings = {"MINTMARK_DATABASE_URL": url}
        two = [stack.enter_context(running(tmp_path, SERVE, settings=settings)) for _ in range(2)]
        yield Sites(world, url, (two[0], two[1]), key)
        assert [site.stop() for site in two] == [0, 0]
    world.toolkit.database.close()
    if server is not None:
        server.drop(url)


def test_what_one_process_did_all_the_others_know(sites: Sites) -> None:
    record = samples.attested(externalId="one", person="p00001")
    order = {"externalId": "one", "attestation": record}

    # Many callers ask all processes for one award: one of them issues it.
    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(lambda n: sites.ask(n, "POST", "/credentials", order), range(CALLERS * 2)))
    assert Counter(status for status, _ in answers) == {201: 1, 200: CALLERS * 2 - 1}
    (credential,) = {answer["id"] for _, answer in answers}

    # A file that one site reads and the other confirms is issued by all of them and a worker beside.
    text = sheets.sheet(*(sheets.cells(n, attempt="2") for n in range(1, AWARDS + 1))).encode()
    status, batch = sites.ask(0, "POST", "/batches?achievement=SEL-01&name=a.csv", text, "text/csv")
    assert (status, batch["state"], batch["total"]) == (201, "ready", AWARDS)
    path = f"/batches/{batch['id']}"
    assert sites.ask(1, "POST", f"{path}/confirm", {})[0] == 200
    worker = subprocess.Popen(
        [sys.executable, "-m", "issuer.cli", "worker", "--batch", batch["id"]],
        cwd=ROOT,
        env=environment(sites.world.home) | {"MINTMARK_DATABASE_URL": sites.url},
    )
    deadline = time.monotonic() + 2 * PATIENCE_S
    for place in itertools.count():
        done = sites.ask(place, "GET", path)[1]
        if done["state"] == "done" or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    assert worker.wait(PATIENCE_S) == 0
    assert (done["state"], done["counts"]["issued"]) == ("done", AWARDS)

    # What one site withdraws is withdrawn at the other at once.
    assert sites.ask(0, "POST", f"/credentials/{credential}/revoke", {"category": "fraud"})[0] == 200
    for place in range(4):
        assert sites.ask(place, "GET", f"/credentials/{credential}")[1]["state"] == "revoked"

    sites.world.clock.now = utc_now()
    sequencer.run(sites.world.toolkit)
    report = fsck.examine(sites.world.toolkit)
    assert report.findings == ()
    counts = report.counts
    assert (counts.credentials, counts.issued, counts.issue_leaves) == (AWARDS + 1,) * 3
    assert (counts.slots, counts.set_bits, counts.prepared) == (AWARDS + 1, 1, 0)
