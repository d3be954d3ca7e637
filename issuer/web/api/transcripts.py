"""`/api/v1/transcripts`: a ClrCredential with a person's credentials inside, on request (CLR 2.0).

An `externalId` stands in place of an `Idempotency-Key`: asking again under it gives the same bytes, however large.
"""

from typing import Any

from flask import Response, make_response

from issuer.services.api_keys import Scope
from issuer.services.handed_out import shelves
from issuer.services.transcripts import issue as service
from issuer.services.transcripts import keeping
from issuer.services.transcripts.issue import IssueTranscript
from issuer.services.transcripts.keeping import TRANSCRIPTS, KeptTranscript
from issuer.store import Category
from issuer.terms import vc
from issuer.web.api import access, handing, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists
from issuer.web.api.schemas.common import HolderQuery
from issuer.web.api.schemas.transcripts import (
    IssueTranscriptSchema,
    TranscriptSchema,
    WithdrawTranscriptSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "transcripts", __name__, url_prefix="/transcripts", description="What somebody holds, signed as one."
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)
_WRITE_REFUSALS = (*_READ_REFUSALS, 409, 413, 415, 503)
_SIGNED = {vc.MEDIA_VC: {"schema": {"type": "object"}}}


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.arguments(IssueTranscriptSchema)
@blueprint.doc(
    responses={
        "200": {"description": "It was signed before under this `externalId`.", "content": _SIGNED},
        "201": {"description": "The signed transcript.", "content": _SIGNED},
    }
)
@blueprint.refuses(*_WRITE_REFUSALS)
def issue_transcript(command: dict[str, Any]) -> Response:
    """Sign a transcript of what a person holds of the key's profile and what is in force."""
    caller = access.caller()
    made = service.issue(
        the_toolkit(),
        caller.principal,
        IssueTranscript(
            profile=caller.slug,
            person=command["person"],
            chosen=command["credentials"],
            external_id=command.get("externalId"),
        ),
    )
    return _signed(made.credential_id, made.body, 201 if made.is_new else 200)


@lists(blueprint, "", Scope.CREDENTIALS_SHARE, takes=HolderQuery, of=TranscriptSchema, refuses=_READ_REFUSALS)
def list_transcripts(query: dict[str, Any]) -> dict[str, Any]:
    """List the transcripts that the key's profile signed, newest first."""
    found = shelves.page(the_toolkit(), access.caller().principal, TRANSCRIPTS, handing.asked(query))
    return paging.answer(found.items, found.after, _describe)


@blueprint.get("/<name>")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.doc(responses={"200": {"description": "The signed transcript.", "content": _SIGNED}})
@blueprint.refuses(*_READ_REFUSALS)
def get_transcript(name: str) -> Response:
    """Return a signed transcript, byte for byte, also when it has ended or was withdrawn."""
    kept = shelves.get(the_toolkit(), access.caller().principal, TRANSCRIPTS, name)
    return _signed(kept.row.id, kept.row.body or b"", 200)


@writes(
    blueprint,
    "/<name>/revoke",
    Scope.CREDENTIALS_STATUS,
    takes=WithdrawTranscriptSchema,
    answer=TranscriptSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def revoke_transcript(command: dict[str, Any], name: str) -> dict[str, Any]:
    """Withdraw a transcript for good; what is inside stays as it is."""
    ended = keeping.withdraw(
        the_toolkit(),
        access.caller().principal,
        name,
        Category(command["category"]),
        command.get("details"),
    )
    return _describe(ended)


def _signed(name: str, body: bytes, status: int) -> Response:
    response = make_response(body, status)
    response.headers["Content-Type"] = vc.MEDIA_VC
    response.headers["Location"] = f"/api/v1/transcripts/{name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _describe(kept: KeptTranscript) -> dict[str, Any]:
    row = kept.row
    return {
        "id": row.id,
        "externalId": row.external_id,
        "person": kept.person,
        "credentials": list(kept.credentials),
        "sha256": row.sha256,
        "validFrom": row.valid_from,
        "validUntil": row.valid_until,
        "withdrawnAt": row.ended_at,
        "category": None if row.ended_category is None else row.ended_category.value,
    }
