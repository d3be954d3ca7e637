"""Decide a vector and compare with what it expects; every difference is a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from issuer.credits import units
from issuer.credits.decision import decide
from issuer.credits.outcome import Decision, Result
from issuer.credits.reasons import REASONS
from issuer.credits.vectors import facts, names
from issuer.credits.vectors.reading import Vector
from issuer.credits.windows import State
from issuer.documents.strict_json import JsonObject

_UNIT_WORDS: Final = {"sh": "semesterHour", "qh": "quarterHour"}
_RESULTS: Final[Mapping[str, Callable[[Decision], bool]]] = {
    "accepted": lambda found: found.hours > 0,
    "approved": lambda found: found.hours > 0,
    "counted": lambda found: found.hours > 0,
    "pending": lambda found: found.hours == 0 and found.pending > 0,
    "refused": lambda found: found.hours == 0 and found.pending == 0,
    "notcounted": lambda found: found.hours == 0 and found.pending == 0,
    "deferred": lambda found: found.window.state is State.DEFERRED,
    "suspended": lambda found: _holds(found, "suspended"),
    "revoked": lambda found: _holds(found, "revoked"),
    "expired": lambda found: _holds(found, "expired"),
}
_HINTS: Final = {
    "medue": "endorsement_due",
    "earlieruse": "used_elsewhere",
    "usedelsewhere": "used_elsewhere",
}


@dataclass(frozen=True)
class Checked:
    """One vector with its decision.

    Attributes:
        differences: a sentence for everything that is not as expected; none when all is.
    """

    id: str
    decision: Decision
    differences: tuple[str, ...]

    def to_json(self) -> JsonObject:
        """Return it as JSON."""
        return {
            "id": self.id,
            "ok": not self.differences,
            "differences": list(self.differences),
            "decision": self.decision.to_json(),
        }


def check(vector: Vector) -> Checked:
    """Decide one vector.

    Raises:
        InputError: an expectation is not understood.
    """
    found = decide(vector.rules, vector.request, vector.equivalencies)
    told: list[str] = []
    for name, expected in vector.expect.items():
        told += _DIFFERENCES[name](found, expected, f"vector {vector.id}, expect {name}")
    return Checked(vector.id, found, tuple(told))


def _holds(found: Decision, code: str) -> bool:
    return any(reason == code for _, reason in found.reasons)


def _hours(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    told = _amount("hours", found.hours, expected, where)
    words = expected.split() if isinstance(expected, str) else []
    if len(words) > 1 and words[1] in _UNIT_WORDS:
        told += _same("unit", found.unit, _UNIT_WORDS[words[1]])
    return told


def _amount(name: str, found: Any, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (JSON of a vector)
    if facts.amount(expected, where) == found:
        return []
    return [f"{name}: {units.exact(found)}, expected {expected}"]


def _same(name: str, found: object, expected: object) -> list[str]:
    return [] if found == expected else [f"{name}: {found}, expected {expected}"]


def _result(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    word = "".join(letter for letter in str(expected).lower() if letter.isalpha())
    if word not in _RESULTS:
        names.refuse(where, f"{expected!r} is not known; known are {', '.join(_RESULTS)}")
    if _RESULTS[word](found):
        return []
    counts = {result: sum(item.result is result for item in found.items) for result in Result}
    told = ", ".join(f"{count} {result}" for result, count in counts.items() if count)
    return [f"result: {told or 'nothing'}, window {found.window.state}; expected {expected}"]


def _reasons(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    """Compare codes: one, several, or {code of the achievement: reason}."""
    if isinstance(expected, dict):
        by_code = dict(found.reasons)
        return [
            f"reason of {code}: {by_code.get(code)}, expected {reason}"
            for code, reason in expected.items()
            if by_code.get(code) != reason
        ]
    given = {reason for _, reason in found.reasons} | {step.code for step in found.steps if step.code}
    return _contained("reason", given, expected, where)


def _notes(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    given = {step.code for step in found.steps if step.code}
    items = expected if isinstance(expected, list) else [expected]
    known = [_HINTS.get("".join(c for c in str(item).lower() if c.isalpha()), item) for item in items]
    return _contained("note", given, known, where)


def _contained(name: str, given: set[str], expected: Any, where: str) -> list[str]:  # noqa: ANN401  (JSON of a vector)
    wanted = [item for item in (expected if isinstance(expected, list) else [expected]) if item is not None]
    if not wanted and given & {reason for reason in given if reason in REASONS}:
        return [f"{name}: {', '.join(sorted(given))}, expected none"]
    for item in wanted:
        if item not in REASONS:
            names.refuse(where, f"{item!r} is no reason code")
    return [
        f"{name}: {', '.join(sorted(given)) or 'none'}, expected {item}"
        for item in wanted
        if item not in given
    ]


def _window(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    """Compare a state ("deferred"), a day of opening ("08-01"), [state, day], or {state, opens, effective}."""
    if isinstance(expected, dict):
        told: list[str] = []
        for name, value in expected.items():
            if name not in {"state", "status", "opens", "effective"}:
                names.refuse(where, f"the member {name!r} is not known; known are state, opens, effective")
            told += _effective(found, value, where) if name == "effective" else _window(found, value, where)
        return told
    if isinstance(expected, list):
        return [words for item in expected for words in _window(found, item, where)]
    if expected in {state.value for state in State}:
        return _same("window", found.window.state.value, expected)
    return _day("window opens", found.window.opens, expected)


def _effective(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401, ARG001  (JSON of a vector; every comparison is called alike)
    return _day("effective", found.window.effective, expected)


def _deferred(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    if isinstance(expected, bool):
        return _same("deferred", found.window.state is State.DEFERRED, expected)
    return [*_window(found, "deferred", where), *_day("window opens", found.window.opens, expected)]


def _day(name: str, found: Any, expected: Any) -> list[str]:  # noqa: ANN401  (any JSON value)
    text = "" if found is None else found.isoformat()
    return (
        []
        if text and str(expected) in {text, text[5:]}
        else [f"{name}: {text or 'no day'}, expected {expected}"]
    )


def _lane(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401, ARG001  (JSON of a vector; every comparison is called alike)
    return _same("lane", None if found.move is None else found.move.after.name, expected)


def _fixable(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401  (any JSON value)
    wanted = {"yes": True, "no": False}.get(str(expected).lower(), expected)
    if not isinstance(wanted, bool):
        names.refuse(where, "true or false is expected")
    return _same("fixable", any(REASONS[reason].fixable for _, reason in found.reasons), wanted)


def _recheck(found: Decision, expected: Any, where: str) -> list[str]:  # noqa: ANN401, ARG001  (JSON of a vector; every comparison is called alike)
    again = any(reason in {"suspended", "could_not_check"} for _, reason in found.reasons)
    return _same("recheck", again, bool(expected))


_DIFFERENCES: Final[dict[str, Callable[[Decision, Any, str], list[str]]]] = {
    "hours": _hours,
    "unit": lambda found, expected, _: _same("unit", found.unit, expected),
    "unused": lambda found, expected, where: _amount("unused", found.unused, expected, where),
    "pending": lambda found, expected, where: (
        _same("pending", found.pending > 0, expected)
        if isinstance(expected, bool)
        else _amount("pending", found.pending, expected, where)
    ),
    "result": _result,
    "reasons": _reasons,
    "notes": _notes,
    "window": _window,
    "effective": _effective,
    "deferredTo": _deferred,
    "lane": _lane,
    "fixable": _fixable,
    "recheck": _recheck,
}
