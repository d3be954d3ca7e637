"""An assertion of Open Badges 2.0 laid out like a credential of 3.0, so that one page shows both.

For showing only: nothing is judged here and nothing of this form leaves the page. Members follow the table of
Open Badges 3.0 ("from OB 2.0"): badge class to achievement, recipient to subject, `issuedOn` and `expires` to dates.
"""

from issuer.documents.strict_json import Json, JsonObject
from issuer.web.pages.members import at, objects, text


def laid_out(document: JsonObject) -> JsonObject:
    """Return what an assertion says in the members of 3.0; absent members stay absent."""
    badge = next(iter(objects(document, "badge")), {})
    criteria: Json = at(badge, "criteria")
    narrative = criteria.get("narrative") if isinstance(criteria, dict) else None
    hidden = at(document, "recipient", "hashed") is True
    holder = (
        "hidden by a hash; only whoever knows it can compare"
        if hidden
        else text(document, "recipient", "identity")
    )
    made: JsonObject = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": document.get("id"),
        "issuer": _issuer(badge),
        "awardedDate": document.get("issuedOn"),
        "validFrom": document.get("issuedOn"),
        "validUntil": document.get("expires"),
        "evidence": [*objects(document, "evidence")],
        "credentialSubject": {
            "id": holder,
            "achievement": {
                "achievementType": "Badge",
                "name": badge.get("name"),
                "description": badge.get("description"),
                "criteria": {"narrative": narrative},
                "alignment": badge.get("alignment"),
            },
        },
    }
    return made


def _issuer(badge: JsonObject) -> Json:
    issuer = badge.get("issuer")
    return {"id": issuer.get("id"), "name": issuer.get("name")} if isinstance(issuer, dict) else issuer
