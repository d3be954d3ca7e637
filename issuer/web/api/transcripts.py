"""`/api/v1/transcripts`: a ClrCredential with a person's credentials inside, on request (CLR 2.0)."""

from typing import Any

from flask import Response, make_response
from marshmallow import fields, validate

from issuer.services.api_keys import Scope
from issuer.services.transcripts import issue as service
from issuer.terms import vc
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.common import Shape
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "transcripts", __name__, url_prefix="/transcripts", description="What somebody holds, signed as one."
)


class IssueTranscriptSchema(Shape):
    """Whose credentials of the key's profile, and which."""

    person = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Reference of the holder."},
    )
    credentials = fields.List(
        fields.String(validate=validate.Length(min=1, max=200)),
        load_default=list,
        validate=validate.Length(max=service.MOST),
        metadata={"description": "Ids or certificate numbers; empty for everything in force."},
    )


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.arguments(IssueTranscriptSchema)
@blueprint.doc(
    responses={
        "201": {
            "description": "The signed transcript; it is kept nowhere.",
            "content": {vc.MEDIA_VC: {"schema": {"type": "object"}}},
        }
    }
)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
def issue_transcript(command: dict[str, Any]) -> Response:
    """Sign a transcript of what a person holds of the key's profile and what is in force."""
    caller = access.caller()
    made = service.issue(
        the_toolkit(),
        caller.principal,
        profile=caller.slug,
        person=command["person"],
        chosen=command["credentials"],
    )
    response = make_response(made.body, 201)
    response.headers["Content-Type"] = vc.MEDIA_VC
    response.headers["Cache-Control"] = "no-store"
    return response
