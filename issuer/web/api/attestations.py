"""`/api/v1/attestations`: frozen assessment records, required for every award. Needs `attestations:write`."""

from typing import Any

from flask import Response, make_response

from issuer.errors import InputError
from issuer.services import attestations as service
from issuer.services.api_keys import Scope
from issuer.store import AttestationRecord
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint, json_body
from issuer.web.api.repeats import repeatable
from issuer.web.api.schemas.attestations import AttestationSchema
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "attestations", __name__, url_prefix="/attestations", description="Assessment records behind the awards."
)


@blueprint.post("")
@access.requires(Scope.ATTESTATIONS_WRITE)
@repeatable
@blueprint.doc(
    requestBody={
        "required": True,
        "description": "An assessment record as `schemas/attestation.schema.json` describes it.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
)
@blueprint.response(201, AttestationSchema)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 415, 422, 429)
def import_attestation() -> Response:
    """Freeze one record; a refusal names every gap. The same record again gives the same id."""
    document = json_body()
    if not isinstance(document, dict):
        raise InputError("An assessment record is a JSON object.", code="PARSING_ERROR", pointer="")
    caller = access.caller()
    kept = service.import_record(the_toolkit(), caller.principal, caller.slug, document)
    return make_response(AttestationSchema().dump(describe(kept)), 201)


def describe(record: AttestationRecord) -> dict[str, Any]:
    """Return what the API says of a record; its own digest stays secret, because it could be guessed at."""
    return {
        "id": record.id,
        "externalId": record.external_id,
        "receivedAt": record.received_at,
    }
