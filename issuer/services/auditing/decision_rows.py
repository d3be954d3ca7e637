"""One row per lane decision and per review of a micro-endorsement, by pseudonym.

What was decided stands in the record as it was decided; the rows name its unit, lane, rules and the credits
that it used up, and the signed credential by which it travels.
"""

from typing import Any, Final

from issuer.documents import strict_json
from issuer.documents.times import format_time
from issuer.services.auditing.audit_rows import JOIN, Row
from issuer.services.auditing.signed_rows import actor_of
from issuer.services.toolkit import Toolkit
from issuer.store import LaneDecisionRecord, ReviewRecord, Unit

DECISIONS: Final = (
    "decision_id",
    "district_did",
    "district_name",
    "request_id",
    "subject_pseudonym",
    "requested_on",
    "effective_on",
    "hours",
    "unit",
    "lane_before",
    "lane_after",
    "rules_version",
    "credentials",
    "credits_used",
    "digest",
    "decided_at",
    "decided_by",
    "credential_id",
)
REVIEWS: Final = (
    "review_id",
    "issuer_did",
    "micro_endorsement_id",
    "certificate_no",
    "component_id",
    "cause",
    "category",
    "opened_at",
    "answer_by",
    "closed_at",
    "outcome",
    "decided_by",
)


def decisions(
    toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return rows of the decisions of one district or of all after an id, and the id to go on from."""
    with toolkit.database.reader() as reader:
        page = reader.credits.decisions_after(after, district_id=profile_id, limit=limit)
        rows = [_decision(reader, item) for item in page]
    return rows, page[-1].id if len(page) == limit else None


def reviews(
    toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return rows of the reviews of one issuer or of all after an id, and the id to go on from."""
    with toolkit.database.reader() as reader:
        page = reader.pathways.reviews_after(after, profile_id=profile_id, limit=limit)
        rows = [_review(reader, item) for item in page]
    return rows, page[-1].id if len(page) == limit else None


def _decision(reader: Unit, item: LaneDecisionRecord) -> Row:
    district = reader.profiles.get(item.district_id)
    subject = reader.people.find_subject(item.person_id, item.district_id)
    content: dict[str, Any] = strict_json.parse_object(item.body)
    lane: dict[str, Any] = content.get("lane") or {}
    used = [use.code for use in reader.credits.uses_of(item.person_id) if use.decision_id == item.id]
    signed = reader.endorsements.find_by_external_id(item.district_id, f"lane-decision:{item.id}")
    cells: Row = {
        "decision_id": item.id,
        "district_did": district.did,
        "district_name": district.name,
        "request_id": item.external_id,
        "subject_pseudonym": None if subject is None else subject.subject_id,
        "requested_on": item.requested_on,
        "effective_on": item.effective_on,
        "hours": item.hours,
        "unit": content.get("unit"),
        "lane_before": lane.get("from"),
        "lane_after": lane.get("to"),
        "rules_version": content.get("rulesVersion"),
        "credentials": JOIN.join(one["credential"] for one in content["credentials"]),
        "credits_used": JOIN.join(sorted(used)),
        "digest": item.digest,
        "decided_at": format_time(item.decided_at),
        "decided_by": actor_of(reader.events.of_object(item.id), "credit.decided"),
        "credential_id": None if signed is None else signed.id,
    }
    return {column: cells[column] for column in DECISIONS}


def _review(reader: Unit, item: ReviewRecord) -> Row:
    credential = reader.credentials.get(item.credential_id)
    cells: Row = {
        "review_id": item.id,
        "issuer_did": reader.profiles.get(credential.profile_id).did,
        "micro_endorsement_id": credential.id,
        "certificate_no": credential.certificate_number,
        "component_id": item.component_id,
        "cause": item.cause.value,
        "category": item.category,
        "opened_at": format_time(item.opened_at),
        "answer_by": format_time(item.answer_by),
        "closed_at": None if item.closed_at is None else format_time(item.closed_at),
        "outcome": None if item.outcome is None else item.outcome.value,
        "decided_by": item.decided_by,
    }
    return {column: cells[column] for column in REVIEWS}
