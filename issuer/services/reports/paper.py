"""The words of a report on paper: the statement for a clerk, in the order in which a clerk asks.

Every word about a file comes from the statement, so that paper and statement cannot say two things. Files
that share their answers or checks are told together, by their numbers.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.verify import Verdict
from issuer.verify.wording import HEADINGS, day

Rows: TypeAlias = Callable[[list[JsonObject]], Iterator[Json]]
QUESTIONS: Final = {
    "genuine": "Genuine?",
    "current": "Current?",
    "knownIssuer": "Known issuer?",
    "countsHere": "Counts here?",
}
ANSWERS: Final = {
    "yes": "Yes",
    "no": "No",
    "not_now": "Not now",
    "could_not_check": "Could not check",
    "not_asked": "Not asked",
}
OUTCOMES: Final = {
    "passed": "Passed",
    "failed": "Failed",
    "undetermined": "Could not check",
    "skipped": "Not asked",
}
KINDS: Final = {
    "badge": "A badge that is not shown to be genuine",
    "endorsement": "An endorsement",
    "transcript": "A transcript",
    "presentation": "A presentation",
    "archive": "A zip file",
    "unknown": "A file that could not be read",
}
SAYS: Final = (
    "This report says what was found at the moment that is named, about files with exactly these digests, and about"
    " nothing else. A credential may have been withdrawn since. It does not say that a person is the holder, nor that"
    " hours count for pay or a license: that is for a district or a board to decide."
)
UNKNOWN: Final = "Something could not be checked"


def words_of(statement: JsonObject, *, maker: str, maker_id: str, demonstration: bool) -> JsonObject:
    """Return the words of the page.

    Args:
        statement: of the kind `verification-report`.
        maker: name of the service profile that signed.
        maker_id: its identifier.
        demonstration: whether a demonstration made it.
    """
    items = _objects(statement["items"])
    made = _when(statement["madeAt"])
    count = "one file" if len(items) == 1 else f"{len(items)} files"
    return {
        "documentTitle": f"Verification report about {count}, {made}",
        "heading": "Verification report",
        "maker": maker,
        "by": f"By {maker}, {maker_id}",
        "made": f"Made {made} about {count}, with {statement['checker']}.",
        "note": "Demonstration only. Nothing in it is a real award." if demonstration else "",
        "check": "Check this report:",
        "howToCheck": "choose this very PDF file at",
        "says": SAYS,
        "attachedCredential": "The signed verification report (EndorsementCredential)",
        "attachedStatement": "The statement that the signed report binds by its digest",
        "footer": f"Verification report, {made}",
        "resultsHeading": "Result" if len(items) == 1 else "Results",
        "items": [_item(number, item, many=len(items) > 1) for number, item in enumerate(items, 1)],
        "answersHeading": "The four answers",
        "answerHeads": ["Question", "Answer", "Why"],
        "answers": [*_groups(statement, "answers", "answerLists", _answer_rows)],
        "notHeading": "Not checked, and why",
        "nothingMissing": "Everything was checked.",
        "notHeads": ["Check", "Why not"],
        "missing": [
            group for group in _groups(statement, "checks", "checkLists", _missing_rows) if group["rows"]
        ],
        "checksHeading": "Each check",
        "checkHeads": ["Check", "Outcome", "What was found"],
        "checks": [*_groups(statement, "checks", "checkLists", _check_rows)],
        "basisHeading": "What it rests on",
        "basis": [*_basis(statement)],
        "listHeads": ["Status list", "SHA-256", "Read", "Good until"],
        "lists": [*_lists(statement)],
    }


def _item(number: int, item: JsonObject, *, many: bool) -> JsonObject:
    name = str(item.get("title", KINDS.get(str(item["kind"]), "A file")))
    verdict = Verdict(str(item["verdict"]))
    heading = UNKNOWN if verdict is Verdict.INDETERMINATE else HEADINGS[verdict]
    lines = [
        f"SHA-256 {item['sha256']}",
        f"Found in the file with SHA-256 {item['partOf']}" if "partOf" in item else "",
        f"Names as issuer {item['issuer']}" if "issuer" in item else "",
        f"Names as its id {item['credential']}" if "credential" in item else "",
        f"As of {_when(item['checkedAt'])}",
    ]
    return {
        "title": f"{number}. {name}" if many else name,
        "verdict": f"{heading} ({verdict.value})",
        "sentence": str(item["sentence"]),
        "lines": [line for line in lines if line],
    }


def _groups(statement: JsonObject, member: str, lists: str, rows: Rows) -> list[JsonObject]:
    """Return what files share, each with the numbers of those that share it."""
    items = _objects(statement["items"])
    listed = statement[lists]
    groups: list[JsonObject] = []
    for place, values in enumerate(listed if isinstance(listed, list) else []):
        numbers = [str(number) for number, item in enumerate(items, 1) if item[member] == place]
        about = "" if len(items) == 1 else f"File{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
        groups.append({"about": about, "rows": [*rows(_objects(values))]})
    return groups


def _answer_rows(answers: list[JsonObject]) -> Iterator[Json]:
    for answer in answers:
        question, value = QUESTIONS[str(answer["question"])], ANSWERS[str(answer["value"])]
        yield [question, value, str(answer["sentence"])]


def _check_rows(checks: list[JsonObject]) -> Iterator[Json]:
    for check in checks:
        code = f" ({check['code']})" if "code" in check else ""
        yield [_name(check), OUTCOMES[str(check["outcome"])], f"{check['sentence']}{code}"]


def _missing_rows(checks: list[JsonObject]) -> Iterator[Json]:
    for check in checks:
        if check["outcome"] in {"undetermined", "skipped"}:
            yield [_name(check), str(check["sentence"])]


def _basis(statement: JsonObject) -> Iterator[str]:
    policy = statement["policy"] if isinstance(statement["policy"], dict) else {}
    known = policy.get("knownIssuers")
    if isinstance(known, dict):
        by = f", signed by {known['publisher']}" if "publisher" in known else ""
        yield f"List of known issuers: {known['number']} entries{by}, SHA-256 {known['sha256']}."
    else:
        yield "List of known issuers: nobody asked for one."
    yield "Compared with a holder: " + ("yes, see the check." if policy.get("holderAsked") else "no.")
    if "onDate" in policy:
        yield f"Also asked: was it in force on {_when(policy['onDate'])}?"


def _lists(statement: JsonObject) -> Iterator[Json]:
    for edition in _objects(statement["statusLists"]):
        until = _when(edition["validUntil"]) if "validUntil" in edition else "no end"
        yield [str(edition["url"]), str(edition["sha256"]), _when(edition["readAt"]), until]


def _name(check: JsonObject) -> str:
    return str(check["check"]).replace("_", " ").capitalize()


def _when(moment: Json) -> str:
    found = parse_time(moment)
    return f"{day(found)}, {found:%H:%M} UTC"


def _objects(value: Json) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
