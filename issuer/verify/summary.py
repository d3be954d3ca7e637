"""The few facts of a report that fit one row: who, what, hours, by whom, from when to when, and the codes.

Read from the very object that was verified, in the members of Open Badges 3.0, else in those of 2.0. Of a file that is not genuine all of this is claims, and whoever shows
a row shows its verdict beside it. Adds no judgment.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from issuer.badges.hours import Hours, read_hours
from issuer.documents.strict_json import Json, JsonObject
from issuer.verify.case import objects, words_of
from issuer.verify.report import Check, Outcome, Report

LONGEST: Final = 300
MOST_CODES: Final = 20
_UNRULY: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb\ud800-\udfff]+"
)


@dataclass(frozen=True)
class Summary:
    """One credential in one row; a fact that the file does not give is "".

    Attributes:
        holder: the name as printed, else the identifier.
        holder_is_named: whether `holder` is a name.
        hours: the number in digits.
        unit: the unit in words, and who says so.
        awarded: the date or moment as the file spells it, as the two below.
        codes: reason codes of the checks that did not pass, in their order.
    """

    holder: str
    holder_is_named: bool
    achievement: str
    hours: str
    unit: str
    issuer: str
    issuer_id: str
    awarded: str
    valid_from: str
    valid_until: str
    credential_id: str
    codes: tuple[str, ...]

    def to_json(self) -> JsonObject:
        """Return the row as JSON."""
        found = asdict(self)
        return {
            _camel(name): list(value) if isinstance(value, tuple) else value for name, value in found.items()
        }


def summarize(report: Report) -> Summary:
    """Return the row of one report."""
    document: JsonObject = report.credential or {}
    subject = _one(document, "credentialSubject") or _one(document, "recipient")
    achievement = _one(subject, "achievement") or _one(document, "badge")
    named = _text(subject, "name") or _text(_one(subject, "identifier"), "identityName")
    hours = _hours(subject)
    facts = report.issuer
    return Summary(
        holder=named or _text(subject, "id"),
        holder_is_named=bool(named),
        achievement=_text(achievement, "name") or clean(words_of(document.get("name"))),
        hours=hours.number if hours else "",
        unit=f"{hours.unit}, {hours.basis}" if hours else "",
        issuer=clean((facts.name if facts else None) or ""),
        issuer_id=clean(facts.id) if facts else "",
        awarded=_first(document, "awardedDate", "validFrom", "issuanceDate", "issuedOn"),
        valid_from=_first(document, "validFrom", "issuanceDate", "issuedOn"),
        valid_until=_first(document, "validUntil", "expirationDate", "expires"),
        credential_id=_text(document, "id"),
        codes=tuple(dict.fromkeys(_codes(report.checks)))[:MOST_CODES],
    )


def clean(words: str) -> str:
    """Return a text of others as one line that every database and every spreadsheet can hold."""
    found = _UNRULY.sub(" ", words).strip()
    return found if len(found) <= LONGEST else found[: LONGEST - 1].rstrip() + "…"


def _codes(checks: tuple[Check, ...]) -> Iterator[str]:
    for check in checks:
        if check.code is not None and check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED}:
            yield check.code


def _one(value: JsonObject, member: str) -> JsonObject:
    return next(iter(objects(value.get(member))), {})


def _text(value: JsonObject, member: str) -> str:
    found = value.get(member)
    return clean(found) if isinstance(found, str) else ""


def _first(document: JsonObject, *members: str) -> str:
    return next(filter(None, (_text(document, member) for member in members)), "")


def _hours(subject: JsonObject) -> Hours | None:
    earned: Json = subject.get("creditsEarned")
    if isinstance(earned, bool) or not isinstance(earned, int | float):
        return None
    return read_hours(f"{earned:g}", _text(subject, "narrative"))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
