"""Read a file of vectors into requests and expectations.

What a vector leaves out is taken from the file's `defaults`, then from what is said below, so that a vector
can say only what it is about. `null` says that something is not known, which is another matter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from issuer.credits import rules as rule_sets
from issuer.credits.equivalency import Equivalency
from issuer.credits.model import Request
from issuer.credits.rules import RuleSet
from issuer.credits.vectors import facts, names
from issuer.credits.vectors.facts import Catalog, Entry
from issuer.errors import IssuerError

__all__ = ["Catalog", "Entry", "Vector", "read_file"]

ASKED: Final = "2026-09-01"
HIRED: Final = "2020-08-01"
DEGREE: Final = "2019-05-01"
MOST_VECTORS: Final = 10_000


@dataclass(frozen=True)
class Vector:
    """One vector, read.

    Attributes:
        id: such as "L1"; a case of it "L8/2".
        expect: what is expected, under first names.
    """

    id: str
    rules: RuleSet
    request: Request
    equivalencies: tuple[Equivalency, ...]
    expect: Mapping[str, Any] = field(default_factory=dict)


def read_file(document: object, *, rules: Mapping[str, RuleSet], catalog: Catalog) -> tuple[Vector, ...]:
    """Read a whole file: an object with `vectors`, or a list of vectors.

    Args:
        document: the parsed JSON.
        rules: rule sets by district, for vectors that name a district.
        catalog: what codes stand for, where a vector does not say so itself.

    Raises:
        InputError: something is not understood; the sentence names the vector and the member.
    """
    content = names.members(
        {"vectors": document} if isinstance(document, list) else document, names.FILE, "the file"
    )
    known = {**rules, **_rules(content["rules"])} if "rules" in content else dict(rules)
    stacks = facts.with_stacks(catalog, content.get("catalog", {}), "catalog")
    given = content.get("vectors")
    items = (
        [{"id": key, **item} if isinstance(item, dict) else item for key, item in given.items()]
        if isinstance(given, dict)
        else given
    )
    if not isinstance(items, list) or not items or len(items) > MOST_VECTORS:
        names.refuse("the file", "a list `vectors` is expected")
    defaults = names.members(content.get("defaults", {}), names.VECTOR, "defaults")
    found: list[Vector] = []
    for place, item in enumerate(items, 1):
        found += _vectors(item, place, defaults, known.get, stacks)
    return tuple(found)


def _rules(document: Any) -> dict[str, RuleSet]:  # noqa: ANN401  (any JSON value may stand there)
    if not isinstance(document, dict):
        names.refuse("rules", "rule sets by district are expected")
    inner = document.get("districts", document)
    return {slug: _rule_set(item, slug, "rules") for slug, item in inner.items()}


def _rule_set(item: Any, slug: str, where: str) -> RuleSet:  # noqa: ANN401  (any JSON value)
    if not isinstance(item, dict):
        names.refuse(where, f"the rules of {slug} are an object")
    try:
        return rule_sets.read(item, district=slug)
    except IssuerError as exc:
        names.refuse(where, f"the rules of {slug} are not read: {exc.detail} ({exc.pointer or 'the whole'})")


def _vectors(
    item: object,
    place: int,
    defaults: Mapping[str, Any],
    rules_of: Callable[[str], RuleSet | None],
    catalog: Catalog,
) -> list[Vector]:
    own = names.members(item, names.VECTOR, f"vector {place}")
    name = str(own.get("id", place))[:40]
    cases = own.pop("cases", None)
    if cases is None:
        return [_vector(name, {**defaults, **own}, rules_of, catalog)]
    if not isinstance(cases, list) or not cases:
        names.refuse(f"vector {name}", "`cases` is a list")
    return [
        _vector(
            f"{name}/{number}",
            {**defaults, **own, **names.members(case, names.VECTOR, f"vector {name}, case {number}")},
            rules_of,
            catalog,
        )
        for number, case in enumerate(cases, 1)
    ]


def _vector(
    name: str,
    content: Mapping[str, Any],
    rules_of: Callable[[str], RuleSet | None],
    catalog: Catalog,
) -> Vector:
    where = f"vector {name}"
    slug = str(content.get("district", "")).lower().replace(" ", "").replace("-", "")
    if not slug:
        names.refuse(where, "the member `district` is missing")
    rules = _rule_set(content["rules"], slug, where) if "rules" in content else rules_of(slug)
    if rules is None:
        names.refuse(where, f"there are no rules of the district {content['district']!r}")
    on = facts.day(content.get("on", ASKED), where)
    if on is None:
        names.refuse(where, "the day of the request cannot be null")
    credentials = facts.credentials(content.get("credentials"), content.get("endorsed"), catalog, where)
    return Vector(
        id=name,
        rules=rules,
        request=Request(
            on=on,
            credentials=credentials,
            teacher=facts.teacher(
                {"hired": HIRED, "degree": DEGREE, **content}, district=rules.district, on=on, where=where
            ),
            stacks=catalog.stacks,
        ),
        equivalencies=facts.equivalencies(content.get("equivalencies", []), rules.district, where),
        expect=names.members(content.get("expect", {}), names.EXPECT, f"{where}, expect"),
    )
