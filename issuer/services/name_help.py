"""Name help for whoever verifies: the printed name beside an applicant's, with reasons (domain.md VER-05).

It advises and never decides: no verdict depends on it. A file of ours holds a number in place of a name, and is
said to: our record tells a name only where its holder shows it, at a page or by a bundle, so that a file in
strange hands cannot be used to try names. What an applicant's name was is kept nowhere.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from issuer.badges.names import FORMER, Advice, Likeness, advise, no_name
from issuer.badges.names.advice import HEADINGS
from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import AnswerValue, Report

NAME_TYPES: Final = frozenset({"ext:name", "name"})
NUMBER_ONLY: Final = (
    "The signed file holds a number in place of a name. Ask the holder for the link of the page, or for a bundle;"
    " these show the name in the issuer's record."
)
NO_RECORD: Final = (
    "No name is kept in the issuer's record, and the signed file holds a number in place of one."
)
NOT_GENUINE: Final = "The file is not genuine, so that the name in it proves nothing."
FROM_RECORD: Final = "The name is from the issuer's record. The signed file holds a number in its place."
HIDDEN_SAME: Final = "The file hides the name by a hash, and this spelling gives the same hash."
HIDDEN: Final = "The file hides the name by a hash. None of these spellings gives it, which a single other letter explains."
_HASHES: Final = {"sha256": hashlib.sha256, "md5": hashlib.md5}
_ORDER: Final = list(Likeness)


@dataclass(frozen=True)
class Named:
    """Advice about a name, and which part of a container it is about; None for the whole."""

    part: str | None
    advice: Advice


def on_record(holder: str | None, applicant: Sequence[str]) -> Advice:
    """Compare the name in our record, where its holder shows it, with an applicant's names."""
    if holder is None:
        return no_name(NO_RECORD)
    found = advise(holder, applicant)
    return Advice(found.likeness, found.heading, (*found.reasons, FROM_RECORD), found.printed, found.given)


def on_file(report: Report, applicant: Sequence[str]) -> Advice:
    """Compare every name in a verified file with an applicant's names, and return the nearest."""
    document = report.credential or {}
    found = [
        *(advise(name, applicant) for name in _plain(document)),
        *(_on_hash(identity, applicant) for identity in _hashed(document)),
    ]
    if not found:
        return no_name(NUMBER_ONLY)
    best = min(found, key=lambda advice: _ORDER.index(advice.likeness))
    if report.answers.genuine.value is AnswerValue.YES:
        return best
    return Advice(best.likeness, best.heading, (NOT_GENUINE, *best.reasons), best.printed, best.given)


def on_report(report: Report, applicant: Sequence[str]) -> tuple[Named, ...]:
    """Compare the names in a verified file, or in each file of a container."""
    if not report.parts:
        return (Named(None, on_file(report, applicant)),)
    return tuple(Named(part.name, on_file(part.report, applicant)) for part in report.parts)


def as_json(named: Named) -> JsonObject:
    """Return advice as JSON; every member is always there."""
    advice = named.advice
    return {
        "part": named.part,
        "result": advice.likeness.value,
        "heading": advice.heading,
        "reasons": [*advice.reasons],
        "printed": advice.printed,
        "given": advice.given,
    }


def _on_hash(identity: JsonObject, applicant: Sequence[str]) -> Advice:
    for place, name in enumerate(applicant):
        for spelling in dict.fromkeys((name, " ".join(name.split()), name.casefold())):
            if _gives(identity, spelling):
                found, more = (Likeness.MAY_BE, (FORMER,)) if place else (Likeness.SAME, ())
                return Advice(found, HEADINGS[found], (HIDDEN_SAME, *more), None, name)
    return no_name(HIDDEN)


def _gives(identity: JsonObject, name: str) -> bool:
    stated, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(stated, str) or not isinstance(salt, str):
        return False
    kind, _, digest = stated.partition("$")
    made = _HASHES.get(kind)
    text = (name + salt).encode("utf-8", "surrogatepass")
    return made is not None and made(text).hexdigest() == digest.lower()


def _plain(document: JsonObject) -> Iterator[str]:
    for subject in _objects(document.get("credentialSubject")):
        name = subject.get("name")
        if isinstance(name, str) and name.strip():
            yield name
        for identity in _names(subject):
            stated = identity.get("identityHash")
            if identity.get("hashed") is not True and isinstance(stated, str) and stated.strip():
                yield stated


def _hashed(document: JsonObject) -> Iterator[JsonObject]:
    for subject in _objects(document.get("credentialSubject")):
        yield from (identity for identity in _names(subject) if identity.get("hashed") is True)


def _names(subject: JsonObject) -> Iterator[JsonObject]:
    for identity in _objects(subject.get("identifier")):
        if identity.get("identityType") in NAME_TYPES:
            yield identity


def _objects(value: Json) -> tuple[JsonObject, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, dict))
