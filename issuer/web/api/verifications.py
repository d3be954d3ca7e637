"""`/api/v1/verifications`: verify any badge. Public, stateless; nothing of it is kept.

The body is the badge itself under its own media type (JSON, JWT, PNG, SVG, PDF, zip, or a JPEG photo of a QR code), or a JSON object that
names it (`{"url": …}` or `{"credential": …}`) with what the verifier wants to know. A badge that is not good
is still answered with 200 and a report; only what cannot be read at all is a problem.
"""

from datetime import datetime
from typing import Any, Final

import marshmallow as ma
from flask import request

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.services import name_help, shown_names, trust, verification
from issuer.services.verification import Options
from issuer.terms import vc
from issuer.verify import Report, Verdict
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint, StrictParser, json_body
from issuer.web.api.schemas.verifications import ReportSchema, VerificationSchema
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "verifications", __name__, url_prefix="/verifications", description="Is this badge genuine and current?"
)
BADGE_TYPES: Final = (
    vc.MEDIA_VC,
    vc.MEDIA_VC_LD,
    vc.MEDIA_LD_JSON,
    vc.MEDIA_VC_JWT,
    vc.MEDIA_JWT,
    vc.MEDIA_TEXT,
    vc.MEDIA_PNG,
    vc.MEDIA_JPEG,
    vc.MEDIA_SVG,
    vc.MEDIA_PDF,
    "application/zip",
    "application/octet-stream",
)
_NAMES: Final = frozenset({"url", "credential"})
_BODY: Final = {
    "required": True,
    "description": "A badge under its own media type, or a JSON object that names it.",
    "content": {
        vc.MEDIA_JSON: {"schema": VerificationSchema},
        **{name: {"schema": {"type": "string", "format": "binary"}} for name in BADGE_TYPES},
    },
}


@blueprint.post("")
@access.public
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, ReportSchema)
@blueprint.refuses(400, 404, 410, 413, 415, 422, 429, 502)
def verify_badge() -> JsonObject:
    """Verify a badge and say in words what was found, check by check."""
    if request.mimetype == vc.MEDIA_JSON:
        return _verify_json()
    if request.mimetype not in BADGE_TYPES:
        raise InputError(
            f"A badge of the type {request.mimetype[:60]!r} is not read here.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint="Send " + ", ".join((vc.MEDIA_JSON, *BADGE_TYPES)) + ".",
        )
    media_type = None if request.mimetype == "application/octet-stream" else request.mimetype
    return _answer(
        verification.check(the_toolkit(), request.get_data(), media_type=media_type, options=Options())
    )


def _verify_json() -> JsonObject:
    """Verify the body itself, unless it is an object that names a badge."""
    data = request.get_data()
    try:
        body = json_body()
    except InputError:
        # What is wrong with it is the verifier's to say.
        return _answer(verification.check(the_toolkit(), data, media_type=vc.MEDIA_JSON, options=Options()))
    if not isinstance(body, dict) or not _NAMES & body.keys():
        return _answer(verification.check(the_toolkit(), data, media_type=vc.MEDIA_JSON, options=Options()))
    try:
        asked: dict[str, Any] = VerificationSchema().load(body)
    except ma.ValidationError as exc:
        StrictParser().handle_error(exc, request, VerificationSchema())
    report = _verify_named(asked)
    told = _answer(report)
    if "applicantNames" in asked:
        named = shown_names.on_report(the_toolkit(), report, asked["applicantNames"], url=asked.get("url"))
        told["names"] = [name_help.as_json(item) for item in named]
    return told


def _verify_named(asked: dict[str, Any]) -> Report:
    """Verify what a request names by address or by value."""
    options = _options(asked)
    if "url" in asked:
        return verification.check_url(the_toolkit(), asked["url"], options=options)
    credential = asked["credential"]
    is_text = isinstance(credential, str)
    given = credential.encode() if is_text else strict_json.encode(credential)
    return verification.check(
        the_toolkit(), given, media_type=vc.MEDIA_VC_JWT if is_text else vc.MEDIA_JSON, options=options
    )


def _options(asked: dict[str, Any]) -> Options:
    at: datetime | None = asked.get("at")
    given = frozenset(asked["trust"]) if "trust" in asked else None
    return Options(
        recipient=asked.get("recipient"),
        trust=trust.listed(the_toolkit()) if asked.get("trustHere") else given,
        at=at,
        challenge=asked.get("challenge"),
        domain=asked.get("domain"),
    )


def _answer(report: Report) -> JsonObject:
    """Return a report; what could not be read at all is a problem instead.

    Raises:
        InputError: the verdict is malformed; the first failed check says why.
    """
    if report.verdict is Verdict.MALFORMED:
        failed = next((check for check in report.checks if check.code is not None), None)
        raise InputError(
            failed.sentence if failed else report.sentence,
            code=(failed.code if failed else None) or "PARSING_ERROR",
            pointer=failed.pointer if failed else None,
        )
    return report.to_json()
