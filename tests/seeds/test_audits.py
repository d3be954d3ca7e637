"""A state agency audits what was issued (SEED-26): the whole demonstration is checked again without a network."""

from collections.abc import Iterator

import pytest

from issuer.ledger.chain import Tampering
from issuer.services import auditing, sequencer, verification
from issuer.services.auditing import audit
from issuer.services.keys import log_key
from issuer.services.principal import OPERATOR
from issuer.services.verification import Options
from tests.demo.small import run_small, small_world
from tests.services.auditing.test_audit import found, tamper
from tests.services.worlds import World

VERDICTS = {"valid": "valid", "revoked": "revoked", "suspended": "suspended", "expired": "expired"}
"""By the state in the export: what checking the signed bytes again must find."""


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = small_world(tmp_path_factory.mktemp("audit"))
    run_small(made)
    yield made
    made.toolkit.database.close()


def test_seed_26_an_auditor_checks_everything_again_and_finds_one_edit_and_one_deletion(demo: World) -> None:
    kept = sequencer.newest_checkpoint(demo.toolkit, "events") or b""
    key = log_key.verifier_keys(demo.toolkit)[1]
    rows = list(auditing.export(demo.toolkit, OPERATOR, auditing.LISTINGS["credentials"]))
    assert len(rows) >= 7
    for row in rows:
        with demo.toolkit.database.reader() as reader:
            newest = reader.credentials.find_newest(str(row["credential_id"]))
        assert newest is not None
        report = verification.check(demo.toolkit, newest.body or b"", options=Options(offline=True))
        assert report.verdict == VERDICTS[str(row["status"])]
        assert str(row["key_id"]) in (newest.body or b"").decode()
    assert audit.verify_events(demo.toolkit, kept=[kept], verifier_key=key).findings == ()

    tamper(
        demo,
        "UPDATE events SET body = replace(body, 'operator', 'somebody') WHERE number = 9",
        "DELETE FROM events WHERE number = 12",
    )
    planted = found(audit.verify_events(demo.toolkit, kept=[kept], verifier_key=key))
    assert planted >= {(9, Tampering.EDITED), (12, Tampering.REMOVED)}
    assert {number for number, _ in planted} <= {9, 10, 12, 13}
