"""The words of `criteria.narrative` (Markdown): what somebody had to do for an achievement."""

from typing import Final

from issuer.badges.model import Criterion, EvidencePhase
from issuer.badges.pathway_rule import Accepted, ComponentRule

STACK: Final = "A collection of micro-credentials on one topic; their hours are counted once, not again."


def of_rubric(method: str, evidence: tuple[EvidencePhase, ...], rubric: tuple[Criterion, ...]) -> str:
    """Return the narrative of a micro-credential: method, portfolio, levels to reach."""
    lines = [method.strip(), "", "Submit a portfolio of evidence:", ""]
    lines += [f"- {phase.title}: {phase.required}" for phase in evidence]
    lines += ["", "Two assessors judge it. Every criterion must reach its required level:", ""]
    lines += [f"- {criterion.name}: {_required(criterion)}" for criterion in rubric]
    return "\n".join(lines).strip()


def of_components(rule: ComponentRule) -> str:
    """Return the narrative of a micro-endorsement: its components, and what counts for them."""
    lines = ["Hold these micro-credentials:", "", *(f"- {_item(rule, code)}" for code in rule.all)]
    if not rule.all:
        lines = []
    for choice in rule.choices:
        begin = (
            [f"and {choice.choose} of:"] if lines else [f"Hold {choice.choose} of these micro-credentials:"]
        )
        lines += ["", *begin, "", *(f"- {_item(rule, code)}" for code in choice.options)]
    if rule.max_age_months is not None:
        words = f"None may be older than {rule.max_age_months} months when the last one is earned."
        lines += ["", words]
    if rule.partners:
        lines += ["", "Micro-credentials of partners that the issuer lists count too."]
    return "\n".join(lines).strip()


def _item(rule: ComponentRule, code: str) -> str:
    named, *others = rule.accepted(code)
    words = f"{named.code}{_versions(named)}"
    return (
        f"{words} (or {', '.join(f'{item.code}{_versions(item)}' for item in others)})" if others else words
    )


def _versions(item: Accepted) -> str:
    ends = [
        *([f"from version {item.versions.least}"] if item.versions.least else []),
        *([f"before version {item.versions.before}"] if item.versions.before else []),
    ]
    return f" {', '.join(ends)}" if ends else ""


def _required(criterion: Criterion) -> str:
    place = criterion.rank(criterion.required_level)
    return criterion.levels[place].name if place >= 0 else criterion.required_level
