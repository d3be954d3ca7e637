"""Check 1.6: is every part of the document covered by what is signed? (JSON-LD safe mode; R9)

A signature over RDF leaves out what its contexts do not define. For such a proof a member that would be
lost makes the document invalid; where the signature is over the text itself (a token, a JCS proof) the
same member is signed, and only a warning says that other software will not know it.
"""

from typing import Final

from issuer.documents import canonical
from issuer.errors import ConformanceError
from issuer.verify.case import Case
from issuer.verify.findings import from_error, passed, skipped
from issuer.verify.report import Caution, Check

CHECK_ID: Final = "nothing_unsigned"
TERM_UNDEFINED: Final = "TERM_UNDEFINED"


def check_lossless(case: Case, *, over_text: bool) -> tuple[Check, Caution | None]:
    """Turn the document into statements in safe mode.

    Args:
        case: the document; its contexts are known ones.
        over_text: whether what is signed is the text itself.
    """
    unsecured = {name: value for name, value in case.document.items() if name != "proof"}
    try:
        canonical.canonical_nquads(unsecured)
    except ConformanceError as exc:
        if not over_text or exc.code == "WORK_LIMIT":
            return from_error(CHECK_ID, exc), None
        words = "Part of it is not defined by the published vocabularies: " + exc.detail
        return skipped(CHECK_ID, "The signature covers the text itself."), Caution(
            TERM_UNDEFINED, words, exc.pointer
        )
    return passed(CHECK_ID, "Nothing in it is left out of what is signed."), None
