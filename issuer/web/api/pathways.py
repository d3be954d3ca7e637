"""`/api/v1/pathways`: micro-endorsements, how far people are, and those under review."""

from typing import Any

from issuer.services import credentials as reads
from issuer.services.api_keys import Scope
from issuer.services.pathways import reading, reviews, telling
from issuer.store import Category
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.repeats import repeatable
from issuer.web.api.schemas.common import PageQuery, page_of
from issuer.web.api.schemas.pathways import (
    EmptySchema,
    PathwaySchema,
    ProgressQuery,
    ProgressSchema,
    ReviewSchema,
    RevokeReviewedSchema,
)
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "pathways",
    __name__,
    url_prefix="/pathways",
    description="Micro-endorsements: rules, progress, reviews. They issue themselves when a rule is met.",
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)
_WRITE_REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@blueprint.get("")
@access.public
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, page_of(PathwaySchema))
@blueprint.refuses(422, 429)
def list_pathways(query: dict[str, Any]) -> dict[str, Any]:
    """List the micro-endorsements that can be completed, by code, with their rules."""
    found, following = paging.page(
        reading.stacks(the_toolkit()),
        name=lambda stack: stack.achievement.code,
        cursor=query.get("cursor"),
        limit=query["limit"],
    )
    versions = [stack.versions[0][1] for stack in found]
    items = [
        {
            "code": version.code,
            "version": version.version,
            "name": version.name,
            "id": version.id,
            "words": telling.rule_words(version.components) if version.components else "",
            "rule": version.record["componentRule"],
            "ruleDigest": version.rule_digest(),
        }
        for version in versions
    ]
    return paging.as_page(items, following)


@blueprint.get("/progress")
@access.requires(Scope.CREDENTIALS_READ)
@blueprint.arguments(ProgressQuery, location="query")
@blueprint.response(200, page_of(ProgressSchema))
@blueprint.refuses(*_READ_REFUSALS)
def list_progress(query: dict[str, Any]) -> dict[str, Any]:
    """Say how far a person is with the micro-endorsements of the key's profile: what counts, what is left."""
    standings = reading.progress(
        the_toolkit(), access.caller().principal, query["person"], access.caller().slug
    )
    found, following = paging.page(
        standings, name=lambda item: item.version.code, cursor=query.get("cursor"), limit=query["limit"]
    )
    return paging.as_page([telling.progress_json(item) for item in found], following)


@blueprint.get("/reviews")
@access.requires(Scope.CREDENTIALS_READ)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, page_of(ReviewSchema))
@blueprint.refuses(401, 403, 422, 429)
def list_reviews(query: dict[str, Any]) -> dict[str, Any]:
    """List the micro-endorsements of the key's profile that are under review."""
    under_review = reviews.open_reviews(the_toolkit(), access.caller().principal, access.caller().slug)
    found, following = paging.page(
        tuple(sorted(under_review, key=lambda item: item.credential.id)),
        name=lambda item: item.credential.id,
        cursor=query.get("cursor"),
        limit=query["limit"],
    )
    return paging.as_page([telling.review_json(item) for item in found], following)


@blueprint.get("/reviews/<name>")
@access.requires(Scope.CREDENTIALS_READ)
@blueprint.response(200, ReviewSchema)
@blueprint.refuses(*_READ_REFUSALS)
def get_review(name: str) -> dict[str, Any]:
    """Return the reviews of one micro-endorsement, by its id or its certificate number."""
    return telling.review_json(reviews.get(the_toolkit(), access.caller().principal, _id(name)))


@blueprint.post("/reviews/<name>/reissue")
@access.requires(Scope.CREDENTIALS_STATUS)
@repeatable
@blueprint.arguments(EmptySchema)
@blueprint.response(200, ReviewSchema)
@blueprint.refuses(*_WRITE_REFUSALS)
def reissue_reviewed(_command: dict[str, Any], name: str) -> dict[str, Any]:
    """End a review well: issue the micro-endorsement again from components that are in force."""
    return telling.review_json(reviews.reissue(the_toolkit(), access.caller().principal, _id(name)))


@blueprint.post("/reviews/<name>/revoke")
@access.requires(Scope.CREDENTIALS_STATUS)
@repeatable
@blueprint.arguments(RevokeReviewedSchema)
@blueprint.response(200, ReviewSchema)
@blueprint.refuses(*_WRITE_REFUSALS)
def revoke_reviewed(command: dict[str, Any], name: str) -> dict[str, Any]:
    """End a review badly: withdraw the micro-endorsement for good."""
    category = Category(command["category"]) if "category" in command else None
    decided = reviews.revoke(
        the_toolkit(), access.caller().principal, _id(name), category, command.get("details")
    )
    return telling.review_json(decided)


def _id(name: str) -> str:
    return reads.get(the_toolkit(), access.caller().principal, name).credential.id
