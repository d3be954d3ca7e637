"""`/api/v1/holder-proofs`: ask a holder to prove that a credential of ours is theirs (domain.md VER-06).

Public, as verifying is: a district needs no account. Nothing about who asks is kept, and no answer tells whether
a holder has an address here. A question lives ten minutes and is forgotten after a day.
"""

from typing import Any, Final

from flask import Response, make_response, request

from issuer.errors import InputError
from issuer.services.holder_proofs import answering, asking
from issuer.services.holder_proofs.answering import HolderFinding
from issuer.store import ProofMethod
from issuer.terms import vc
from issuer.web import guard
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import reads
from issuer.web.api.schemas.holder_proofs import AskSchema, CodeSchema, HolderProofSchema
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "holder_proofs", __name__, url_prefix="/holder-proofs", description="Is this credential its bringer's?"
)
ASKING_COST: Final = 5.0
"""A code is hashed slowly on purpose."""
PRESENTATION_TYPES: Final = ("application/vp", vc.MEDIA_JSON, vc.MEDIA_LD_JSON)
_BODY: Final = {
    "required": True,
    "description": "A presentation with an embedded proof for `authentication`, with this challenge and domain.",
    "content": {name: {"schema": {"type": "object"}} for name in PRESENTATION_TYPES},
}


@blueprint.post("")
@access.public
@blueprint.arguments(AskSchema)
@blueprint.response(201, HolderProofSchema)
@blueprint.refuses(400, 404, 409, 413, 415, 422, 429, 503)
def ask_holder(command: dict[str, Any]) -> Response:
    """Ask: get a challenge for the holder to sign, or let a code be sent to the holder."""
    guard.charge(cost=ASKING_COST)
    asked = asking.ask(the_toolkit(), command["credential"], ProofMethod(command["method"]))
    body = HolderProofSchema().dump(describe(answering.look(the_toolkit(), asked.id)))
    response = make_response(body, 201)
    response.headers["Location"] = f"/api/v1/holder-proofs/{asked.id}"
    return response


@reads(blueprint, "/<name>", None, answer=HolderProofSchema, refuses=(404, 429))
def get_holder_proof(name: str) -> dict[str, Any]:
    """Say what became of a question: open, proven by whom and when, not proven."""
    return describe(answering.look(the_toolkit(), name))


@blueprint.post("/<name>/presentation")
@access.public
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, HolderProofSchema)
@blueprint.refuses(404, 413, 415, 422, 429, 503)
def present(name: str) -> dict[str, Any]:
    """Answer by a signed presentation; what does not prove the holder is answered in words, with 200."""
    if request.mimetype not in PRESENTATION_TYPES:
        raise InputError(
            f"A presentation of the type {request.mimetype[:60]!r} is not read here.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint="Send " + ", ".join(PRESENTATION_TYPES) + ".",
        )
    return describe(answering.present(the_toolkit(), name, request.get_data(), media_type=vc.MEDIA_JSON))


@blueprint.post("/<name>/code")
@access.public
@blueprint.arguments(CodeSchema)
@blueprint.response(200, HolderProofSchema)
@blueprint.refuses(400, 404, 413, 415, 422, 429, 503)
def enter_code(command: dict[str, Any], name: str) -> dict[str, Any]:
    """Answer by the code that the holder told; five tries."""
    return describe(answering.enter_code(the_toolkit(), name, command["code"]))


def describe(found: HolderFinding) -> dict[str, Any]:
    """Return what the API says of a question."""
    proof = found.proof
    return {
        "id": proof.id,
        "credential": proof.credential_id,
        "method": proof.method.value,
        "challenge": proof.challenge,
        "domain": the_toolkit().host if proof.challenge is not None else None,
        "expiresAt": proof.expires_at,
        "answer": found.answer.value,
        "sentence": found.sentence,
        "provenAt": found.at,
        "provenBy": found.by,
        "triesLeft": found.tries_left,
    }
