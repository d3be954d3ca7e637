"""`/api/v1/credentials`: issue, read, list, and end or replace what was issued by the key's profile."""

from datetime import datetime
from typing import Any

from flask import Response, current_app, make_response, request

from issuer.documents.times import format_time
from issuer.errors import InputError
from issuer.services import credentials, revocation
from issuer.services.api_keys import Scope
from issuer.services.credentials import Held, State
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential
from issuer.store import Category, VersionRecord
from issuer.terms import vc
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.repeats import repeatable
from issuer.web.api.schemas.credentials import (
    CredentialQuery,
    CredentialSchema,
    DetailsSchema,
    IssueSchema,
    ReissueSchema,
    RevokeSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "credentials", __name__, url_prefix="/credentials", description="What the key's profile issued."
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)
_WRITE_REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_ISSUE)
@repeatable
@blueprint.arguments(IssueSchema)
@blueprint.response(201, CredentialSchema)
@blueprint.alt_response(200, schema=CredentialSchema, description="It was issued before")
@blueprint.refuses(*_WRITE_REFUSALS)
def issue_credential(command: dict[str, Any]) -> Response:
    """Issue a credential for an assessment record: signed, checked, recorded, then answered."""
    attestation = command["attestation"]
    if not isinstance(attestation, str | dict):
        raise InputError("An attestation is an id or a record.", pointer="/attestation")
    issued = issuance.issue(
        the_toolkit(),
        access.caller().principal,
        IssueCredential(
            profile=access.caller().slug,
            external_id=command["externalId"],
            attestation=attestation,
            awarded_at=command.get("awardedAt"),
            valid_until=command.get("validUntil"),
        ),
    )
    return _answer(issued.credential.id, 201 if issued.is_new else 200, issued.held)


@lists(
    blueprint, "", Scope.CREDENTIALS_READ, takes=CredentialQuery, of=CredentialSchema, refuses=_READ_REFUSALS
)
def list_credentials(query: dict[str, Any]) -> dict[str, Any]:
    """List the credentials of the key's profile, newest first."""
    found = credentials.page(
        the_toolkit(),
        access.caller().principal,
        profile=access.caller().slug,
        achievement=query.get("achievement"),
        states=[State(query["state"])] if "state" in query else (),
        person=query.get("person"),
        after=paging.after(query),
        limit=query["limit"],
    )
    return paging.answer(found.items, found.after, describe)


@reads(blueprint, "/<name>", Scope.CREDENTIALS_READ, answer=CredentialSchema, refuses=_READ_REFUSALS)
def get_credential(name: str) -> dict[str, Any]:
    """Return one credential by its id or its certificate number."""
    return describe(credentials.get(the_toolkit(), access.caller().principal, name))


@blueprint.get("/<name>/versions/<int:number>/document")
@access.requires(Scope.CREDENTIALS_READ)
@blueprint.response(
    200, {"type": "object"}, content_type=vc.MEDIA_VC, description="The signed credential, byte for byte"
)
@blueprint.refuses(*_READ_REFUSALS)
def get_document(name: str, number: int) -> Response:
    """Return the exact signed bytes of one version."""
    body = credentials.body(the_toolkit(), access.caller().principal, name, number)
    response = make_response(body)
    best = request.accept_mimetypes.best_match([vc.MEDIA_VC, vc.MEDIA_JSON, vc.MEDIA_LD_JSON])
    response.mimetype = best or vc.MEDIA_VC
    return response


@writes(
    blueprint,
    "/<name>/revoke",
    Scope.CREDENTIALS_STATUS,
    takes=RevokeSchema,
    answer=CredentialSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def revoke_credential(command: dict[str, Any], name: str) -> Response:
    """End a credential for good, with a public reason. A bit that was set never goes back."""
    category = Category(command["category"])
    revocation.revoke(
        the_toolkit(), access.caller().principal, _id(name), category, details=command.get("details")
    )
    return _answer(name, 200)


@writes(
    blueprint,
    "/<name>/suspend",
    Scope.CREDENTIALS_STATUS,
    takes=DetailsSchema,
    answer=CredentialSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def suspend_credential(command: dict[str, Any], name: str) -> Response:
    """Put a credential on hold while it is reviewed."""
    revocation.suspend(the_toolkit(), access.caller().principal, _id(name), details=command.get("details"))
    return _answer(name, 200)


@writes(
    blueprint,
    "/<name>/resume",
    Scope.CREDENTIALS_STATUS,
    takes=DetailsSchema,
    answer=CredentialSchema,
    refuses=_WRITE_REFUSALS,
)
def resume_credential(command: dict[str, Any], name: str) -> Response:
    """End a suspension in the holder's favor: the credential is issued again as its next version."""
    revocation.resume(the_toolkit(), access.caller().principal, _id(name), details=command.get("details"))
    return _answer(name, 201)


@writes(
    blueprint,
    "/<name>/reissue",
    Scope.CREDENTIALS_STATUS,
    takes=ReissueSchema,
    answer=CredentialSchema,
    refuses=_WRITE_REFUSALS,
)
def reissue_credential(command: dict[str, Any], name: str) -> Response:
    """Replace one version by the next; the old copy says that it was replaced."""
    revocation.reissue(
        the_toolkit(),
        access.caller().principal,
        _id(name),
        replaces=command["replaces"],
        details=command.get("details"),
    )
    return _answer(name, 201)


def _id(name: str) -> str:
    return credentials.get(the_toolkit(), access.caller().principal, name).credential.id


def _answer(name: str, status: int, known: Held | None = None) -> Response:
    held = known or credentials.get(the_toolkit(), access.caller().principal, name)
    # Every value has its type already, so that the schema would do nothing but write the moments.
    response = make_response(current_app.json.response(_written(describe(held))), status)
    response.headers["Location"] = f"/api/v1/credentials/{held.credential.id}"
    return response


def _written(value: Any) -> Any:  # noqa: ANN401  (any value of an answer)
    """Return an answer as `CredentialSchema` dumps it, moments as text; a test holds both together."""
    if isinstance(value, dict):
        return {name: _written(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_written(one) for one in value]
    return format_time(value) if isinstance(value, datetime) else value


def describe(held: Held) -> dict[str, Any]:
    """Return what the API says of a credential to its issuer."""
    return {
        "id": held.credential.id,
        "certificateNumber": held.credential.certificate_number,
        "externalId": held.credential.external_id,
        "profile": held.profile.slug,
        "achievement": held.achievement.code,
        "achievementVersion": held.achievement.version,
        "person": held.person,
        "state": held.state.value,
        "awardedAt": held.credential.awarded_at,
        "versions": [_version(version) for version in held.versions],
    }


def _version(version: VersionRecord) -> dict[str, Any]:
    return {
        "number": version.number,
        "state": version.state.value,
        "validFrom": version.valid_from,
        "validUntil": version.valid_until,
        "issuedAt": version.issued_at,
        "sha256": version.sha256,
        "endedAt": version.ended_at,
        "endedCategory": None if version.ended_category is None else version.ended_category.value,
    }
