"""`/api/v1/pathways`: micro-endorsements, how far people are, and those under review."""

from typing import Any

from issuer.services import credentials
from issuer.services.api_keys import Scope
from issuer.services.pathways import reading, reviews, telling
from issuer.services.pathways.holdings import Stack
from issuer.store import Category
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.common import PageQuery
from issuer.web.api.schemas.pathways import (
    EmptySchema,
    PathwaySchema,
    ProgressQuery,
    ProgressSchema,
    ReviewSchema,
    RevokeReviewedSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "pathways",
    __name__,
    url_prefix="/pathways",
    description="Micro-endorsements: rules, progress, reviews. They issue themselves when a rule is met.",
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)
_WRITE_REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@lists(blueprint, "", None, takes=PageQuery, of=PathwaySchema, refuses=(422, 429))
def list_pathways(query: dict[str, Any]) -> dict[str, Any]:
    """List the micro-endorsements that can be completed, by code, with their rules."""
    found = reading.stacks(the_toolkit())
    return paging.listed(found, query, _describe, name=lambda stack: stack.achievement.code)


@lists(
    blueprint,
    "/progress",
    Scope.CREDENTIALS_READ,
    takes=ProgressQuery,
    of=ProgressSchema,
    refuses=_READ_REFUSALS,
)
def list_progress(query: dict[str, Any]) -> dict[str, Any]:
    """Say how far a person is with the micro-endorsements of the key's profile: what counts, what is left."""
    standings = reading.progress(
        the_toolkit(), access.caller().principal, query["person"], access.caller().slug
    )
    return paging.listed(standings, query, telling.progress_json, name=lambda item: item.version.code)


@lists(
    blueprint,
    "/reviews",
    Scope.CREDENTIALS_READ,
    takes=PageQuery,
    of=ReviewSchema,
    refuses=(401, 403, 422, 429),
)
def list_reviews(query: dict[str, Any]) -> dict[str, Any]:
    """List the micro-endorsements of the key's profile that are under review."""
    under_review = reviews.open_reviews(the_toolkit(), access.caller().principal, access.caller().slug)
    found = sorted(under_review, key=lambda item: item.credential.id)
    return paging.listed(found, query, telling.review_json, name=lambda item: item.credential.id)


@reads(blueprint, "/reviews/<name>", Scope.CREDENTIALS_READ, answer=ReviewSchema, refuses=_READ_REFUSALS)
def get_review(name: str) -> dict[str, Any]:
    """Return the reviews of one micro-endorsement, by its id or its certificate number."""
    return telling.review_json(reviews.get(the_toolkit(), access.caller().principal, _id(name)))


@writes(
    blueprint,
    "/reviews/<name>/reissue",
    Scope.CREDENTIALS_STATUS,
    takes=EmptySchema,
    answer=ReviewSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def reissue_reviewed(_command: dict[str, Any], name: str) -> dict[str, Any]:
    """End a review well: issue the micro-endorsement again from components that are in force."""
    return telling.review_json(reviews.reissue(the_toolkit(), access.caller().principal, _id(name)))


@writes(
    blueprint,
    "/reviews/<name>/revoke",
    Scope.CREDENTIALS_STATUS,
    takes=RevokeReviewedSchema,
    answer=ReviewSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def revoke_reviewed(command: dict[str, Any], name: str) -> dict[str, Any]:
    """End a review badly: withdraw the micro-endorsement for good."""
    category = Category(command["category"]) if "category" in command else None
    decided = reviews.revoke(
        the_toolkit(), access.caller().principal, _id(name), category, command.get("details")
    )
    return telling.review_json(decided)


def _id(name: str) -> str:
    return credentials.get(the_toolkit(), access.caller().principal, name).credential.id


def _describe(stack: Stack) -> dict[str, Any]:
    version = stack.versions[0][1]
    return {
        "code": version.code,
        "version": version.version,
        "name": version.name,
        "id": version.id,
        "words": telling.rule_words(version.components) if version.components else "",
        "rule": version.record["componentRule"],
        "ruleDigest": version.rule_digest(),
    }
