"""Step 6: the endorsements that a credential carries (OB 3.0 section 9.1 step 6; R37-R40).

An endorsement is a credential of its own and is judged as one. It counts for its carrier only when its
subject is the carrier: without that, any endorsement could be pasted onto any badge. It is never shown as
an endorsement unless it passes. Endorsements of endorsements are not looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError
from issuer.verify.case import Case, moment_or_none, objects, text_of
from issuer.verify.checks.opening import data_model_of
from issuer.verify.findings import failed, passed
from issuer.verify.inside import presented_part
from issuer.verify.presented import Presented
from issuer.verify.report import Caution, Check, EndorsementReport, Report, Verdict

MAX_ENDORSEMENTS: Final = 20
CHECK_ID: Final = "about_carrier"
_MEMBERS: Final = frozenset({"endorsement", "endorsementJwt"})
_GOOD: Final = frozenset({Verdict.VALID, Verdict.UNTRUSTED})

Judge: TypeAlias = Callable[[Presented | InputError], Report]


@dataclass(frozen=True)
class _Found:
    pointer: str
    carrier: str
    carrier_id: str
    presented: Presented | InputError


def judge_endorsements(case: Case, judge: Judge) -> tuple[tuple[EndorsementReport, ...], tuple[Caution, ...]]:
    """Judge every endorsement of a genuine credential.

    Args:
        case: the credential; its own signature holds.
        judge: judges one document by itself.
    """
    if case.seen.names.isdisjoint(_MEMBERS):
        return (), ()
    found = list(_endorsements(case))
    awarded = case.moment("awardedDate") or case.moment("validFrom")
    reports = tuple(_report(item, judge(item.presented), awarded) for item in found[:MAX_ENDORSEMENTS])
    cautions = [
        Caution("ENDORSEMENT_NOT_SHOWN", f"An endorsement on it does not count: {_why(item)}", item.pointer)
        for item in reports
        if not item.shown
    ]
    if len(found) > MAX_ENDORSEMENTS:
        words = f"It carries {len(found)} endorsements; the first {MAX_ENDORSEMENTS} were judged."
        cautions.append(Caution("ENDORSEMENT_NOT_SHOWN", words))
    return reports, tuple(cautions)


def _report(found: _Found, report: Report, awarded: datetime | None) -> EndorsementReport:
    about = _about_carrier(found, report)
    report = replace(report, checks=(*report.checks, about))
    is_genuine = report.answers.genuine.value.value == "yes"
    shown = is_genuine and report.verdict in _GOOD and about.code is None
    return EndorsementReport(
        pointer=found.pointer,
        carrier=found.carrier,
        shown=shown,
        in_force_then=_covers(report.credential, awarded) if is_genuine and about.code is None else None,
        report=report,
    )


def _about_carrier(found: _Found, report: Report) -> Check:
    subject = None if report.credential is None else report.credential.get("credentialSubject")
    subjects = {text_of(item, "id") for item in objects(subject)}
    if report.kind != "endorsement":
        words = "What stands where an endorsement belongs is none."
    elif subjects == {found.carrier_id} and found.carrier_id:
        return passed(CHECK_ID, f"It is about the {found.carrier} that carries it.", subject=found.carrier_id)
    else:
        words = f"It is about something else than the {found.carrier} that carries it."
    return failed(
        CHECK_ID, "ENDORSEMENT_NOT_ABOUT_CARRIER", words, means=Verdict.VALID, pointer=found.pointer
    )


def _covers(credential: JsonObject | None, awarded: datetime | None) -> bool | None:
    """Whether the endorsement's period covers the award; its status then cannot be known from outside."""
    if credential is None or awarded is None:
        return None
    is_old = data_model_of(credential) == "1.1"
    start = moment_or_none(credential.get("issuanceDate" if is_old else "validFrom"))
    end = moment_or_none(credential.get("expirationDate" if is_old else "validUntil"))
    return (start is None or start <= awarded) and (end is None or awarded < end)


def _why(item: EndorsementReport) -> str:
    about = item.report.checks[-1]
    if item.report.verdict not in _GOOD:
        return item.report.heading[0].lower() + item.report.heading[1:] + "."
    return about.sentence


def _endorsements(case: Case) -> Iterator[_Found]:
    document = case.document
    yield from _of_carrier(document, "", "credential")
    yield from _of_profile(document.get("issuer"), "/issuer")
    many = isinstance(document.get("credentialSubject"), list)
    for number, subject in enumerate(case.subjects):
        pointer = f"/credentialSubject/{number}" if many else "/credentialSubject"
        achievement = subject.get("achievement")
        if isinstance(achievement, dict):
            yield from _of_carrier(achievement, f"{pointer}/achievement", "achievement")
            yield from _of_profile(achievement.get("creator"), f"{pointer}/achievement/creator")
        yield from _of_profile(subject.get("source"), f"{pointer}/source")


def _of_profile(profile: Json, pointer: str) -> Iterator[_Found]:
    while isinstance(profile, dict):
        yield from _of_carrier(profile, pointer, "profile")
        profile, pointer = profile.get("parentOrg"), f"{pointer}/parentOrg"


def _of_carrier(carrier: JsonObject, pointer: str, kind: str) -> Iterator[_Found]:
    carrier_id = text_of(carrier, "id")
    for number, item in enumerate(objects(carrier.get("endorsement"))):
        place = f"{pointer}/endorsement/{number}"
        yield _Found(place, kind, carrier_id, presented_part(item))
    tokens = carrier.get("endorsementJwt")
    for number, token in enumerate(tokens if isinstance(tokens, list) else [tokens]):
        if isinstance(token, str):
            place = f"{pointer}/endorsementJwt/{number}"
            yield _Found(place, kind, carrier_id, presented_part(token))
