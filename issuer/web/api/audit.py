"""`/api/v1/audit`: the record for an auditor from outside, read by pseudonym, and every read an event."""

from typing import Any

from issuer.services import auditing
from issuer.services.api_keys import Scope
from issuer.services.auditing import Auditor
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.audit import (
    DecisionRowSchema,
    EndorsementRowSchema,
    LogSchema,
    ReviewRowSchema,
    RowSchema,
    RowsQuery,
    SampleQuery,
    SampleSchema,
    TakenRowSchema,
    TranscriptRowSchema,
)
from issuer.web.api.schemas.common import page_of
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "audit",
    __name__,
    url_prefix="/audit",
    description="The record for an auditor: of the key's profile and of those under it. Every read is an event.",
)
_REFUSALS = (400, 401, 403, 404, 422, 429, 503)


@blueprint.get("/credentials")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(RowSchema))
@blueprint.refuses(*_REFUSALS)
def list_rows(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per credential of an issuer, by id."""
    return _page("credentials", query)


@blueprint.get("/endorsements")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(EndorsementRowSchema))
@blueprint.refuses(*_REFUSALS)
def list_endorsements(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per endorsement of a profile, values, receipts and decisions too, by id."""
    return _page("endorsements", query)


@blueprint.get("/taken-endorsements")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(TakenRowSchema))
@blueprint.refuses(*_REFUSALS)
def list_taken(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per endorsement that was signed elsewhere and taken in, by id."""
    return _page("taken-endorsements", query)


@blueprint.get("/transcripts")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(TranscriptRowSchema))
@blueprint.refuses(*_REFUSALS)
def list_transcripts(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per transcript of an issuer, newest first."""
    return _page("transcripts", query)


@blueprint.get("/reviews")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(ReviewRowSchema))
@blueprint.refuses(*_REFUSALS)
def list_reviews(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per review of a micro-endorsement, by id."""
    return _page("reviews", query)


@blueprint.get("/decisions")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(200, page_of(DecisionRowSchema))
@blueprint.refuses(*_REFUSALS)
def list_decisions(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per lane decision of a district, by id."""
    return _page("decisions", query)


@blueprint.get("/sample")
@access.requires(Scope.AUDIT_READ)
@blueprint.arguments(SampleQuery, location="query")
@blueprint.response(200, SampleSchema)
@blueprint.refuses(*_REFUSALS)
def get_sample(query: dict[str, Any]) -> dict[str, Any]:
    """Draw the rows with the smallest SHA-256 of `SEED:CREDENTIAL_ID`, so that anybody can draw them again."""
    who = _who()
    slug = query.get("profile", who.slug)
    rows = auditing.sample(the_toolkit(), who, slug, seed=query["seed"], size=query["size"])
    return {"items": list(rows)}


@blueprint.get("/log")
@access.requires(Scope.AUDIT_READ)
@blueprint.response(200, LogSchema)
@blueprint.refuses(*_REFUSALS)
def get_log() -> dict[str, Any]:
    """Compare the chain of events with itself and with what was signed about it."""
    found = auditing.log_state(the_toolkit(), _who())
    return {
        "intact": not found.report.findings,
        "events": found.report.size,
        "pending": found.report.pending,
        "findings": [
            {"event": item.number, "what": item.what.value, "sentence": item.sentence}
            for item in found.report.findings
        ],
        "checkpoint": None if found.checkpoint is None else found.checkpoint.decode(),
        "verifierKey": found.verifier_key,
    }


def _who() -> Auditor:
    return auditing.auditor(the_toolkit(), access.caller())


def _page(listing: str, query: dict[str, Any]) -> dict[str, Any]:
    who = _who()
    after = paging.read(query["cursor"]) if "cursor" in query else ""
    slug = query.get("profile", who.slug)
    found = auditing.page(
        the_toolkit(), who, slug, listing=auditing.LISTINGS[listing], after=after, limit=query["limit"]
    )
    return paging.as_page(list(found.rows), None if found.after is None else paging.write(found.after))
