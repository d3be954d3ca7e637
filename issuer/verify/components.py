"""The components that a micro-endorsement names: each with the digest of its exact bytes, and how it stands.

A component is a piece of evidence of genre "OpenBadgeCredential" whose id and digest a `relatedResource`
binds (open-badges-3.md section 5b). How it stands can be said only where its issuer's record is at hand,
here; a verifier elsewhere asks the holder for the component itself. Nothing here changes the verdict: a
micro-endorsement has a status of its own, which its issuer keeps.
"""

from typing import Final

from issuer.verify.case import Case, objects, text_of
from issuer.verify.component_report import ComponentReport
from issuer.verify.policy import Components

GENRE: Final = "OpenBadgeCredential"
MOST: Final = 100
NOT_KNOWN: Final = "Only its issuer can say how it stands; ask the holder for the component itself."


def components_of(case: Case) -> tuple[ComponentReport, ...]:
    """Return every component that a genuine credential names, in its order."""
    known = case.policy.components
    bound = {
        text_of(item, "id"): text_of(item, "digestMultibase")
        for item in objects(case.document.get("relatedResource"))
    }
    if not bound:
        return ()
    found = []
    for item in objects(case.document.get("evidence"))[:MOST]:
        identifier, digest = text_of(item, "id"), text_of(item, "digestMultibase")
        if text_of(item, "genre") == GENRE and identifier and digest and bound.get(identifier) == digest:
            found.append(_component(known, identifier, text_of(item, "name") or "", digest))
    return tuple(found)


def _component(known: Components | None, identifier: str, name: str, digest: str) -> ComponentReport:
    standing = None if known is None else known.component(identifier, digest)
    if standing is None:
        return ComponentReport(identifier, name, digest, None, NOT_KNOWN)
    return ComponentReport(identifier, name, digest, standing.status, standing.sentence)
