"""`/api/v1/verifications`: verify any badge. Public, stateless; nothing of it is kept.

The body is the badge itself under its own media type (JSON, JWT, PNG, SVG, PDF, zip, or a JPEG photo of a QR code), or a JSON object that
names it (`{"url": …}` or `{"credential": …}`) with what the verifier wants to know. A badge that is not good
is still answered with 200 and a report; only what cannot be read at all is a problem.
"""

from flask import Response

from issuer.services import name_help, verification
from issuer.services.showing import shown_names
from issuer.terms import vc
from issuer.verify import Report
from issuer.web.api import access
from issuer.web.api.asking import BODY, Asked, answer, asked, written
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.verifications import ReportSchema
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "verifications", __name__, url_prefix="/verifications", description="Is this badge genuine and current?"
)


@blueprint.post("")
@access.public
@blueprint.doc(requestBody=BODY)
@blueprint.response(200, ReportSchema)
@blueprint.refuses(400, 404, 410, 413, 415, 422, 429, 502)
def verify_badge() -> Response:
    """Verify a badge and say in words what was found, check by check."""
    question = asked()
    report = verified(question)
    told = answer(report)
    if question.applicant:
        url = question.source if isinstance(question.source, str) else None
        named = shown_names.on_report(the_toolkit(), report, question.applicant, url=url)
        told["names"] = [name_help.as_json(item) for item in named]
    # A report writes itself in its one form; to copy it through the schema takes as long as half the judging.
    return Response(written(told, report.text), mimetype=vc.MEDIA_JSON)


def verified(question: Asked) -> Report:
    """Verify what a request asks about."""
    source = question.source
    if isinstance(source, str):
        return verification.check_url(the_toolkit(), source, options=question.options)
    return verification.check(
        the_toolkit(), source.data, media_type=source.media_type, options=question.options
    )
