"""Verifying goes in turn, and nobody waits for a slow host of somebody else."""

import threading
from pathlib import Path

from issuer.documents import strict_json
from issuer.errors import FetchError
from issuer.fetch import Fetched
from issuer.services import verification
from issuer.verify import Verdict
from tests.papers import credential
from tests.services.worlds import empty_world
from tests.strangers import BEFORE
from tests.worlds import Issuer, sign


def test_a_verification_steps_aside_while_it_waits_for_the_network(tmp_path: Path) -> None:
    passed = threading.Event()

    class Slow:
        def get(self, url: str, *, accept: str = "*/*", max_bytes: int = 0) -> Fetched:
            del accept, max_bytes
            thread = threading.Thread(target=pass_through, daemon=True)
            thread.start()
            assert passed.wait(10)
            raise FetchError(f"{url} does not answer.")

    slow_world = empty_world(tmp_path, elsewhere=Slow())
    toolkit = slow_world.toolkit

    def pass_through() -> None:
        with toolkit.lane.taken():
            passed.set()

    issuer = Issuer("did:web:elsewhere.example")
    badge = sign(credential(issuer, validFrom=BEFORE, awardedDate=BEFORE), issuer.key(), created=BEFORE)
    report = verification.check(toolkit, strict_json.encode(badge))
    assert report.verdict is Verdict.INDETERMINATE
    assert passed.is_set()
    toolkit.database.close()
