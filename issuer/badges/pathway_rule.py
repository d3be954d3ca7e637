"""The rule of a micro-endorsement, as data: which micro-credentials make it up, in which versions, how old.

A rule is part of an achievement version's record and never changes with it (design.md section 6, STK-01).
It names codes, never addresses, districts or hours. Whether somebody meets it is decided in `pathway`.

The written form, `componentRule` of a catalog record:
- `all`: every one of these; `chooseN`: `{n, from}` or a list of them;
- an item is a code, or `{code, versions: {from, before}, equivalents: [code or {code, versions}]}`;
- `maxAgeMonths`: how old a component may be when the last one is earned;
- `partners`: whether components count that listed partners of the issuer issued.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from issuer.badges.record_gaps import Gaps
from issuer.documents.strict_json import Json, JsonObject

MOST_COMPONENTS: Final = 60
"""Each takes a part of the signed document, which has room for a hundred pieces of evidence."""
MOST_MONTHS: Final = 600
CODE: Final = re.compile(r"[A-Z0-9]{1,12}(-[A-Z0-9]{1,12}){0,3}")
VERSION: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")
_POINTER: Final = "/componentRule"
_MEMBERS: Final = frozenset({"all", "chooseN", "maxAgeMonths", "partners"})


@dataclass(frozen=True)
class VersionRange:
    """Versions from one on, and before another; None leaves an end open."""

    least: str | None = None
    before: str | None = None

    def allows(self, version: str) -> bool:
        """Say whether a version lies in the range: 1.10 is newer than 1.9, and 1 is the same as 1.0."""
        place = _place(version)
        if self.least is not None and place < _place(self.least):
            return False
        return self.before is None or place < _place(self.before)


ANY_VERSION: Final = VersionRange()


def _place(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple((*numbers, 0, 0)[:3])


@dataclass(frozen=True)
class Accepted:
    """One achievement that counts for a component, in some of its versions."""

    code: str
    versions: VersionRange = ANY_VERSION


@dataclass(frozen=True)
class Choice:
    """So many of these."""

    choose: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class ComponentRule:
    """Which micro-credentials make up a micro-endorsement.

    Attributes:
        all: codes of which every one is needed.
        choices: of each of these, so many.
        accepts: for a code what counts for it: itself and its equivalents; a code that is not here
            counts in every version, and nothing else does.
        max_age_months: how old a component may be when the last one is earned; None for any age.
        partners: whether components of listed partners of the issuer count.
    """

    all: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    accepts: Mapping[str, tuple[Accepted, ...]] = field(default_factory=dict)
    max_age_months: int | None = None
    partners: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """Every component that is named, equivalents apart."""
        return (*self.all, *self.options)

    @property
    def options(self) -> tuple[str, ...]:
        """Every component that can be chosen."""
        return tuple(code for choice in self.choices for code in choice.options)

    @property
    def choose(self) -> int:
        """How many are chosen."""
        return sum(choice.choose for choice in self.choices)

    @property
    def needed(self) -> int:
        """How many components make it whole."""
        return len(self.all) + self.choose

    @property
    def counting_codes(self) -> frozenset[str]:
        """Every code that can count, equivalents too."""
        return frozenset(item.code for code in self.codes for item in self.accepted(code))

    def accepted(self, code: str) -> tuple[Accepted, ...]:
        """Return what counts for a component: the one that is named first."""
        return self.accepts.get(code, (Accepted(code),))


def read(record: JsonObject, gaps: Gaps) -> ComponentRule:
    """Return the rule of a catalog record; what is missing or contradicts itself is noted in `gaps`."""
    rule = record.get("componentRule")
    if not isinstance(rule, dict):
        gaps.say(_POINTER, "a rule is an object with `all`, `chooseN` or both")
        return ComponentRule(all=())
    for name in sorted(rule.keys() - _MEMBERS):
        gaps.say(
            f"{_POINTER}/{name[:60]}", f"a rule has no {name[:60]!r}; it has {', '.join(sorted(_MEMBERS))}"
        )
    accepts: dict[str, tuple[Accepted, ...]] = {}
    required = _items(rule.get("all"), f"{_POINTER}/all", accepts, gaps)
    choices = tuple(_choices(rule.get("chooseN"), accepts, gaps))
    every = (*required, *(code for choice in choices for code in choice.options))
    if not every or len(set(every)) < len(every):
        gaps.say(_POINTER, "a micro-endorsement names its components, each once")
    if len(every) > MOST_COMPONENTS:
        gaps.say(_POINTER, f"a micro-endorsement names at most {MOST_COMPONENTS} components")
    age = rule.get("maxAgeMonths")
    partners = rule.get("partners", False)
    if not isinstance(partners, bool):
        gaps.say(f"{_POINTER}/partners", "partners is true or false")
    return ComponentRule(
        all=required,
        choices=choices,
        accepts={code: found for code, found in accepts.items() if found != (Accepted(code),)},
        max_age_months=(
            None if age is None else gaps.whole(age, f"{_POINTER}/maxAgeMonths", least=1, most=MOST_MONTHS)
        ),
        partners=partners is True,
    )


def _choices(value: Json, accepts: dict[str, tuple[Accepted, ...]], gaps: Gaps) -> Iterator[Choice]:
    pointer = f"{_POINTER}/chooseN"
    items = value if isinstance(value, list) else [] if value is None else [value]
    for place, item in enumerate(items):
        below = f"{pointer}/{place}" if isinstance(value, list) else pointer
        if not isinstance(item, dict):
            gaps.say(below, "a choice is an object with `n` and `from`")
            continue
        options = _items(item.get("from"), f"{below}/from", accepts, gaps)
        choose = gaps.whole(item.get("n"), f"{below}/n", least=1, most=max(1, len(options)))
        yield Choice(choose, options)


def _items(
    value: Json, pointer: str, accepts: dict[str, tuple[Accepted, ...]], gaps: Gaps
) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    codes = []
    for place, item in enumerate(items):
        below = f"{pointer}/{place}"
        first = _accepted(item, below, gaps)
        if first is None:
            continue
        others = item.get("equivalents") if isinstance(item, dict) else None
        found = [
            _accepted(other, f"{below}/equivalents/{number}", gaps)
            for number, other in enumerate(others if isinstance(others, list) else [])
        ]
        if others is not None and not isinstance(others, list):
            gaps.say(f"{below}/equivalents", "equivalents are a list")
        accepts[first.code] = (first, *(other for other in found if other is not None))
        codes.append(first.code)
    return tuple(codes)


def _accepted(item: Json, pointer: str, gaps: Gaps) -> Accepted | None:
    code = item.get("code") if isinstance(item, dict) else item
    if not isinstance(code, str) or not CODE.fullmatch(code):
        gaps.say(pointer, "a component is named by the code of an achievement")
        return None
    return Accepted(code, _range(item, pointer, gaps) if isinstance(item, dict) else ANY_VERSION)


def _range(item: JsonObject, pointer: str, gaps: Gaps) -> VersionRange:
    value = item.get("versions")
    if value is None:
        return ANY_VERSION
    ends = [value.get("from"), value.get("before")] if isinstance(value, dict) else [False]
    if all(end is None for end in ends) or not all(_is_version(end) for end in ends if end is not None):
        gaps.say(f"{pointer}/versions", "versions are {from: …}, {before: …} or both")
        return ANY_VERSION
    least, before = (None if end is None else str(end) for end in ends)
    found = VersionRange(least, before)
    if least is not None and not found.allows(least):
        gaps.say(f"{pointer}/versions", "no version lies in this range")
    return found


def _is_version(value: Json) -> bool:
    return isinstance(value, str) and VERSION.fullmatch(value) is not None
