"""The facts that an endorsement binds: shown only when their digest and their schema match.

VCDM 2.0 section 5.3 (`relatedResource`); design.md section 6. The bytes come with the document, or from the
address that the signed credential names: our own store answers for our own. What does not match is never
shown, and what could not be had is said in words; neither changes the verdict, because the signature of the
endorsement and its comment stand without it. Asked only after the proof holds.
"""

import base64
import binascii
import hashlib
from dataclasses import replace
from typing import Final

from issuer.badges.statements import LIMITS, find_kind, violations
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import FetchError, InputError
from issuer.terms import vc
from issuer.verify.case import Case, objects, text_of
from issuer.verify.findings import failed, passed, undetermined
from issuer.verify.presented import Kind
from issuer.verify.report import Caution, Check, Verdict
from issuer.verify.statement_report import Binding, StatementReport

CHECK_ID: Final = "statement"
MAX_STATEMENTS: Final = 4
_MULTIHASH: Final = b"\x12\x20"
_CODES: Final = {
    Binding.CHANGED: "STATEMENT_CHANGED",
    Binding.INVALID: "STATEMENT_NOT_READABLE",
    Binding.UNKNOWN: "STATEMENT_NOT_READABLE",
    Binding.COULD_NOT_CHECK: "STATEMENT_NOT_AVAILABLE",
}


def check_statements(
    case: Case,
) -> tuple[tuple[StatementReport, ...], tuple[Check, ...], tuple[Caution, ...]]:
    """Look at every JSON document that an endorsement binds at an address; nothing for other credentials."""
    if case.kind is not Kind.ENDORSEMENT:
        return (), (), ()
    found = [
        (f"/relatedResource/{place}", item)
        for place, item in enumerate(objects(case.document.get("relatedResource")))
        if item.get("mediaType") == vc.MEDIA_JSON and text_of(item, "id").startswith("https://")
    ]
    reports = [(pointer, _report(case, item)) for pointer, item in found[:MAX_STATEMENTS]]
    checks = tuple(_check(report, pointer) for pointer, report in reports)
    cautions = tuple(
        Caution(_CODES[report.binding], report.sentence, pointer)
        for pointer, report in reports
        if report.binding in _CODES
    )
    return tuple(report for _, report in reports), checks, cautions


def _check(report: StatementReport, pointer: str) -> Check:
    if report.binding is Binding.SHOWN:
        return passed(CHECK_ID, report.sentence, id=report.id, kind=report.kind, source=report.source)
    code = _CODES[report.binding]
    if report.binding is Binding.COULD_NOT_CHECK:
        open_end = undetermined(CHECK_ID, code, report.sentence, pointer=pointer, id=report.id)
        return replace(open_end, means=Verdict.VALID)
    return failed(CHECK_ID, code, report.sentence, means=Verdict.VALID, pointer=pointer, id=report.id)


def _report(case: Case, item: JsonObject) -> StatementReport:
    address = text_of(item, "id")
    digest = _sha256(text_of(item, "digestMultibase"))
    if digest is None:
        words = "The facts beside it are bound by a digest that is not known here, so they are not shown."
        return StatementReport(address, Binding.COULD_NOT_CHECK, words)
    body = next((given for given in case.policy.beside if hashlib.sha256(given).digest() == digest), None)
    source = "beside"
    if body is None:
        try:
            limit = LIMITS.max_bytes
            body = case.fetch.get(address, accept=vc.MEDIA_JSON, max_bytes=limit).body
        except FetchError as exc:
            words = f"The facts beside it could not be brought, so they are not shown: {exc.detail}"
            return StatementReport(address, Binding.COULD_NOT_CHECK, words)
        source = "address"
    if hashlib.sha256(body).digest() != digest:
        words = "What lies beside it is not what was signed for, so it is not shown."
        return StatementReport(address, Binding.CHANGED, words, source=source)
    return _read(address, body, source)


def _read(address: str, body: bytes, source: str) -> StatementReport:
    try:
        statement = strict_json.parse_object(body, limits=LIMITS)
    except InputError as exc:
        words = f"The facts beside it cannot be read, so they are not shown: {exc.detail}"
        return StatementReport(address, Binding.INVALID, words, source=source)
    kind = find_kind(statement.get("type"), statement.get("version"))
    if kind is None:
        words = (
            "The document beside it is the one that was signed for; it is no statement of a kind known here."
        )
        return StatementReport(address, Binding.UNKNOWN, words, source=source)
    if list(violations(statement, kind)):
        words = (
            f"The facts beside it do not have the form of a statement ({kind.title}), so they are not shown."
        )
        return StatementReport(address, Binding.INVALID, words, source=source)
    words = f"{kind.title}: the facts beside it are the ones that were signed for."
    return StatementReport(
        address, Binding.SHOWN, words, kind=kind.kind, title=kind.title, statement=statement, source=source
    )


def _sha256(text: str) -> bytes | None:
    """Return the digest that a sha2-256 multihash in base64url multibase holds, None for anything else."""
    try:
        raw = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    is_known = text[:1] == "u" and raw[:2] == _MULTIHASH and len(raw) == len(_MULTIHASH) + 32
    return raw[2:] if is_known else None
