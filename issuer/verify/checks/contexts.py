"""Check 1.4: does `@context` say what everybody reads? (VC Data Integrity section 2.4.1; R1, R2)

The array must be one of the published ones, letter for letter: a holder who may add a context can rename a
member, such as the end of a credential, without touching the signature. Nothing is fetched.
"""

from typing import Final

from issuer.documents import contexts
from issuer.errors import ConformanceError
from issuer.verify.case import Case
from issuer.verify.findings import failed, from_error, passed
from issuer.verify.presented import OPEN_BADGES
from issuer.verify.report import Check

CHECK_ID: Final = "contexts"
_VOCABULARIES: Final = ("ob-", "clr-")


def check_contexts(case: Case) -> Check:
    """Accept only the published context arrays, at the top and in the credentials inside."""
    try:
        profile = contexts.require_known_arrays(case.document, seen=case.seen)
    except ConformanceError as exc:
        return from_error(CHECK_ID, exc)
    if OPEN_BADGES.intersection(case.kinds) and not profile.name.startswith(_VOCABULARIES):
        words = "It calls itself a badge, but its words are not those of Open Badges."
        return failed(CHECK_ID, "CONTEXT_NOT_ALLOWED", words, pointer="/@context")
    return passed(
        CHECK_ID,
        "Its words mean what the published vocabularies say.",
        profile=profile.name,
        dataModel=profile.data_model,
    )
