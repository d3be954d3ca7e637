"""The frame of a write: its address, its scope, what it takes and answers, and that it may be sent again.

Every `POST` that `repeats` answers twice alike wears the same decorators in the same order; this is that order, once.
"""

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from issuer.services.api_keys import Scope
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.repeats import repeatable

View = Callable[..., Any]


def writes(
    blueprint: Blueprint,
    rule: str,
    scope: Scope,
    *,
    answer: type[ma.Schema],
    refuses: tuple[int, ...],
    status: int = 201,
    takes: type[ma.Schema] | None = None,
) -> Callable[[View], View]:
    """Make a view answer `POST` at a rule; what else it documents stands below this.

    Args:
        blueprint: where the rule belongs.
        rule: the address below the blueprint's.
        scope: what an API key needs.
        answer: what the view returns.
        refuses: statuses of the problems that it may answer.
        status: of the answer.
        takes: the body, handed to the view as its first argument; None for an operation without one.
    """

    def decorate(view: View) -> View:
        framed = blueprint.refuses(*refuses)(view)
        framed = blueprint.response(status, answer)(framed)
        if takes is not None:
            framed = blueprint.arguments(takes)(framed)
        framed = access.requires(scope)(repeatable(framed))
        blueprint.post(rule)(framed)
        return framed

    return decorate
