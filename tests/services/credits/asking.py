"""A district and a university beside the small world of use cases, and what is asked of them."""

from datetime import date
from typing import Any

from issuer.services import catalog, keys, profiles
from issuer.services.credits import decisions, employments, equivalencies, preapprovals, rules
from issuer.services.credits.decisions import Ask, Decided
from issuer.services.credits.employments import Employment
from issuer.services.credits.equivalencies import Stated, StateEquivalency
from issuer.services.credits.preapprovals import Approved, PreApprove
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.store import KeyPurpose
from tests.badges import samples
from tests.services.worlds import World

ON = date(2026, 4, 1)
RULES: dict[str, Any] = {
    "unit": "quarterHour",
    "lanes": ["BA", "BA+15", "BA+30"],
    "rules": {"recognises": "either", "earnedAfter": ["hireDate"], "singleUse": True},
}


def furnish(world: World) -> None:
    """Put two districts and a university in place; the first knows one teacher."""
    for slug, name, identifiers in (
        ("north", "North District (demonstration)", ()),
        ("south", "South District (demonstration)", ()),
        ("pmu", "Prairie Meridian University (demonstration)", (("ext:accreditor", "Fictional Accreditor"),)),
    ):
        profiles.create(world.toolkit, OPERATOR, CreateProfile(slug=slug, name=name, identifiers=identifiers))
        keys.new(world.toolkit, OPERATOR, slug, KeyPurpose.DATA_INTEGRITY)
    import_rules(world)
    keep(world)


def import_rules(world: World, district: str = "north", **rules_of: Any) -> None:
    first = f"2025-07-{1 + len(rules_of):02}"
    document = {
        **RULES,
        "version": f"v{len(rules_of)}",
        "effectiveFrom": first,
        "rules": {**RULES["rules"], **rules_of},
    }
    rules.import_rules(world.toolkit, OPERATOR, district, document)


def keep(world: World, **change: Any) -> None:
    facts: dict[str, Any] = {
        "district": "north", "person": "t01", "hired_on": date(2020, 8, 1), "degree_on": date(2019, 5, 1), "lane": "BA",
    }  # fmt: skip
    employments.keep(world.toolkit, OPERATOR, Employment(**{**facts, **change}))


def ask(**change: Any) -> Ask:
    values: dict[str, Any] = {"district": "north", "person": "t01", "on": ON}
    return Ask(**{**values, **change})


def decide(world: World, external_id: str = "request-1", **change: Any) -> Decided:
    return decisions.decide(world.toolkit, OPERATOR, ask(**change), external_id)


def state(world: World, **change: Any) -> Stated:
    values: dict[str, Any] = {
        "recogniser": "north", "external_id": "value-1", "achievement": "SEL-01", "value": 2, "unit": "semesterHour",
        "valid_from": date(2025, 7, 1),
    }  # fmt: skip
    return equivalencies.state(world.toolkit, OPERATOR, StateEquivalency(**{**values, **change}))


def approve(world: World, **change: Any) -> Approved:
    values: dict[str, Any] = {
        "district": "north", "person": "t01", "achievement": "SEL-01", "external_id": "approval-1",
        "granted_on": date(2025, 10, 1),
    }  # fmt: skip
    return preapprovals.grant(world.toolkit, OPERATOR, PreApprove(**{**values, **change}))


def publish(world: World, version: str) -> None:
    catalog.publish_version(world.toolkit, OPERATOR, "msc", {**samples.record(), "version": version})
