"""The frame of a read: its address, who may ask, what the query and the answer look like.

Every `GET` of one thing and of a list wears the same decorators in the same order; this is that order, once.
"""

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from issuer.services.api_keys import Scope
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.common import page_of

View = Callable[..., Any]


def reads(
    blueprint: Blueprint,
    rule: str,
    scope: Scope | None,
    *,
    answer: type[ma.Schema] | ma.Schema,
    refuses: tuple[int, ...] = (),
    takes: type[ma.Schema] | None = None,
) -> Callable[[View], View]:
    """Make a view answer `GET` at a rule.

    Args:
        blueprint: where the rule belongs.
        rule: the address below the blueprint's.
        scope: what an API key needs; None for what anybody may read.
        answer: what the view returns.
        refuses: statuses of the problems that it may answer.
        takes: the query, handed to the view as its first argument; None for an operation without one.
    """

    def decorate(view: View) -> View:
        framed = blueprint.refuses(*refuses)(view)
        framed = blueprint.response(200, answer)(framed)
        if takes is not None:
            framed = blueprint.arguments(takes, location="query")(framed)
        framed = access.public(framed) if scope is None else access.requires(scope)(framed)
        blueprint.get(rule)(framed)
        return framed

    return decorate


def lists(
    blueprint: Blueprint,
    rule: str,
    scope: Scope | None,
    *,
    takes: type[ma.Schema],
    of: type[ma.Schema],
    refuses: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Make a view answer `GET` at a rule with one page of a list.

    Args:
        blueprint: where the rule belongs.
        rule: the address below the blueprint's.
        scope: what an API key needs; None for what anybody may read.
        takes: the query, with `cursor` and `limit`.
        of: one item of the list.
        refuses: statuses of the problems that it may answer.
    """
    return reads(blueprint, rule, scope, answer=page_of(of), refuses=refuses, takes=takes)
