"""`/api/v1/verifications/reports`: check a badge and sign what was found. Public; stores the digest and the result.

The body is what `/verifications` takes. Whoever wants only to know asks there: a signed report makes this
site store that a file with this digest was checked, when, and the result; never who asked, nor the file.
"""

from typing import Final

from flask import Response, make_response

from issuer.badges.statements import LIMITS
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.services import reports, verification
from issuer.services.reports import SignedReport
from issuer.terms import vc
from issuer.verify import Report
from issuer.web import guard, negotiation
from issuer.web.api import access
from issuer.web.api.asking import BODY, answer, asked
from issuer.web.api.parsing import Blueprint
from issuer.web.api.repeats import repeatable_by_anybody
from issuer.web.api.schemas.verifications import SignedReportSchema
from issuer.web.api.verifications import verified
from issuer.web.toolkits import the_toolkit

COST: Final = 19.0
"""What a report costs beside the check; both together as at the page."""

_PDF: Final = {"schema": {"type": "string", "format": "binary"}}

blueprint = Blueprint(
    "signed_reports", __name__, url_prefix="/verifications/reports", description="What was found, signed."
)


@blueprint.post("")
@access.public
@repeatable_by_anybody
@blueprint.doc(requestBody=BODY, responses={"201": {"content": {vc.MEDIA_PDF: _PDF}}})
@blueprint.response(201, SignedReportSchema)
@blueprint.refuses(400, 404, 409, 413, 415, 422, 429, 502, 503)
def make_report() -> Response:
    """Verify a badge and return a signed report: JSON, or with `Accept: application/pdf` a PDF/A-3 file."""
    toolkit = the_toolkit()
    if not toolkit.settings.public_reports:
        raise NotFoundError("This site signs no reports here.")
    guard.charge(cost=COST)
    question = asked()
    report = verified(question)
    # What cannot be read at all is a problem, as it is where no report is asked for.
    answer(report)
    policy = verification.policy_of(toolkit, question.options)
    signed = reports.sign(toolkit, [report], policy=policy)
    if negotiation.choose([vc.MEDIA_JSON, vc.MEDIA_PDF]) == vc.MEDIA_PDF:
        response = make_response(reports.pdf(toolkit, signed), 201)
        response.headers["Content-Type"] = vc.MEDIA_PDF
        return response
    response = make_response(strict_json.encode(_json(signed, report)), 201)
    response.headers["Content-Type"] = vc.MEDIA_JSON
    return response


def _json(signed: SignedReport, report: Report) -> JsonObject:
    return {
        "id": signed.id,
        "credential": strict_json.parse_object(signed.credential),
        "statement": strict_json.parse_object(signed.statement, limits=LIMITS),
        "statementUrl": signed.statement_url,
        "verdict": report.verdict.value,
    }
