"""What a verification of the API is asked: the badge in the body, or an object that names it, and the options.

What cannot be read as JSON is handed to the verifier as it is: what is wrong with it is the verifier's to say.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import marshmallow as ma
from flask import request

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.services import trust
from issuer.services.evidence import Source
from issuer.services.verification import Options
from issuer.terms import vc
from issuer.verify import Report, Verdict
from issuer.web.api.parsing import StrictParser, json_body
from issuer.web.api.schemas.verifications import VerificationSchema
from issuer.web.toolkits import the_toolkit

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
BODY: Final = {
    "required": True,
    "description": "A badge under its own media type, or a JSON object that names it.",
    "content": {
        vc.MEDIA_JSON: {"schema": VerificationSchema},
        **{name: {"schema": {"type": "string", "format": "binary"}} for name in BADGE_TYPES},
    },
}
# Nothing in a report contains itself.
_WRITER: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)


@dataclass(frozen=True)
class Asked:
    """What is to be verified: bytes or an address, the options, and the applicant's names where they are asked."""

    source: Source | str
    options: Options
    applicant: tuple[str, ...] = ()


def asked() -> Asked:
    """Return what this request asks.

    Raises:
        InputError: MEDIA_TYPE_NOT_SUPPORTED, or a member has the wrong form.
    """
    data = request.get_data()
    if request.mimetype == vc.MEDIA_JSON:
        return _named(data)
    if request.mimetype not in BADGE_TYPES:
        raise InputError(
            f"A badge of the type {request.mimetype[:60]!r} is not read here.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint="Send " + ", ".join((vc.MEDIA_JSON, *BADGE_TYPES)) + ".",
        )
    media_type = None if request.mimetype == "application/octet-stream" else request.mimetype
    return Asked(Source(data, media_type), Options())


def _named(data: bytes) -> Asked:
    """Take the body itself, unless it is an object that names a badge."""
    itself = Asked(Source(data, vc.MEDIA_JSON), Options())
    try:
        body = json_body()
    except InputError:
        return itself
    if not isinstance(body, dict) or not _NAMES & body.keys():
        return itself
    try:
        members: dict[str, Any] = VerificationSchema().load(body)
    except ma.ValidationError as exc:
        StrictParser().handle_error(exc, request, VerificationSchema())
    names = tuple(members.get("applicantNames", ()))
    return Asked(_source(members), _options(members), names)


def _source(members: dict[str, Any]) -> Source | str:
    if "url" in members:
        return str(members["url"])
    credential = members["credential"]
    if isinstance(credential, str):
        return Source(credential.encode(), vc.MEDIA_VC_JWT)
    return Source(strict_json.encode(credential), vc.MEDIA_JSON)


def _options(asked: dict[str, Any]) -> Options:
    at: datetime | None = asked.get("at")
    given = frozenset(asked["trust"]) if "trust" in asked else None
    return Options(
        recipient=asked.get("recipient"),
        trust=trust.listed(the_toolkit()) if asked.get("trustHere") else given,
        at=at,
        district=asked.get("district"),
        challenge=asked.get("challenge"),
        domain=asked.get("domain"),
    )


def written(told: JsonObject, text: bytes | None) -> bytes:
    """Return what is told of a badge as one line of JSON.

    Args:
        told: a report, as `answer` gives it; loses its `credential` where the text is known.
        text: the JSON text that this `credential` was parsed from, which then stands in its place: half of a report is the
            credential, and to write it anew takes longer than to judge it.
    """
    if text is None:
        return _WRITER.encode(told).encode() + b"\n"
    del told["credential"]
    # Strict parsing has refused what another parser could read otherwise, double members and broken texts, and a text with a
    # fraction is not handed on.
    return b'%s,"credential":%s}\n' % (_WRITER.encode(told).encode()[:-1], text.strip())


def answer(report: Report) -> JsonObject:
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
