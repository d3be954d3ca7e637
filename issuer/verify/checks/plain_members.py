"""Check 1.0: is every member a plain one? (security.md rules 2 and 3; JSON-LD 1.1 section 9)

JSON-LD can say the same statements in many shapes: a part moved elsewhere by a keyword, a member spelled as
an address or by the name of a class, a context of its own inside, a node named by a blank label, a type named
twice. A reader of the JSON and a reader of the statements would then see two documents. None of it belongs
into a credential, so this comes first, also for signatures over text.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from issuer.documents import contexts
from issuer.documents.strict_json import Json
from issuer.documents.survey import Survey
from issuer.terms import vc
from issuer.verify.case import Case
from issuer.verify.findings import failed, passed
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "plain_members"
_OWN_CONTEXT: Final = frozenset({"endorsement", "verifiableCredential", "proof"})
_IDS: Final = frozenset({"id", "@id"})


def check_plain_members(case: Case) -> Check:
    """Refuse keywords, addresses as names, contexts in parts and blank node labels."""
    shapes = [] if _is_plain(case.seen) else list(_odd(case.document, "", "", top=True))
    blank = next((pointer for pointer, code in shapes if code == "MALFORMED_VALUE_ERROR"), None)
    if blank is not None:
        words = "A part of it has a type twice, or is named by a label that means nothing outside."
        return failed(CHECK_ID, "MALFORMED_VALUE_ERROR", words, means=Verdict.MALFORMED, pointer=blank)
    if shapes:
        pointer, code = shapes[0]
        words = "A member changes how the document is read, so that two readers could see two documents."
        return failed(CHECK_ID, code, words, pointer=pointer[:200])
    return passed(CHECK_ID, "It is written in one plain way only.")


def _is_plain(seen: Survey) -> bool:
    """Say whether nothing can be odd: every name is a term that is no class, and no value is odd. Most are so."""
    return not seen.has_odd_value and seen.names <= _plain_terms()


@cache
def _plain_terms() -> frozenset[str]:
    return contexts.plain_names() - contexts.class_names()


def _names_twice(value: Json) -> bool:
    names = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return len(set(names)) < len(names)


def _odd(value: Json, name: str, pointer: str, *, top: bool = False) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _odd(item, name, f"{pointer}/{number}")
    if not isinstance(value, dict):
        return
    for member, item in value.items():
        place = f"{pointer}/{member.replace('~', '~0').replace('/', '~1')}"
        if member == "@context":
            if not top and name not in _OWN_CONTEXT:
                yield place, "CONTEXT_NOT_ALLOWED"
            continue
        # Texts with their language; the next check says where they may stand.
        is_odd = (member.startswith("@") and member not in vc.TEXT_KEYWORDS) or ":" in member
        if is_odd or member in contexts.class_names():
            yield place, "DATA_LOSS_DETECTION_ERROR"
        if member in _IDS and isinstance(item, str) and item.startswith("_:"):
            yield place, "MALFORMED_VALUE_ERROR"
        if member == "type" and _names_twice(item):
            yield place, "MALFORMED_VALUE_ERROR"
        yield from _odd(item, member, place)
