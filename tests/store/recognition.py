"""Rows of endorsements, pathways and credit for tests: one of each, beside the small world of `records`."""

from typing import Any

from issuer import store
from issuer.store import Unit
from tests.store.records import LATER, NOW, profile, urn

LIST = urn(50)
ISSUED, PREPARED = urn(51), urn(52)
AWARD, REVIEW, NOTICE = urn(55), urn(56), urn(57)
RULES, VALUE, APPROVAL, DECISION = urn(58), urn(59), urn(60), urn(61)
PARTNER = urn(70)
UPLOAD, INVITATION, ANSWERED = urn(62), urn(63), urn(64)


def endorsement(number: int, **change: Any) -> store.EndorsementRecord:
    values: dict[str, Any] = {
        "id": urn(number), "profile_id": urn(1), "external_id": f"said-{number}", "request_digest": "sha256:00",
        "subject_id": "https://badges.demo.example/a/mc-1", "subject_type": store.SubjectType.ACHIEVEMENT,
        "subject_version": "1.0", "name": "Reviewed", "audience": store.Audience.PUBLIC,
        "state": store.VersionState.PREPARED, "valid_from": NOW, "valid_until": LATER, "status_list_id": LIST,
        "status_index": number, "intent": {"document": {}}, "prepared_at": NOW,
    }  # fmt: skip
    return store.EndorsementRecord(**(values | change))


def statement(number: int, audience: store.Audience) -> store.StatementRecord:
    return store.StatementRecord(f"{number:024}", urn(number), "pre-approval", "1", audience, b"{}", NOW)


def endorse(unit: Unit) -> None:
    """Put a public endorsement that is issued, and one for a holder that is prepared, both with statements."""
    unit.status_lists.add(
        store.StatusListRecord(
            LIST, urn(1), 2, "scsc-2", "revocation", 131_072, NOW, carries=store.Carries.ENDORSEMENTS
        )
    )
    unit.endorsements.prepare(endorsement(51), statement(51, store.Audience.PUBLIC))
    unit.endorsements.finish(
        ISSUED, body=b"{}", key_id=urn(2), context_hashes={"https://x.example": "00"}, issued_at=NOW
    )
    holder = store.Audience.HOLDER
    unit.endorsements.prepare(endorsement(52, audience=holder), statement(52, holder))


def take_in(unit: Unit) -> None:
    """Put an endorsement from elsewhere, and two invitations of which one is answered."""
    about: dict[str, Any] = {
        "subject_id": "https://badges.demo.example/a/mc-1", "subject_type": store.SubjectType.ACHIEVEMENT,
        "subject_version": None,
    }  # fmt: skip
    upload: dict[str, Any] = {
        "id": UPLOAD, "credential_id": "urn:uuid:x", "issuer": "did:web:college.example", "issuer_name": "College",
        "name": "Reviewed", "comment": "Good.", "valid_from": NOW, "valid_until": None, "media_type": "application/vc",
        "body": b"{}", "sha256": "00" * 32, "carried": "no", "received_at": NOW, "verdict": "valid", "checked_at": NOW,
    }  # fmt: skip
    unit.endorsement_uploads.add(store.UploadRecord(**about, **upload))
    for number, row_id in ((1, INVITATION), (2, ANSWERED)):
        asked: dict[str, Any] = {"endorser": "College", "token_hash": bytes([number]) * 32}
        times: dict[str, Any] = {"created_at": NOW, "expires_at": LATER}
        unit.endorsement_uploads.invite(
            store.InvitationRecord(id=row_id, profile_id=urn(1), **about, **asked, **times)
        )
    unit.endorsement_uploads.answer(ANSWERED, answer_id=UPLOAD, at=NOW)


def award(number: int) -> store.PathwayAward:
    return store.PathwayAward(urn(number), urn(1), urn(5), urn(3), f"me-{number}", urn(7), NOW)


def compose(unit: Unit) -> None:
    """Put an award of a micro-endorsement with one component, a partner, a closed review and a notice that was sent."""
    unit.profiles.add(profile(id=PARTNER, slug="nesc", did="did:web:badges.demo.example:p:nesc"))
    unit.pathway_queue.add_partner(urn(1), PARTNER, at=NOW)
    unit.pathways.add_award(award(55))
    unit.pathways.add_parts([store.PartRecord(urn(7), 1, urn(9), 1)])
    unit.pathways.claim(award(55), [urn(9)])
    unit.pathways.open_review(
        store.ReviewRecord(
            REVIEW, AWARD, urn(9), urn(9), store.Cause.SUSPENDED, "suspended_pending_review", NOW, LATER
        )
    )
    unit.pathways.close_review(REVIEW, at=NOW, outcome=store.ReviewOutcome.REISSUED, by="operator")
    unit.pathway_queue.add_notice(
        store.NoticeRecord(NOTICE, urn(1), urn(5), urn(9), "micro-endorsement.on-hold", None, NOW)
    )
    unit.pathway_queue.mark_sent(NOTICE, at=NOW)


def decision(number: int = 61, **change: Any) -> store.LaneDecisionRecord:
    values: dict[str, Any] = {
        "id": urn(number), "district_id": urn(1), "person_id": urn(5), "external_id": f"request-{number}",
        "rules_id": RULES, "requested_on": "2026-03-01", "effective_on": "2026-08-01", "hours": "7.5",
        "lane_changed": 0, "inputs": {}, "body": b"{}", "digest": "sha256:00", "decided_at": NOW,
    }  # fmt: skip
    return store.LaneDecisionRecord(**(values | change))


def use(**change: Any) -> store.CreditUseRecord:
    values = {
        "district_id": urn(1), "person_id": urn(5), "credential_id": urn(9), "code": "MC-1", "decision_id": DECISION,
        "used_on": "2026-03-01",
    }  # fmt: skip
    return store.CreditUseRecord(**(values | change))


def credit(unit: Unit) -> None:
    """Put rules, a value, an approval, employment facts, and a decision that uses one credit up."""
    unit.credits.add_rules(store.LaneRulesRecord(RULES, urn(1), "v1", {}, NOW))
    unit.credits.add_equivalency(store.EquivalencyRecord(VALUE, urn(1), "value-1", urn(3), "1.0", 1, {}, NOW))
    unit.credits.add_preapproval(
        store.PreApprovalRecord(
            APPROVAL, urn(1), urn(5), urn(4), "approval-1", "2026-01-01", "committee", NOW
        )
    )
    unit.credits.set_employment(store.EmploymentRecord(urn(1), urn(5), None, None, "BA", "0", NOW))
    unit.credits.add_decision(decision(), [use()])


def transcript(number: int, **change: Any) -> store.TranscriptRecord:
    values: dict[str, Any] = {
        "id": urn(number), "profile_id": urn(1), "person_id": urn(5), "external_id": f"asked-{number}",
        "request_digest": "sha256:00", "state": store.VersionState.PREPARED, "valid_from": NOW, "valid_until": LATER,
        "status_list_id": LIST, "status_index": number, "prepared_at": NOW,
    }  # fmt: skip
    return store.TranscriptRecord(**(values | change))


def transcribe(unit: Unit) -> None:
    """Put a transcript that is issued, and one that is prepared."""
    unit.transcripts.prepare(transcript(81))
    unit.transcripts.finish(urn(81), body=b"{}", key_id=urn(2), issued_at=NOW)
    unit.transcripts.prepare(transcript(82))


def furnish(unit: Unit) -> None:
    """Put one of each."""
    endorse(unit)
    take_in(unit)
    compose(unit)
    credit(unit)
    transcribe(unit)
