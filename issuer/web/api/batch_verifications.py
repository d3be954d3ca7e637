"""`POST /api/v1/verifications/batch`: many badges in, one line of NDJSON out for each, in their order.

Public and stateless like a single verification; nothing of it is kept. A badge that is not good, a line that
cannot be read, an address that does not answer: each is a line of its own and never the end of the batch. Only
a request that is no batch at all is a problem. The last line says how many there were.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import marshmallow as ma
from flask import Response, request, stream_with_context
from marshmallow import fields, validate

from issuer.documents import ndjson
from issuer.errors import InputError, IssuerError
from issuer.services.batch_verification import archives, inputs, judging
from issuer.services.batch_verification import lines as words
from issuer.services.batch_verification.archives import MAX_ARCHIVE
from issuer.services.batch_verification.inputs import MAX_FILE, MAX_LINE, MOST_INPUTS, Input
from issuer.verify import Verdict
from issuer.web import bodies, guard
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.batch_verifications import BatchFormSchema, BatchLineSchema, BatchRowSchema
from issuer.web.bodies import Body, Sent
from issuer.web.rate_limits import RateLimitedError
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "batch_verifications",
    __name__,
    url_prefix="/verifications",
    description="Are these badges genuine and current? As many as a transfer season brings.",
)
WEIGHT: Final = 0.25
"""What one badge of a batch weighs in the caller's rate, where a request of its own weighs 1."""
NDJSON: Final = frozenset({ndjson.MEDIA_TYPE, "application/ndjson", "application/jsonl"})
ZIP: Final = frozenset({"application/zip", "application/x-zip-compressed"})
MULTIPART: Final = "multipart/form-data"
_TOO_MANY: Final = f"A batch has at most {MOST_INPUTS} badges; what stands before was judged."
_BODY: Final = {
    "required": True,
    "description": (
        "NDJSON: one badge a line, as the credential itself, a compact JWT, or an object that names it by "
        "`credential`, `jwt`, `url` or `data`. A zip file of badges. Or a form with many files. "
        f"At most {MOST_INPUTS} badges of at most {MAX_FILE // 2**20} MB each; a zip file has at most "
        f"{MAX_ARCHIVE // 2**20} MB. A client that sends more than {bodies.AT_FIRST // 2**20} MB reads while it sends."
    ),
    "content": {
        ndjson.MEDIA_TYPE: {"schema": BatchLineSchema},
        "application/zip": {"schema": {"type": "string", "format": "binary"}},
        MULTIPART: {"schema": BatchFormSchema},
    },
}


class HowSchema(ma.Schema):
    """How much to say about each badge."""

    report = fields.String(
        load_default="summary",
        validate=validate.OneOf(["summary", "full"]),
        metadata={"description": "`full` adds the whole report of a single verification to every line."},
    )


@blueprint.post("/batch")
@access.public
@blueprint.arguments(HowSchema, location="query")
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, BatchRowSchema, content_type=ndjson.MEDIA_TYPE)
@blueprint.refuses(400, 413, 415, 422, 429, 503)
def verify_batch(how: dict[str, Any]) -> Response:
    """Verify many badges; answers come line by line, in the order of the inputs, as soon as they are there."""
    given = _first_of(_inputs())
    answers = _answers(given, full=how["report"] == "full")
    response = Response(stream_with_context(answers), mimetype=ndjson.MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # A proxy in front hands each line on as it comes.
    return response


def _inputs() -> Iterator[Input]:
    """Yield the inputs of this request as they are read.

    Raises:
        InputError: the body is no batch, is too large, or ends too early.
    """
    if request.mimetype in NDJSON:
        for number, line in bodies.lines(Body(request), longest=MAX_LINE):
            yield inputs.too_large(number) if line is None else inputs.of_line(number, line)
    elif request.mimetype in ZIP:
        data = Body(request).read(MAX_ARCHIVE + 1)
        if len(data) > MAX_ARCHIVE:
            raise InputError(f"A zip file has at most {MAX_ARCHIVE // 2**20} MB.", code="INPUT_TOO_LARGE")
        yield from archives.entries(data, workers=the_toolkit().workers)
    elif request.mimetype == MULTIPART:
        boundary = request.mimetype_params.get("boundary", "")
        number = 0
        for sent in bodies.parts(Body(request), boundary, largest=MAX_ARCHIVE):
            for found in _of_part(sent, number + 1):
                number = found.number
                yield found
    else:
        raise InputError(
            f"A batch of the type {request.mimetype[:60]!r} is not read here.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint=f"Send {ndjson.MEDIA_TYPE}, application/zip or {MULTIPART}.",
        )


def _of_part(sent: Sent, number: int) -> Iterator[Input]:
    """Yield the inputs of one part of a form: a file, every entry of a zip file, or an address."""
    if sent.file is None and sent.data is not None:
        return iter([_of_field(sent.name, sent.data, number)])
    return archives.of_file(number, sent.file or "", sent.data, workers=the_toolkit().workers)


def _of_field(name: str, data: bytes, number: int) -> Input:
    if name == "url":
        return Input(number, url=data.decode("utf-8", "replace").strip())
    return Input(number, problem=InputError("A form has files, and addresses in fields called `url`."))


def _first_of(given: Iterator[Input]) -> Iterator[Input]:
    """Read as far as the first input, so that a request that is no batch is refused before anything is said."""
    try:
        first = next(given)
    except StopIteration as exc:
        raise InputError("The batch is empty.", code="PARSING_ERROR") from exc

    def rest() -> Iterator[Input]:
        yield first
        yield from given

    return rest()


def _answers(given: Iterator[Input], *, full: bool) -> Iterator[bytes]:
    verdicts: list[Verdict] = []
    ended: list[IssuerError] = []
    charged = _charged(_bounded(given, ended.append))
    for judged in judging.judge_all(the_toolkit(), charged):
        verdicts.append(judged.verdict)
        yield ndjson.encode_line(words.answer(judged, full=full))
    yield ndjson.encode_line(words.end(verdicts, ended[0] if ended else None))


def _bounded(given: Iterator[Input], end: Callable[[IssuerError], None]) -> Iterator[Input]:
    """Yield inputs until one is too many or the body breaks off; say why it ended early."""
    count = 0
    try:
        for one in given:
            if count == MOST_INPUTS:
                end(InputError(_TOO_MANY, code="INPUT_TOO_LARGE"))
                return
            count += 1
            yield one
    except IssuerError as exc:
        end(exc)


def _charged(given: Iterable[Input]) -> Iterator[Input]:
    """Charge the caller for each badge; above the rate a badge is answered with that and not judged."""
    for one in given:
        try:
            guard.charge(cost=WEIGHT)
        except RateLimitedError as exc:
            yield Input(one.number, one.name, problem=exc)
        else:
            yield one
