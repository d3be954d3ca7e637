"""From reports to the facts of a `verification-report` statement (design.md section 6).

Nothing about whoever asked goes in: no address, no name, no file name, not the person that the holder was
compared with. What many files share (a status list, a set of answers, a list of checks) stands once. Words
that come out of a stranger's file are cleaned: a statement holds no control characters and no mail address.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from issuer.documents import strict_json
from issuer.documents.lint import personal_data
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time, parse_time
from issuer.errors import InputError
from issuer.terms import product
from issuer.verify import AnswerValue, Check, Policy, Report, TrustList

MOST_ITEMS: Final = 300
"""Files of one report; a statement is read again within the limits of a credential."""
LONGEST: Final = 1_000
LEFT_OUT: Final = "(left out: it holds a mail address or a number of a person)"
NOTHING: Final = "(nothing that can be printed)"


def report_facts(reports: Sequence[Report], *, policy: Policy, made_at: datetime) -> JsonObject:
    """Return what a statement says of these reports.

    Args:
        reports: what was found about each file, in their order; what containers hold follows its container.
        policy: what the verifier brought along.
        made_at: when the report is made.

    Raises:
        InputError: there is no report, or INPUT_TOO_LARGE: there are more files than one report holds.
    """
    every = [found for report in reports for found in _flat(report, None)]
    if not every:
        raise InputError("A report is about one file at least.", pointer="/items")
    if len(every) > MOST_ITEMS:
        raise InputError(
            f"One report is about {MOST_ITEMS} files at most; these are {len(every)}.", code="INPUT_TOO_LARGE"
        )
    lists, answers, checks = _Shared(), _Shared(), _Shared()
    items: list[Json] = [
        {
            **_item(report, part_of),
            "answers": answers.place(_answers(report)),
            "checks": checks.place([_check(check) for check in report.checks]),
            "statusLists": [lists.place(edition) for edition in _editions(report)],
        }
        for report, part_of in every
    ]
    return {
        "madeAt": format_time(made_at),
        "checker": f"{product.NAME} {product.VERSION}",
        "policy": _policy(policy),
        "statusLists": lists.values,
        "answerLists": answers.values,
        "checkLists": checks.values,
        "items": items,
    }


class _Shared:
    """Values that are written once, each with its place."""

    def __init__(self) -> None:
        self.values: list[Json] = []
        self._places: dict[bytes, int] = {}

    def place(self, value: Json) -> int:
        key = strict_json.encode(value)
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(value)
        return self._places[key]


def _flat(report: Report, part_of: str | None) -> Iterator[tuple[Report, str | None]]:
    yield report, part_of
    for part in report.parts:
        yield from _flat(part.report, report.sha256)


def _item(report: Report, part_of: str | None) -> JsonObject:
    named = report.credential or {}
    found: JsonObject = {
        "sha256": report.sha256,
        "mediaType": _clean(report.media_type)[:100] if report.media_type else "",
        "kind": report.kind,
        "checkedAt": format_time(report.checked_at),
        "verdict": report.verdict.value,
        "sentence": _clean(report.sentence),
    }
    optional = {
        "partOf": part_of,
        "credential": named.get("id"),
        "issuer": None if report.issuer is None else report.issuer.id,
        "title": title_of(named) if report.answers.genuine.value is AnswerValue.YES else None,
    }
    said = {name: value for name, value in optional.items() if isinstance(value, str) and value}
    return found | {name: value if name == "partOf" else _clean(value) for name, value in said.items()}


def title_of(credential: JsonObject) -> str | None:
    """Return what a credential calls the thing that was earned, None where it says nothing."""
    subject = credential.get("credentialSubject")
    first = subject[0] if isinstance(subject, list) and subject else subject
    achievement = first.get("achievement") if isinstance(first, dict) else None
    name = achievement.get("name") if isinstance(achievement, dict) else None
    found = credential.get("name") if name is None else name
    return found if isinstance(found, str) else None


def _answers(report: Report) -> list[Json]:
    asked = report.answers
    pairs = (
        ("genuine", asked.genuine),
        ("current", asked.current),
        ("knownIssuer", asked.known_issuer),
        ("countsHere", asked.counts_here),
    )
    return [
        {"question": name, "value": answer.value.value, "sentence": _clean(answer.sentence)}
        for name, answer in pairs
    ]


def _check(check: Check) -> JsonObject:
    code: JsonObject = {} if check.code is None else {"code": check.code}
    return {"check": check.id, "outcome": check.outcome.value, "sentence": _clean(check.sentence), **code}


def _editions(report: Report) -> Iterator[JsonObject]:
    """Yield every edition of a status list that a report rests on."""
    for check in report.checks:
        sha256, url, read_at = (check.evidence.get(name) for name in ("listSha256", "list", "readAt"))
        if isinstance(sha256, str) and isinstance(url, str) and isinstance(read_at, str):
            if _clean(url) != url:
                continue
            edition: JsonObject = {"url": url, "sha256": sha256, "readAt": read_at}
            for name, fact in (("validFrom", "listValidFrom"), ("validUntil", "listValidUntil")):
                moment = _moment(check.evidence.get(fact))
                if moment is not None:
                    edition[name] = moment
            yield edition


def _moment(value: Json) -> str | None:
    try:
        return format_time(parse_time(value))
    except InputError:
        return None


def _policy(policy: Policy) -> JsonObject:
    said: JsonObject = {"holderAsked": policy.recipient is not None}
    if policy.at is not None:
        said["onDate"] = format_time(policy.at)
    if policy.challenge is not None:
        said["challengeAsked"] = True
    if policy.status_max_age is not None:
        said["statusMaxAgeSeconds"] = int(policy.status_max_age.total_seconds())
    if policy.trust is not None:
        said["knownIssuers"] = _known(policy.trust)
    return said


def _known(trust: TrustList) -> JsonObject:
    entries: list[Json] = [
        [entry.issuer, None if entry.removed_at is None else format_time(entry.removed_at)]
        for entry in trust.entries
    ]
    digest = hashlib.sha256(strict_json.encode(entries)).hexdigest()
    said: JsonObject = {"number": len(trust.entries), "sha256": digest}
    return said if trust.publisher is None else said | {"publisher": _clean(trust.publisher)}


def _clean(text: str) -> str:
    """Return one line that may stand in a statement, whatever a stranger's file put into it."""
    one = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
    if list(personal_data({"said": one})):
        return LEFT_OUT
    return one or NOTHING
