"""Credit: what a badge is worth to whoever recognises it, and which salary lane it reaches.

Pure rules: units, equivalencies, a district's rules as data, decisions with their trace, single use,
what-if. Values come in and go out; whoever fills them verifies credentials and keeps decisions.
`docs/credits.md` is the language of the rules.
"""

from issuer.credits.decision import decide
from issuer.credits.equivalency import Basis, Equivalency
from issuer.credits.findings import Outcome, Step
from issuer.credits.model import (
    Component,
    Counted,
    Earned,
    Kind,
    PreApproval,
    Request,
    Stack,
    Standing,
    Teacher,
    UniversityEndorsement,
    Use,
)
from issuer.credits.outcome import Decision, Item, Result
from issuer.credits.reasons import REASONS
from issuer.credits.rules import RuleSet, in_force, read, read_collection

__all__ = [
    "REASONS",
    "Basis",
    "Component",
    "Counted",
    "Decision",
    "Earned",
    "Equivalency",
    "Item",
    "Kind",
    "Outcome",
    "PreApproval",
    "Request",
    "Result",
    "RuleSet",
    "Stack",
    "Standing",
    "Step",
    "Teacher",
    "UniversityEndorsement",
    "Use",
    "decide",
    "in_force",
    "read",
    "read_collection",
]
