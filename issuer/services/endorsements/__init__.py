"""EndorsementCredentials of our profiles: issued by the two-commit road, with a statement for machines.

How to use it from another feature:

    issued = endorsements.issue(toolkit, principal, IssueEndorsement(
        profile="district-0000",                    # who says it, and signs
        external_id=f"decision:{decision_id}",      # asking again gives the same endorsement
        subject=Subject(credential_id, SubjectType.CREDENTIAL),   # or ACHIEVEMENT, or PROFILE
        name="Lane decision",
        comment="Counts as 3 semester hours toward lane BA+30.",
        statement=Statement("lane-decision", {"hours": "3", ...}),
    ))
    issued.credential_id, issued.body, issued.is_new

The statement gets the members `type`, `version` and `schema`, is written canonically (RFC 8785), stored with the
endorsement, and bound by `relatedResource` {id, digestMultibase, mediaType}. It is served at its id, which nobody can
guess. To add a kind: write `schemas/statements/<kind>-<version>.json` (with one of `examples`, closed, with
`type` and `version` as constants), and add its row to `badges.statements.KINDS`; `is_personal=True` for what
holds a person's facts. That makes the endorsement one for the holder: in no list, on no page, and its
statement can be erased (`statements.erase`). Amounts are text ("1.5"), moments are written as in credentials.

A verifier shows a statement only when the digest and the schema match; `Report.statements` says which.
Further documents are bound with `related=(Related(id, digest_multibase, media_type), ...)`.
`withdraw(toolkit, principal, credential_id, category, details)` sets the status bit. `reading` tells what was said about
a thing and whether it stood at a moment. Invitations, and what others signed elsewhere: `services.endorsers`.
What a crash leaves behind, `services.sweep` gives up.
"""

from issuer.badges.endorsement import Related
from issuer.services.endorsements.commands import (
    IssuedEndorsement,
    IssueEndorsement,
    Statement,
    Subject,
)
from issuer.services.endorsements.issue import issue
from issuer.services.endorsements.withdrawal import withdraw

__all__ = [
    "IssueEndorsement",
    "IssuedEndorsement",
    "Related",
    "Statement",
    "Subject",
    "issue",
    "withdraw",
]
