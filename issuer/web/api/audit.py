"""`/api/v1/audit`: the record for an auditor from outside, read by pseudonym, and every read an event."""

from typing import Any

from issuer.services import auditing
from issuer.services.api_keys import Scope
from issuer.services.auditing import Auditor
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
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
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "audit",
    __name__,
    url_prefix="/audit",
    description="The record for an auditor: of the key's profile and of those under it. Every read is an event.",
)
_REFUSALS = (400, 401, 403, 404, 422, 429, 503)


@lists(blueprint, "/credentials", Scope.AUDIT_READ, takes=RowsQuery, of=RowSchema, refuses=_REFUSALS)
def list_rows(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per credential of an issuer, by id."""
    return _page("credentials", query)


@lists(
    blueprint, "/endorsements", Scope.AUDIT_READ, takes=RowsQuery, of=EndorsementRowSchema, refuses=_REFUSALS
)
def list_endorsements(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per endorsement of a profile, values, receipts and decisions too, by id."""
    return _page("endorsements", query)


@lists(
    blueprint, "/taken-endorsements", Scope.AUDIT_READ, takes=RowsQuery, of=TakenRowSchema, refuses=_REFUSALS
)
def list_taken(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per endorsement that was signed elsewhere and taken in, by id."""
    return _page("taken-endorsements", query)


@lists(
    blueprint, "/transcripts", Scope.AUDIT_READ, takes=RowsQuery, of=TranscriptRowSchema, refuses=_REFUSALS
)
def list_transcripts(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per transcript of an issuer, newest first."""
    return _page("transcripts", query)


@lists(blueprint, "/reviews", Scope.AUDIT_READ, takes=RowsQuery, of=ReviewRowSchema, refuses=_REFUSALS)
def list_reviews(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per review of a micro-endorsement, by id."""
    return _page("reviews", query)


@lists(blueprint, "/decisions", Scope.AUDIT_READ, takes=RowsQuery, of=DecisionRowSchema, refuses=_REFUSALS)
def list_decisions(query: dict[str, Any]) -> dict[str, Any]:
    """List one row per lane decision of a district, by id."""
    return _page("decisions", query)


@reads(blueprint, "/sample", Scope.AUDIT_READ, takes=SampleQuery, answer=SampleSchema, refuses=_REFUSALS)
def get_sample(query: dict[str, Any]) -> dict[str, Any]:
    """Draw the rows with the smallest SHA-256 of `SEED:CREDENTIAL_ID`, so that anybody can draw them again."""
    who = _who()
    slug = query.get("profile", who.slug)
    rows = auditing.sample(the_toolkit(), who, slug, seed=query["seed"], size=query["size"])
    return {"items": list(rows)}


@reads(blueprint, "/log", Scope.AUDIT_READ, answer=LogSchema, refuses=_REFUSALS)
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
    found = auditing.page(
        the_toolkit(),
        who,
        query.get("profile", who.slug),
        listing=auditing.LISTINGS[listing],
        after=paging.after(query),
        limit=query["limit"],
    )
    return paging.answer(found.rows, found.after, dict)
