"""From what was handed in to a case: which data model, which kinds, and for a token its claims.

A token repeats parts of its credential in claims. They are compared here, before anything else is asked,
because every later check looks at the credential alone.
"""

from typing import Literal

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, InputError, ProofError
from issuer.fetch import Fetch
from issuer.signing import jose
from issuer.terms import vc
from issuer.verify.case import Case
from issuer.verify.checks import token as token_checks
from issuer.verify.findings import from_error, passed
from issuer.verify.policy import Policy
from issuer.verify.presented import OPEN_BADGES, Presented, kinds_of
from issuer.verify.report import Check, Outcome
from issuer.workers import Workers


def open_case(
    presented: Presented, *, policy: Policy, fetch: Fetch, workers: Workers
) -> tuple[Case, tuple[Check, ...]]:
    """Return the case and the checks made on the way; the last one may have failed.

    Where it failed, the case holds the payload as it stands, so that a report can name what it claims.
    """
    checks: tuple[Check, ...] = ()
    document, token_end = presented.document, None
    if presented.token is not None:
        checks = (token_checks.check_header(presented.token.header),)
        if checks[-1].outcome is Outcome.PASSED:
            try:
                claims = jose.require_claims_equal(
                    presented.document, all_required=_is_of_open_badges(presented.document)
                )
            except (ProofError, ConformanceError, InputError) as exc:
                checks = (*checks, from_error(token_checks.CLAIMS_ID, exc))
            else:
                document, token_end = claims.credential, claims.expires
                checks = (
                    *checks,
                    passed(token_checks.CLAIMS_ID, "The token repeats its credential truly."),
                )
    case = Case(
        document=document,
        presented=presented,
        kinds=kinds_of(document),
        policy=policy,
        fetch=fetch,
        workers=workers,
        data_model=data_model_of(document),
        token_end=token_end,
    )
    return case, checks


def _is_of_open_badges(payload: JsonObject) -> bool:
    """Whether every claim is asked for: Open Badges does, and so does VCDM 1.1, where they carry meaning."""
    return "vc" in payload or bool(OPEN_BADGES.intersection(kinds_of(payload)))


def data_model_of(document: JsonObject) -> Literal["1.1", "2.0"]:
    """Return the data model that the context names: its first entry decides."""
    context = document.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    return "1.1" if first == vc.CONTEXT_V1 else "2.0"
