"""Check 1.6 for signatures over text: does every word belong to the published vocabularies? (R9)

A signature over RDF leaves out what its contexts do not define, so there such a member makes the document
invalid (`proof`). Where the signature is over the text itself (a token, a JCS proof) the member is signed
all the same; a warning says that other software will not know it.
"""

from typing import Final

from issuer.documents import canonical
from issuer.errors import ConformanceError, InputError, WorkersUnavailableError
from issuer.verify.case import Case
from issuer.verify.report import Caution

TERM_UNDEFINED: Final = "TERM_UNDEFINED"


def caution_about_words(case: Case) -> Caution | None:
    """Turn the document into statements in safe mode and say what would be lost; None when nothing is."""
    unsecured = {name: value for name, value in case.document.items() if name != "proof"}
    try:
        canonical.canonical_nquads(unsecured, slow_road=case.slow_road)
    except (InputError, WorkersUnavailableError):
        words = "Whether the published vocabularies define all of it could not be looked up."
        return Caution(TERM_UNDEFINED, words, None)
    except ConformanceError as exc:
        words = "Part of it is not defined by the published vocabularies: " + exc.detail
        return Caution(TERM_UNDEFINED, words, exc.pointer)
    return None
