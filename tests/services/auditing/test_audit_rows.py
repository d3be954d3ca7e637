"""The export for auditors: every column of the format, filled from the record, without names."""

import re

import pytest

from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services import auditing, catalog, revocation, sequencer
from issuer.services.auditing import audit_rows
from issuer.services.principal import OPERATOR, Principal
from issuer.store import Category
from tests.badges import samples
from tests.services.worlds import World


def test_a_row_says_what_is_known_of_one_credential(world: World) -> None:
    stack = samples.stack_record(code="ME-SEL", componentRule={"all": ["SEL-01"]})
    catalog.publish_version(world.toolkit, OPERATOR, "msc", stack)
    issued = world.issue(
        attestation=samples.attested(agreement={"exact": True, "kappa": 0.8}), awarded_at=samples.AWARDED
    )
    sequencer.run(world.toolkit)
    (row,) = auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"])
    assert tuple(row) == audit_rows.COLUMNS
    digest = row.pop("attestation_digest")
    assert re.fullmatch(r"uEi[A-Za-z0-9_-]{44}", str(digest))
    assert str(digest).encode() in (issued.version.body or b"")
    subject, index = row.pop("subject_pseudonym"), row.pop("log_index")
    assert str(subject).encode() in (issued.version.body or b"")
    with world.toolkit.database.reader() as reader:
        leaves = reader.leaves.of_version(issued.credential.id, 1)
    assert [leaf.number for leaf in leaves] == [index]
    key_id = str(row.pop("key_id"))
    assert key_id.encode() in (issued.version.body or b"")
    assert row == {
        "credential_id": issued.credential.id,
        "certificate_no": issued.credential.certificate_number,
        "issuer_did": "did:web:badges.demo.example:p:scsc",
        "issuer_leaid_or_code": "0000-00",
        "issuer_name": "South Central Service Cooperative (demonstration)",
        "parent_org": "Minnesota Service Cooperatives (demonstration)",
        "achievement_id": "https://badges.demo.example/a/sel-01",
        "achievement_version": "1.0",
        "achievement_type": "MicroCredential",
        "title": "Relationship-Centered Classroom Routines",
        "topic": "Social Emotional Learning",
        "component_of": "ME-SEL",
        "components": None,
        "awarded_date": "2026-03-16T12:00:00Z",
        "valid_from": "2026-03-16T12:00:00Z",
        "valid_until": None,
        "status": "valid",
        "status_changed_at": None,
        "status_reason_category": None,
        "credits_suggested": "1",
        "credit_unit": "semester hour",
        "credit_level": "graduate-equivalent",
        "rubric_digest": samples.achievement().rubric_digest(),
        "evidence_count": 2,
        "evidence_types": "video; written analysis",
        "attempts": 1,
        "assessor_pool": "Demonstration Review Council",
        "assessor_ids": "r01 (assessor); r02 (approver)",
        "agreement": "exact true; kappa 0.8",
        "decided_at": "2026-03-14T15:09:26Z",
        "issued_by": "operator",
        "cryptosuite": "eddsa-rdfc-2022",
        "employing_leaid_at_award": None,
        "school_ncesid": None,
        "recognitions": None,
        "lane_decisions": None,
    }
    assert "Quillfeather" not in str(row)


def test_a_row_tells_the_state_of_the_newest_version(world: World) -> None:
    until = world.clock.now.replace(month=4)
    suspended, revoked, expiring, renewed = (world.issue(valid_until=until) for _ in range(4))
    at = world.clock.forward(days=1)
    revocation.suspend(world.toolkit, OPERATOR, suspended.credential.id)
    revocation.revoke(world.toolkit, OPERATOR, revoked.credential.id, Category.FRAUD)
    revocation.reissue(world.toolkit, OPERATOR, renewed.credential.id)
    rows = {
        row["credential_id"]: row
        for row in auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"])
    }
    told = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for issued, state, changed, why in (
        (suspended, "suspended", told, "suspended_pending_review"),
        (revoked, "revoked", told, "fraud"),
        (expiring, "valid", None, None),
        (renewed, "valid", None, None),
    ):
        row = rows[issued.credential.id]
        assert (row["status"], row["status_changed_at"], row["status_reason_category"]) == (
            state,
            changed,
            why,
        )
    assert rows[renewed.credential.id]["valid_from"] == told
    world.clock.forward(days=60)
    (row,) = (
        row
        for row in auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"])
        if row["credential_id"] == expiring.credential.id
    )
    assert (row["status"], row["status_changed_at"]) == ("expired", "2026-04-16T12:00:00Z")


def test_an_export_is_of_one_issuer_or_of_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_rows, "PER_READ", 2)
    for slug in ("scsc", "nesc", "scsc"):
        world.issue(profile=slug)
    own = Principal(id="staff-8", profiles=frozenset({"scsc"}))
    assert len(list(auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"]))) == 3
    assert (
        len(list(auditing.export(world.toolkit, own, auditing.LISTINGS["credentials"], profile="scsc"))) == 2
    )
    for profile in (None, "nesc"):
        with pytest.raises(NotAuthorizedError):
            auditing.export(world.toolkit, own, auditing.LISTINGS["credentials"], profile=profile)
    with pytest.raises(NotFoundError):
        auditing.export(world.toolkit, OPERATOR, auditing.LISTINGS["credentials"], profile="nobody")
