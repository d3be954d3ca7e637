"""The words of `criteria.narrative` (Markdown): what somebody had to do for an achievement."""

from typing import Final

from issuer.badges.model import ComponentRule, Criterion, EvidencePhase

STACK: Final = "A collection of micro-credentials on one topic; their hours are counted once, not again."


def of_rubric(method: str, evidence: tuple[EvidencePhase, ...], rubric: tuple[Criterion, ...]) -> str:
    """Return the narrative of a micro-credential: method, portfolio, levels to reach."""
    lines = [method.strip(), "", "Submit a portfolio of evidence:", ""]
    lines += [f"- {phase.title}: {phase.required}" for phase in evidence]
    lines += ["", "Two assessors judge it. Every criterion must reach its required level:", ""]
    lines += [f"- {criterion.name}: {_required(criterion)}" for criterion in rubric]
    return "\n".join(lines).strip()


def of_components(rule: ComponentRule) -> str:
    """Return the narrative of a micro-endorsement: its components."""
    lines = ["Hold these micro-credentials:", "", *(f"- {code}" for code in rule.all)]
    if rule.choose:
        lines += ["", f"and {rule.choose} of:", "", *(f"- {code}" for code in rule.options)]
    return "\n".join(lines)


def _required(criterion: Criterion) -> str:
    place = criterion.rank(criterion.required_level)
    return criterion.levels[place].name if place >= 0 else criterion.required_level
