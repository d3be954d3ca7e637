"""What a state auditor lists beside credentials: endorsements, what was taken in, reviews, decisions; no names."""

from collections.abc import Iterator
from typing import Any

import pytest

from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services import auditing, endorsements, revocation, sequencer
from issuer.services.auditing import LISTINGS, audit_rows
from issuer.services.auditing.audit_rows import Row
from issuer.services.endorsers import uploads
from issuer.services.pathways import reviews
from issuer.services.principal import OPERATOR, Principal
from issuer.store import Category, SubjectType, UploadRecord
from tests.services.every_kind import Made, make
from tests.services.pathways import worlds as pathways
from tests.services.worlds import START, World, furnished_world

DID = "did:web:badges.demo.example:p:"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    world = furnished_world(tmp_path_factory.mktemp("audited"))
    found = make(world)
    sequencer.run(world.toolkit)
    yield found
    world.toolkit.database.close()


@pytest.fixture
def signed(made: Made) -> World:
    return made.world


def rows(world: World, listing: str, profile: str | None = None) -> list[Row]:
    return list(auditing.export(world.toolkit, OPERATOR, LISTINGS[listing], profile=profile))


def test_an_endorsement_tells_who_said_what_by_whose_hand_under_which_key(made: Made) -> None:
    found = {row["endorsement_id"]: row for row in rows(made.world, "endorsements")}
    document = made.document("endorsement")
    row = found[document["id"]]
    assert tuple(row) == LISTINGS["endorsements"].columns
    key, index = row.pop("key_id"), row.pop("log_index")
    assert key == document["proof"][0]["verificationMethod"]
    with made.world.toolkit.database.reader() as reader:
        assert [leaf.number for leaf in reader.leaves.of_endorsement(document["id"])] == [index]
        known = reader.endorsements.get(document["id"])
    assert row == {
        "endorsement_id": document["id"],
        "endorser_did": f"{DID}pmu",
        "endorser_name": "Prairie Meridian University (demonstration)",
        "subject_id": "https://badges.demo.example/a/sel-01",
        "subject_type": "Achievement",
        "subject_version": "1.0",
        "name": "Reviewed",
        "kind": None,
        "audience": "public",
        "carried": "yes",
        "valid_from": "2026-03-16T12:00:00Z",
        "valid_until": None,
        "status": "valid",
        "status_changed_at": None,
        "status_reason_category": None,
        "issued_at": "2026-03-16T12:00:00Z",
        "issued_by": "operator",
        "withdrawn_by": None,
        "cryptosuite": "eddsa-rdfc-2022",
        "sha256": known.sha256,
    }


def test_values_receipts_decisions_and_reports_are_endorsements_too(signed: World) -> None:
    kinds = {row["kind"]: row["audience"] for row in rows(signed, "endorsements")}
    assert kinds == {
        None: "public",
        "issuer-approval": "public",
        "credit-equivalency": "public",
        "pre-approval": "holder",
        "lane-decision": "holder",
        "verification-report": "holder",
    }
    of_district = rows(signed, "endorsements", "north")
    assert {row["endorser_did"] for row in of_district} == {f"{DID}north"}
    assert len(of_district) == 3


def test_a_decision_tells_what_counted_by_which_rules_and_what_it_used_up(made: Made) -> None:
    (row,) = rows(made.world, "decisions")
    assert tuple(row) == LISTINGS["decisions"].columns
    assert rows(made.world, "decisions", "south") == []
    document = made.document("lane decision")
    assert row["credential_id"] == document["id"]
    assert str(row["decision_id"]).startswith("urn:uuid:")
    told = {
        name: row[name]
        for name in ("district_did", "request_id", "unit", "lane_before", "rules_version", "decided_by")
    }
    assert told == {
        "district_did": f"{DID}north",
        "request_id": "request-1",
        "unit": "quarterHour",
        "lane_before": "BA",
        "rules_version": "v0",
        "decided_by": "operator",
    }
    assert set(str(row["credits_used"]).split("; ")) == {"ME-SEL", *pathways.SEL}
    assert document["credentialSubject"]["id"] in str(row["credentials"])


def test_a_credential_names_its_values_and_the_decision_that_used_it_up(signed: World) -> None:
    (decision,) = rows(signed, "decisions")
    found = {row["title"]: row for row in rows(signed, "credentials")}
    badge = found["Relationship-Centered Classroom Routines"]
    assert badge["recognitions"] == "north:2.0:semesterHour:equivalent"
    assert badge["lane_decisions"] == f"north:2026-04-01:{decision['decision_id']}"
    assert found["Title of SEL-02"]["recognitions"] is None


def test_a_transcript_tells_what_is_inside_and_by_whose_hand(made: Made) -> None:
    (row,) = rows(made.world, "transcripts", "scsc")
    assert tuple(row) == LISTINGS["transcripts"].columns
    document = made.document("transcript")
    assert row["transcript_id"] == document["id"]
    held = [item["id"] for item in document["credentialSubject"]["verifiableCredential"]]
    assert str(row["credentials"]).split("; ") == held
    assert (row["status"], row["issued_by"], row["withdrawn_by"]) == ("valid", "operator", None)
    assert row["subject_pseudonym"] == document["credentialSubject"]["id"]
    assert rows(made.world, "transcripts", "nesc") == []


