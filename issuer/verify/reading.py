"""A report read back from its JSON form (`Report.to_json`), for showing it again later.

The one thing that JSON does not hold is what each finding alone would mean, which decided the verdict and is not
asked again. Whoever wrote the JSON is believed: this reads our own, and is no check of it.
"""

import json
from collections.abc import Sequence
from typing import Any

from issuer.documents.times import parse_time
from issuer.errors import InputError
from issuer.verify.component_report import ComponentReport
from issuer.verify.report import (
    Answer,
    Answers,
    AnswerValue,
    Caution,
    Check,
    EndorsementReport,
    IssuerFacts,
    Outcome,
    Part,
    Report,
    Verdict,
)
from issuer.verify.statement_report import Binding, StatementReport


def read_report(data: bytes) -> Report:
    """Return the report whose JSON these bytes are.

    Raises:
        InputError: they are not the JSON of a report.
    """
    try:
        return _report(json.loads(data))
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise InputError("This is not a report as it was written.") from exc


def _report(value: dict[str, Any]) -> Report:
    return Report(
        verdict=Verdict(value["verdict"]),
        heading=value["heading"],
        sentence=value["sentence"],
        answers=_answers(value["answers"]),
        checks=tuple(_check(item) for item in value["checks"]),
        warnings=tuple(Caution(**item) for item in value["warnings"]),
        credential=value["credential"],
        kind=value["kind"],
        form=value["form"],
        media_type=value["mediaType"],
        sha256=value["sha256"],
        checked_at=parse_time(value["checkedAt"]),
        issuer=_issuer(value["issuer"]),
        endorsements=tuple(_endorsement(item) for item in value["endorsements"]),
        parts=_parts(value["parts"]),
        components=tuple(ComponentReport(**item) for item in value["components"]),
        statements=tuple(_statement(item) for item in value["statements"]),
    )


def _answers(value: dict[str, Any]) -> Answers:
    return Answers(
        genuine=_answer(value["genuine"]),
        current=_answer(value["current"]),
        known_issuer=_answer(value["knownIssuer"]),
        counts_here=_answer(value["countsHere"]),
    )


def _answer(value: dict[str, Any]) -> Answer:
    return Answer(AnswerValue(value["value"]), value["sentence"], value["code"])


def _check(value: dict[str, Any]) -> Check:
    return Check(
        id=value["id"],
        outcome=Outcome(value["outcome"]),
        sentence=value["sentence"],
        code=value["code"],
        evidence=value["evidence"],
        pointer=value["pointer"],
    )


def _issuer(value: dict[str, Any] | None) -> IssuerFacts | None:
    if value is None:
        return None
    return IssuerFacts(
        id=value["id"],
        name=value["name"],
        domain=value["domain"],
        ascii_domain=value["asciiDomain"],
        known_as=value["knownAs"],
    )


def _endorsement(value: dict[str, Any]) -> EndorsementReport:
    return EndorsementReport(
        pointer=value["pointer"],
        carrier=value["carrier"],
        shown=value["shown"],
        in_force_then=value["inForceThen"],
        report=_report(value["report"]),
    )


def _statement(value: dict[str, Any]) -> StatementReport:
    return StatementReport(**{**value, "binding": Binding(value["binding"])})


def _parts(value: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(item["name"], _report(item["report"])) for item in value)
