"""The whole record is held against itself; a hand that goes past the laws is found by what it leaves."""

import pytest

from issuer.services import revocation, sequencer, tokens
from issuer.services.auditing import fsck
from issuer.services.auditing.fsck import FsckReport
from issuer.services.principal import OPERATOR
from issuer.store import Category
from tests.badges import samples
from tests.services.worlds import World
from tests.store import shell
from tests.store.fresh import url_of


@pytest.fixture
def working(world: World) -> World:
    """Give an installation with two badges, one of them revoked, a token, and everything numbered."""
    first = world.issue(external_id="a", attestation=samples.attested(externalId="a"))
    second = world.issue(external_id="b", attestation=samples.attested(externalId="b", person="t02"))
    tokens.jwt_form(world.toolkit, first.credential.id)
    revocation.revoke(world.toolkit, OPERATOR, second.credential.id, Category.ISSUED_IN_ERROR)
    sequencer.run(world.toolkit)
    return world


def found(world: World, *, verify: bool = True) -> list[tuple[str, str]]:
    report = fsck.examine(world.toolkit, verify=verify)
    return [(one.table, one.sentence) for one in report.findings]


def tamper(world: World, statement: str) -> None:
    world.toolkit.database.close()
    shell.tamper(url_of(world.home), statement)


def test_a_whole_record_has_no_findings(working: World) -> None:
    steps = []
    report: FsckReport = fsck.examine(working.toolkit, step=lambda: steps.append(1))
    assert report.findings == ()
    assert (report.counts.issued, report.counts.issue_leaves, report.counts.set_bits) == (2, 2, 1)
    assert report.verified == len(steps) == 3
    assert report.lists == 1
    assert fsck.examine(working.toolkit, verify=False).verified == 0


def test_bytes_that_were_changed_do_not_verify(working: World) -> None:
    tamper(
        working, "UPDATE credential_versions SET body = CAST(replace(body, 'evidence', 'evidences') AS BLOB)"
    )
    sentences = [sentence for table, sentence in found(working) if table == "credential_versions"]
    assert "The bytes are not the ones that were issued." in sentences
    assert any(sentence.startswith("It does not verify") for sentence in sentences)
    assert not any("verify" in sentence for _table, sentence in found(working, verify=False))


@pytest.mark.parametrize(
    ("statement", "table", "sentence"),
    [
        ("UPDATE credential_jwts SET token = 'a.b.c'", "credential_jwts", "It does not verify"),
        (
            "UPDATE credential_versions SET status_index = status_index + 1",
            "credential_versions",
            "It names another status slot than the record.",
        ),
        (
            "DELETE FROM status_bits",
            "status_lists",
            "The count of set bits is wrong.",
        ),
        (
            "UPDATE keys SET verification_method = verification_method || 'x'",
            "credential_versions",
            "It is not signed by the key that the record names.",
        ),
        ("UPDATE status_lists SET signed_body = x'00'", "status_lists", "What is published cannot be read"),
    ],
)
def test_a_changed_row_is_found(working: World, statement: str, table: str, sentence: str) -> None:
    fsck.examine(working.toolkit)
    tamper(working, statement)
    assert any(one[0] == table and one[1].startswith(sentence) for one in found(working)), found(working)
