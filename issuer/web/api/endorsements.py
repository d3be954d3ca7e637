"""`/api/v1/endorsements`: what the key's profile says of achievements, issuers and badges (OB 3.0 R37-R40).

Signing has an `externalId` in place of an `Idempotency-Key`. Handing in what was signed elsewhere needs no
key but the secret of an invitation, which opens nothing else and is answered once.
"""

from typing import Any

from flask import Response, make_response

from issuer.services import endorsements as service
from issuer.services.api_keys import Scope
from issuer.services.endorsements import IssueEndorsement, Statement, reading
from issuer.services.endorsements.reading import Said
from issuer.services.endorsers import invitations, subjects, uploads
from issuer.store import Category
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.endorsements import (
    EndorsementQuery,
    EndorsementSchema,
    InvitationSchema,
    InviteSchema,
    SignEndorsementSchema,
    UploadSchema,
    WithdrawSchema,
)
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "endorsements", __name__, url_prefix="/endorsements", description="What others say of badges and issuers."
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)


@blueprint.post("")
@access.requires(Scope.ENDORSEMENTS_WRITE)
@blueprint.arguments(SignEndorsementSchema)
@blueprint.response(201, EndorsementSchema)
@blueprint.alt_response(200, schema=EndorsementSchema, description="It was signed before")
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 415, 503)
def sign_endorsement(command: dict[str, Any]) -> Response:
    """Sign an endorsement with the key of the caller's profile."""
    toolkit = the_toolkit()
    said = command.get("statement")
    issued = service.issue(
        toolkit,
        access.caller().principal,
        IssueEndorsement(
            profile=access.caller().slug,
            external_id=command["externalId"],
            subject=subjects.find(toolkit, command["about"], command.get("version")).subject,
            name=command["name"],
            comment=command["comment"],
            statement=None if said is None else Statement(said["kind"], said["facts"], said["version"]),
            valid_from=command.get("validFrom"),
            valid_until=command.get("validUntil"),
            carried=command["carried"],
        ),
    )
    body = EndorsementSchema().dump(_describe(reading.get(toolkit, issued.credential_id)))
    response = make_response(body, 201 if issued.is_new else 200)
    response.headers["Location"] = f"/api/v1/endorsements/{issued.credential_id}"
    return response


@lists(
    blueprint,
    "",
    Scope.ENDORSEMENTS_WRITE,
    takes=EndorsementQuery,
    of=EndorsementSchema,
    refuses=_READ_REFUSALS,
)
def list_endorsements(query: dict[str, Any]) -> dict[str, Any]:
    """List what the key's profile endorsed, by id."""
    found = sorted(reading.all_of(the_toolkit(), access.caller().slug), key=lambda said: said.id)
    return paging.listed(found, query, _describe, name=lambda said: said.id)


@reads(blueprint, "/<name>", Scope.ENDORSEMENTS_WRITE, answer=EndorsementSchema, refuses=_READ_REFUSALS)
def get_endorsement(name: str) -> dict[str, Any]:
    """Return one endorsement of the key's profile."""
    said = reading.get(the_toolkit(), name)
    access.caller().principal.require(said.endorser_slug or "")
    return _describe(said)


@blueprint.post("/<name>/withdraw")
@access.requires(Scope.ENDORSEMENTS_WRITE)
@blueprint.arguments(WithdrawSchema)
@blueprint.response(200, EndorsementSchema)
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 415, 503)
def withdraw_endorsement(command: dict[str, Any], name: str) -> dict[str, Any]:
    """Withdraw an endorsement for ever; asking again with the same category changes nothing."""
    toolkit = the_toolkit()
    caller = access.caller().principal
    service.withdraw(toolkit, caller, name, Category(command["category"]), command.get("details"))
    return _describe(reading.get(toolkit, name))


@blueprint.post("/invitations")
@access.requires(Scope.ENDORSEMENTS_WRITE)
@blueprint.arguments(InviteSchema)
@blueprint.response(201, InvitationSchema)
@blueprint.refuses(*_READ_REFUSALS, 413, 415, 503)
def invite_endorser(command: dict[str, Any]) -> Response:
    """Invite somebody to endorse what is the key's profile's own; the answer tells the secret once."""
    made = invitations.invite(
        the_toolkit(),
        access.caller().principal,
        command["about"],
        endorser=command["endorser"],
        version=command.get("version"),
        expires_at=command.get("expiresAt"),
    )
    told = {"id": made.record.id, "token": made.token, "expiresAt": made.record.expires_at}
    response = make_response(InvitationSchema().dump(told), 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/uploads")
@access.public
@blueprint.arguments(UploadSchema)
@blueprint.response(201, EndorsementSchema)
@blueprint.refuses(400, 403, 404, 409, 413, 415, 422, 429, 503)
def hand_in_endorsement(command: dict[str, Any]) -> Response:
    """Hand in an endorsement that was signed elsewhere; it is verified before it is taken."""
    toolkit = the_toolkit()
    data = command["endorsement"].encode("utf-8", "surrogatepass")
    row = uploads.take(toolkit, uploads.INVITED, data, invitation=command["invitation"])
    return make_response(EndorsementSchema().dump(_describe(reading.of_upload(row))), 201)


def _describe(said: Said) -> dict[str, Any]:
    now = the_toolkit().clock()
    return {
        "id": said.id,
        "endorser": said.endorser,
        "endorserId": said.endorser_id,
        "subject": said.subject_id,
        "subjectType": said.subject_type.value,
        "version": said.subject_version,
        "name": said.name,
        "comment": said.comment,
        "validFrom": said.valid_from,
        "validUntil": said.valid_until,
        "withdrawnAt": said.ended_at,
        "category": said.category,
        "carried": said.is_carried,
        "inForce": said.in_force(now, now=now),
        "document": said.body.decode("utf-8", "replace"),
    }