def test_no_row_names_a_person(signed: World) -> None:
    for listing in LISTINGS:
        assert "Quillfeather" not in str(rows(signed, listing))


def test_pages_follow_each_other_and_restrict_to_who_may_see(
    signed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {listing: rows(signed, listing) for listing in LISTINGS}
    monkeypatch.setattr(audit_rows, "PER_READ", 1)
    assert {listing: rows(signed, listing) for listing in LISTINGS} == whole
    own = Principal(id="staff-8", profiles=frozenset({"north"}))
    for listing in LISTINGS.values():
        assert all(
            tuple(row) == listing.columns
            for row in auditing.export(signed.toolkit, own, listing, profile="north")
        )
        for profile in (None, "south"):
            with pytest.raises(NotAuthorizedError):
                auditing.export(signed.toolkit, own, listing, profile=profile)
        with pytest.raises(NotFoundError):
            auditing.export(signed.toolkit, OPERATOR, listing, profile="nobody")


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("audited"))
    yield made
    made.toolkit.database.close()


def test_a_withdrawn_and_an_ended_endorsement_tell_when_why_and_by_whom(world: World) -> None:
    found = make(world)
    withdrawn, ended = found.document("endorsement")["id"], found.document("credit equivalency")["id"]
    world.clock.forward(days=1)
    hand = Principal(id="staff-9", profiles=frozenset({"pmu"}))
    endorsements.withdraw(world.toolkit, hand, withdrawn, Category.SUPERSEDED, "private words")
    told = {row["endorsement_id"]: row for row in rows(world, "endorsements")}
    row = told[withdrawn]
    assert (row["status"], row["status_reason_category"], row["withdrawn_by"]) == (
        "revoked",
        "superseded",
        "staff-9",
    )
    assert row["status_changed_at"] == "2026-03-17T12:02:00Z"
    assert told[ended]["status"] == "valid"
    assert "private words" not in str(told)


def taken(world: World, number: int, subject_id: str, kind: SubjectType) -> None:
    """Keep what a university signed elsewhere, as `uploads.take` keeps it when it verified."""
    values: dict[str, Any] = {
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}", "credential_id": f"urn:uuid:{number}",
        "issuer": "did:web:university.example", "issuer_name": "University", "subject_id": subject_id,
        "subject_type": kind, "subject_version": None, "name": "Reviewed", "comment": "Words.", "valid_from": START,
        "valid_until": None, "media_type": "application/vc", "body": b"{}", "sha256": f"{number:064}", "carried": "no",
        "received_at": START, "verdict": "valid", "checked_at": START,
    }  # fmt: skip
    with world.toolkit.database.unit("test") as unit:
        unit.endorsement_uploads.add(UploadRecord(**values))


def test_what_was_taken_in_belongs_to_whose_thing_it_is_about(world: World) -> None:
    badge = world.issue().credential.id
    taken(world, 1, "https://badges.demo.example/a/sel-01", SubjectType.ACHIEVEMENT)
    taken(world, 2, f"{DID}nesc", SubjectType.PROFILE)
    taken(world, 3, badge, SubjectType.CREDENTIAL)
    found = rows(world, "taken-endorsements")
    assert [row["owner_did"] for row in found] == [f"{DID}msc", f"{DID}nesc", f"{DID}scsc"]
    assert tuple(found[0]) == LISTINGS["taken-endorsements"].columns
    world.clock.forward(days=1)
    uploads.remove(
        world.toolkit, Principal(id="staff-3", profiles=frozenset({"nesc"})), str(found[1]["upload_id"])
    )
    (row,) = rows(world, "taken-endorsements", "nesc")
    assert (row["removed_by"], row["removed_at"]) == ("staff-3", "2026-03-17T12:00:00Z")
    assert (row["endorser_id"], row["verdict"], row["checked_at"]) == (
        "did:web:university.example",
        "valid",
        "2026-03-16T12:00:00Z",
    )


def test_a_review_tells_what_opened_it_and_who_closed_it(world: World) -> None:
    pathways.furnish_pathways(world)
    parts = [pathways.earn(world, code) for code in pathways.SEL]
    pathways.cycle(world)
    world.clock.forward(days=1)
    fallen = parts[1].credential.id
    revocation.revoke(world.toolkit, OPERATOR, fallen, Category.EVIDENCE_MISATTRIBUTED, "see case 7")
    pathways.cycle(world)
    ((stack, _version),) = pathways.endorsements(world)
    (row,) = rows(world, "reviews", "scsc")
    assert tuple(row) == LISTINGS["reviews"].columns
    assert (row["micro_endorsement_id"], row["certificate_no"]) == (stack.id, stack.certificate_number)
    assert (row["component_id"], row["cause"], row["category"], row["closed_at"]) == (
        fallen,
        "withdrawn",
        "evidence_misattributed",
        None,
    )
    hand = Principal(id="staff-4", profiles=frozenset({"scsc"}))
    reviews.revoke(world.toolkit, hand, stack.id)
    (row,) = rows(world, "reviews")
    assert (row["outcome"], row["decided_by"]) == ("revoked", "staff-4")
    assert rows(world, "reviews", "nesc") == []
