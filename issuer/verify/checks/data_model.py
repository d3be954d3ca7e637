"""Checks 1.1 to 1.3: is this document what its types say? (OB 3.0 section 9.1 step 1; R1-R37)

1.1 `data_model`: it fits our read schema of every kind that it claims to be, its dates are in order, its
status entries can be read, and no two of its objects contradict each other under one id. 1.2 `badge_type`:
a document under an Open Badges context is one of its credentials. 1.3 `declared_schema`: a document that
names the published schema and breaks it is invalid by its own word, not unreadable.
Not here: whether the address of a status list may be asked (`status_address`), and what the content means.
"""

import re
from collections.abc import Iterator
from typing import Final

from issuer import status
from issuer.documents import nodes, schemas
from issuer.documents.contexts import ALLOWED_ARRAYS
from issuer.documents.schemas import Violation
from issuer.errors import ConformanceError, StatusError
from issuer.terms import status as terms
from issuer.verify.case import Case, moment_or_none, objects, text_of
from issuer.verify.checks.mentions import is_text_signed
from issuer.verify.findings import as_sentence, failed, passed, skipped
from issuer.verify.presented import Kind
from issuer.verify.report import Check, Verdict

DATA_MODEL: Final = "data_model"
BADGE_TYPE: Final = "badge_type"
DECLARED_SCHEMA: Final = "declared_schema"
MAX_ENTRIES: Final = 8
DECLARATION: Final = "1EdTechJsonSchemaValidator2019"

SCHEMA_OF: Final = {
    Kind.PRESENTATION: "read/presentation",
    Kind.STATUS_LIST: "read/status-list",
    Kind.TRANSCRIPT: "read/clr",
    Kind.ENDORSEMENT: "read/endorsement",
    Kind.BADGE: "read/credential",
    Kind.CREDENTIAL: "read/vc",
}
_SHOWN: Final = 5
_PUBLISHED: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/",
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/",
)
_STATUS_ADDRESS: Final = re.compile(r"/credentialStatus(?:/([0-9]+))?/(statusListCredential|id)")
_VALUE_RULES: Final = frozenset({"pattern", "format", "not", "merge", "order"})


def check_data_model(case: Case) -> Check:
    """Hold the document against the schemas of its kinds and the rules that no schema can say."""
    violations = list(_violations(case))
    declared = case.kind is not Kind.PRESENTATION and _declares_schema(case)
    if not violations:
        return passed(
            DATA_MODEL, "It is built as the standard asks.", schemas=[SCHEMA_OF[k] for k in case.kinds]
        )
    first = violations[0]
    return failed(
        DECLARED_SCHEMA if declared else DATA_MODEL,
        code_of(first),
        "It is not built as "
        + ("the schema asks that it names itself: " if declared else "the standard asks: ")
        + as_sentence(
            "; ".join(f"{item.pointer or 'document'}: {item.message}" for item in violations[:_SHOWN])
        ),
        means=Verdict.INVALID if declared else Verdict.MALFORMED,
        pointer=first.pointer,
        violations=[f"{item.pointer}: {item.message}" for item in violations],
    )


def check_badge_type(case: Case) -> Check:
    """Refuse a credential that uses the Open Badges vocabulary and is none of its credentials."""
    context = case.document.get("@context")
    profile = ALLOWED_ARRAYS.get(tuple(map(str, context))) if isinstance(context, list) else None
    if profile is not None and profile.name.startswith("ob-") and case.kinds == (Kind.CREDENTIAL,):
        return failed(
            BADGE_TYPE,
            "SCHEMA_VIOLATION",
            "It is neither a badge nor an endorsement, though it uses the words of Open Badges.",
            pointer="/type",
        )
    name = case.kind.value.replace("_", " ")
    article = "an" if name.startswith(tuple("aeiou")) else "a"
    return passed(BADGE_TYPE, f"It is {article} {name}.", types=_types(case))


def check_declared_schema(case: Case) -> Check:
    """Say which schema the document names itself; one that is not published with Open Badges is not fetched."""
    declared = objects(case.document.get("credentialSchema"))
    if not declared:
        return skipped(DECLARED_SCHEMA, "It names no schema.")
    names = [text_of(item, "id") for item in declared]
    if all(name.startswith(_PUBLISHED) for name in names):
        return passed(DECLARED_SCHEMA, "It fits the published schema that it names.", schemas=names)
    return skipped(DECLARED_SCHEMA, "It names a schema of somebody else, which is not fetched here.")


def code_of(violation: Violation) -> str:
    """Return W3C's name of a violation: a value of the wrong form, or a document of the wrong shape."""
    if violation.pointer == "/proof" and violation.rule == "type":
        return "PARSING_ERROR"
    return "MALFORMED_VALUE_ERROR" if violation.rule in _VALUE_RULES else "SCHEMA_VIOLATION"


def _types(case: Case) -> list[str]:
    value = case.document.get("type")
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _declares_schema(case: Case) -> bool:
    return any(item.get("type") == DECLARATION for item in objects(case.document.get("credentialSchema")))


def _violations(case: Case) -> Iterator[Violation]:
    yield from _entries(case)
    for kind in case.kinds:
        for violation in schemas.find_violations(case.document, SCHEMA_OF[kind]):
            if not _is_left_to_others(case, violation):
                yield violation
    yield from _order_of_dates(case)
    if not is_text_signed(case):  # Where the text is signed, nothing in it runs together.
        for merged in nodes.find_merged(case.document, seen=case.seen):
            yield Violation(merged.pointer, merged.message, "merge")


def _is_left_to_others(case: Case, violation: Violation) -> bool:
    """Whether a later check names this: an empty set of proofs, or an odd address of a status list."""
    if violation.pointer == "/proof" and case.document.get("proof") == []:
        return True
    match = _STATUS_ADDRESS.fullmatch(violation.pointer)
    if match is None:
        return False
    entries = case.document.get("credentialStatus")
    entry = entries[int(match[1])] if isinstance(entries, list) and match[1] else entries
    if not isinstance(entry, dict) or not isinstance(entry.get(match[2]), str):
        return False
    return match[2] == "statusListCredential" or entry.get("type") == terms.REVOCATION_LIST


def _entries(case: Case) -> Iterator[Violation]:
    entries = case.document.get("credentialStatus")
    for number, entry in enumerate(objects(entries)):
        pointer = f"/credentialStatus/{number}" if isinstance(entries, list) else "/credentialStatus"
        try:
            status.read_entry(entry, credential_id=text_of(case.document, "id"), pointer=pointer)
        except ConformanceError as exc:
            yield Violation(exc.pointer or pointer, exc.detail.rstrip("."))
        except StatusError:
            continue  # A type that is not known here breaks nothing; the status check says so.
        if number >= MAX_ENTRIES:
            yield Violation("/credentialStatus", f"more than {MAX_ENTRIES} status entries")
            return


def _order_of_dates(case: Case) -> Iterator[Violation]:
    start_name, end_name = (
        ("issuanceDate", "expirationDate") if case.data_model == "1.1" else ("validFrom", "validUntil")
    )
    start, end = moment_or_none(case.document.get(start_name)), moment_or_none(case.document.get(end_name))
    if start is not None and end is not None and end < start:
        yield Violation(f"/{end_name}", f"it ends before it begins ({start_name})", "order")
