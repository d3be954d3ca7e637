"""Close a review, and keep what the holder must be told (STA-02).

A notice is a row that waits for whoever delivers mail; nothing is sent here.
"""

from datetime import datetime
from typing import Final

from issuer.services.pathways.keeping import Kept
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import NoticeRecord, ReviewOutcome, ReviewRecord, Unit

ON_HOLD: Final = "micro-endorsement.on-hold"
REISSUED: Final = "micro-endorsement.reissued"
WITHDRAWN: Final = "micro-endorsement.withdrawn"


def close(toolkit: Toolkit, principal: Principal, kept: Kept, outcome: ReviewOutcome) -> None:
    """Close the open review of an award and tell its holder; nothing happens when there is none."""
    with toolkit.database.unit("pathways.close_review") as unit:
        review = unit.pathways.find_open_review(kept.award.id)
        if review is None:
            return
        close_in(unit, toolkit, principal, kept, review=review, outcome=outcome)


def close_in(
    unit: Unit,
    toolkit: Toolkit,
    principal: Principal,
    kept: Kept,
    *,
    review: ReviewRecord,
    outcome: ReviewOutcome,
) -> None:
    """Close a review in this unit, with its notice and its event."""
    unit.pathways.close_review(review.id, at=toolkit.clock(), outcome=outcome, by=principal.id)
    kind = REISSUED if outcome is ReviewOutcome.REISSUED else WITHDRAWN
    notify(unit, toolkit, kept, kind, category=review.category)
    record(unit, toolkit, principal, act_of(kept, f"review.{outcome.value}", review))


def notify(
    unit: Unit,
    toolkit: Toolkit,
    kept: Kept,
    kind: str,
    *,
    category: str | None,
    answer_by: datetime | None = None,
) -> None:
    """Keep what the holder of a micro-endorsement must be told, for whoever delivers mail."""
    if kept.credential is None:
        return
    notice = NoticeRecord(
        id=toolkit.randomness.ordered_urn(),
        profile_id=kept.award.profile_id,
        person_id=kept.award.person_id,
        credential_id=kept.credential.id,
        kind=kind,
        category=category,
        created_at=toolkit.clock(),
        answer_by=answer_by,
    )
    unit.pathway_queue.add_notice(notice)


def act_of(kept: Kept, action: str, review: ReviewRecord) -> Act:
    """Return what happened to a review; its object is the micro-endorsement."""
    did = kept.pathway.profile.did
    return Act(action=action, object=review.credential_id, profile=did, category=review.category)
