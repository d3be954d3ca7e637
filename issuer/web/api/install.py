"""Puts the API into an application: one specification, one list of blueprints."""

from typing import Any, Final

from flask import Flask
from flask_smorest import Api as SmorestApi

from issuer.web.api import (
    access,
    achievements,
    attestations,
    audit,
    batch_verifications,
    batches,
    bundles,
    credentials,
    credit,
    employments,
    endorsements,
    holder_proofs,
    known_issuers,
    pathways,
    profiles,
    programs,
    progress_links,
    signed_reports,
    transcripts,
    verifications,
)
from issuer.web.api.schemas.common import ProblemSchema
from issuer.web.problems import PROBLEM_TYPE

PREFIX: Final = "/api/v1"
BLUEPRINTS: Final = (
    profiles.blueprint,
    programs.blueprint,
    achievements.blueprint,
    attestations.blueprint,
    credentials.blueprint,
    batches.blueprint,
    bundles.blueprint,
    holder_proofs.blueprint,
    endorsements.blueprint,
    transcripts.blueprint,
    verifications.blueprint,
    signed_reports.blueprint,
    batch_verifications.blueprint,
    known_issuers.blueprint,
    pathways.blueprint,
    progress_links.blueprint,
    credit.blueprint,
    employments.blueprint,
    audit.blueprint,
)
DESCRIPTION: Final = (
    "Issue, read and end Open Badges 3.0 credentials, and verify any. Verifying and reading what is public "
    "need no key. Everything else needs an API key of a profile, sent as `Authorization: Bearer KEY`; each "
    "operation names the scope it needs in `x-scope`.\n\n"
    "Errors are RFC 9457 problems; `/problems/CODE` explains each. A write may carry an `Idempotency-Key`. "
    "Lists are read page by page: send `next` of one page as `cursor` of the next. Above the rate limit "
    "the answer is 429 with `Retry-After`.\n\n"
    "What is in `/api/v1` stays: members and operations are only added. What will end is marked "
    "`deprecated` here and answers with a `Deprecation` and a `Sunset` header for at least twelve months."
)


class Api(SmorestApi):
    """flask-smorest's Api with the problems of this house."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE: str

    def _register_error_handlers(self) -> None:
        """Leave every error to `web.problems`."""

    def _register_responses(self) -> None:
        """Document every error as a problem document."""
        usual = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = usual


def install(app: Flask, *, base_url: str) -> None:
    """Register every operation of the API, and its specification at `/api/v1/openapi.json`."""
    app.config.update(
        API_TITLE="Mintmark API",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    options: dict[str, Any] = {
        "info": {"description": DESCRIPTION},
        "servers": [{"url": base_url}],
        "marshmallow_plugin": None,
    }
    api = Api(app, spec_kwargs=options)
    scheme = {"type": "http", "scheme": "bearer", "description": "An API key: mm_…"}
    api.spec.components.security_scheme(access.SECURITY, scheme)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=f"{PREFIX}{blueprint.url_prefix or ''}")
