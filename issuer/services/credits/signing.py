"""The signed form of a lane decision: an EndorsementCredential that travels with the teacher (CRD-07).

It is about the first credential that was decided on, binds every other one by its digest, and says the
whole decision in its statement. It is for the holder: in no list, and its statement can be erased.
"""

from typing import Any

from issuer.badges.digests import digest_multibase
from issuer.documents import strict_json
from issuer.documents.times import format_time
from issuer.services import endorsements, people
from issuer.services.credits import statements
from issuer.services.endorsements import IssuedEndorsement, IssueEndorsement, Related, Subject
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import LaneDecisionRecord, SubjectType
from issuer.terms import vc


def sign(toolkit: Toolkit, principal: Principal, row: LaneDecisionRecord) -> IssuedEndorsement | None:
    """Return the signed decision, issued now where it is not yet; None where it is about no credential.

    Raises:
        KeyUnavailableError: the district has no active key.
        SigningError: the signed decision did not verify; nothing was released.
    """
    content: dict[str, Any] = strict_json.parse_object(row.body)
    ids = [item["credential"] for item in content["credentials"]]
    if not ids:
        return None
    with toolkit.database.unit("credits.subject") as unit:
        district = unit.profiles.get(row.district_id)
        known = unit.endorsements.find_by_external_id(district.id, f"lane-decision:{row.id}")
        if known is not None and known.body is not None:
            return IssuedEndorsement(known, is_new=False)
        person = unit.people.get(row.person_id)
        subject = people.ensure_subject(unit, toolkit, person, district).subject_id
        newest = [unit.credentials.find_newest(id_) for id_ in ids]
    related = [
        Related(item.credential_id, digest_multibase(item.body), vc.MEDIA_VC)
        for item in newest
        if item is not None and item.body is not None
    ]
    facts = {
        **statements.without_nulls(content),
        "decision": row.id,
        "district": district.did,
        "subject": subject,
        "decidedAt": format_time(row.decided_at),
    }
    return endorsements.issue(
        toolkit,
        principal,
        IssueEndorsement(
            profile=district.slug,
            external_id=f"lane-decision:{row.id}",
            subject=Subject(ids[0], SubjectType.CREDENTIAL),
            name="Salary-lane decision",
            comment=" ".join([f"{district.name} decided:", *content["summary"]]),
            statement=statements.statement(statements.DECISION, facts),
            related=tuple(related),
        ),
    )
