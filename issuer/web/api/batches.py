"""`/api/v1/batches`: files of awards, read whole before anything is issued, confirmed, and issued by workers.

The body of `POST` is the file as it is, CSV or JSON Lines; it is read line by line and never held as a
whole. The answer says what was found; errors refuse the file, and nothing of it is issued. Sending the same
file again issues nothing twice, because an award is known by its external id.
"""

import io
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from flask import Response, make_response, request, stream_with_context

from issuer.documents import ndjson
from issuer.errors import InputError
from issuer.services.api_keys import Scope
from issuer.services.batches import control, load, pace, results
from issuer.services.batches.control import Progress
from issuer.services.principal import Principal
from issuer.services.spreadsheet import csv_lines
from issuer.services.toolkit import Toolkit
from issuer.store import GapRecord, ItemState
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.batches import (
    BatchSchema,
    FoundQuery,
    FoundSchema,
    ResultSchema,
    SubmitQuery,
    TemplateQuery,
)
from issuer.web.api.schemas.common import page_of
from issuer.web.api.writing import writes
from issuer.web.bodies import Body
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("batches", __name__, url_prefix="/batches", description="Many awards from one file.")
CSV: Final = "text/csv"
FORMS: Final[dict[str, load.Form]] = {
    CSV: "csv",
    ndjson.MEDIA_TYPE: "jsonl",
    "application/ndjson": "jsonl",
    "application/jsonl": "jsonl",
}
SHOWN: Final = 100
_READ_REFUSALS: Final = (400, 401, 403, 404, 422, 429)
_STEP_REFUSALS: Final = (400, 401, 403, 404, 409, 413, 422, 429, 503)
_steps = partial(
    writes,
    blueprint,
    scope=Scope.CREDENTIALS_ISSUE,
    answer=BatchSchema,
    refuses=_STEP_REFUSALS,
    status=200,
)
_BODY: Final = {
    "required": True,
    "description": "The file: CSV with the columns of `/batches/template`, or one JSON object a line.",
    "content": {
        CSV: {"schema": {"type": "string"}},
        ndjson.MEDIA_TYPE: {"schema": {"type": "string"}},
    },
}


@blueprint.get("/template")
@access.requires(Scope.CREDENTIALS_ISSUE)
@blueprint.arguments(TemplateQuery, location="query")
@blueprint.response(200, {"type": "string"}, content_type=CSV, description="The first line of a file")
@blueprint.refuses(*_READ_REFUSALS)
def get_template(query: dict[str, Any]) -> Response:
    """Return the first line of a CSV file for an achievement version."""
    columns = load.template(the_toolkit(), query.get("achievement"), query.get("version"))
    response = make_response("".join(csv_lines(columns, [])))
    response.mimetype = CSV
    response.headers["Content-Disposition"] = 'attachment; filename="awards.csv"'
    return response


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_ISSUE)
@blueprint.arguments(SubmitQuery, location="query")
@blueprint.doc(requestBody=_BODY)
@blueprint.response(201, BatchSchema)
@blueprint.refuses(*_STEP_REFUSALS, 415)
def submit_batch(query: dict[str, Any]) -> Response:
    """Read a file and hold every line against the record; nothing is issued until `confirm`."""
    form = FORMS.get(request.mimetype)
    if form is None:
        raise InputError(
            f"A file of the type {request.mimetype[:60]!r} is not read here.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint=f"Send {CSV} or {ndjson.MEDIA_TYPE}.",
        )
    caller = access.caller()
    batch = load.submit(
        the_toolkit(),
        caller.principal,
        load.SubmitBatch(
            profile=caller.slug,
            name=query["name"],
            form=form,
            achievement=query.get("achievement") if form == "csv" else None,
            version=query.get("version") if form == "csv" else None,
            self_check_every=query["selfCheckEvery"],
        ),
        io.BufferedReader(Body(request)),
    )
    response = make_response(BatchSchema().dump(_progress(batch.id)), 201)
    response.headers["Location"] = f"/api/v1/batches/{batch.id}"
    return response


@reads(blueprint, "", Scope.CREDENTIALS_READ, answer=page_of(BatchSchema), refuses=(401, 403, 429))
def list_batches() -> dict[str, Any]:
    """List the newest batches of the key's profile, at most a hundred."""
    found = control.all_batches(the_toolkit(), access.caller().principal, limit=SHOWN)
    return paging.answer(found, None, lambda batch: _progress(batch.id))


@reads(blueprint, "/<batch_id>", Scope.CREDENTIALS_READ, answer=BatchSchema, refuses=_READ_REFUSALS)
def get_batch(batch_id: str) -> dict[str, Any]:
    """Say how far a batch is, with rate and time left while it runs."""
    return _progress(batch_id)


@lists(
    blueprint,
    "/<batch_id>/found",
    Scope.CREDENTIALS_READ,
    takes=FoundQuery,
    of=FoundSchema,
    refuses=_READ_REFUSALS,
)
def list_found(query: dict[str, Any], batch_id: str) -> dict[str, Any]:
    """List what was found in the file: every error, with line and column, and what is good to know."""
    limit = query["limit"]
    after = _number(paging.after(query) or "0")
    gaps = control.found_in(the_toolkit(), access.caller().principal, batch_id, after=after, limit=limit + 1)
    return paging.answer(gaps[:limit], str(gaps[limit - 1].number) if len(gaps) > limit else None, _found)


@blueprint.get("/<batch_id>/results")
@access.requires(Scope.CREDENTIALS_READ)
@blueprint.response(200, ResultSchema, content_type=ndjson.MEDIA_TYPE, description="One line for each award")
@blueprint.alt_response(200, schema={"type": "string"}, content_type=CSV, description="The same as CSV")
@blueprint.refuses(*_READ_REFUSALS)
def get_results(batch_id: str) -> Response:
    """Return what became of every line, as NDJSON, or as CSV where `Accept` prefers that."""
    toolkit, principal = the_toolkit(), access.caller().principal
    control.progress(toolkit, principal, batch_id)
    if request.accept_mimetypes.best_match([ndjson.MEDIA_TYPE, CSV]) == CSV:
        rows = results.rows(toolkit, principal, batch_id)
        answer = Response(stream_with_context(csv_lines(results.HEADINGS, rows)), mimetype=CSV)
        answer.headers["Content-Disposition"] = 'attachment; filename="results.csv"'
        return answer
    lines = (ndjson.encode_line(one) for one in results.objects(toolkit, principal, batch_id))
    return Response(stream_with_context(lines), mimetype=ndjson.MEDIA_TYPE)


@_steps("/<batch_id>/confirm")
def confirm_batch(batch_id: str) -> dict[str, Any]:
    """Let workers issue a batch that was read without errors; confirming again changes nothing."""
    return _moved(control.confirm, batch_id)


@_steps("/<batch_id>/pause")
def pause_batch(batch_id: str) -> dict[str, Any]:
    """Hold a batch: what workers have in hand is finished, nothing more is begun."""
    return _moved(control.pause, batch_id)


@_steps("/<batch_id>/resume")
def resume_batch(batch_id: str) -> dict[str, Any]:
    """Let a held batch go on."""
    return _moved(control.resume, batch_id)


@_steps("/<batch_id>/cancel")
def cancel_batch(batch_id: str) -> dict[str, Any]:
    """End a batch: nothing more of it is released; what was issued stays issued."""
    return _moved(control.cancel, batch_id)


@blueprint.delete("/<batch_id>")
@access.requires(Scope.CREDENTIALS_ISSUE)
@blueprint.response(204)
@blueprint.refuses(*_STEP_REFUSALS)
def forget_batch(batch_id: str) -> None:
    """Forget a batch that was never confirmed: the end of a dry run."""
    control.forget(the_toolkit(), access.caller().principal, batch_id)


def _moved(step: Callable[[Toolkit, Principal, str], object], batch_id: str) -> dict[str, Any]:
    step(the_toolkit(), access.caller().principal, batch_id)
    return _progress(batch_id)


def _progress(batch_id: str) -> dict[str, Any]:
    toolkit = the_toolkit()
    return _describe(control.progress(toolkit, access.caller().principal, batch_id), now=toolkit.clock())


def _describe(progress: Progress, *, now: datetime) -> dict[str, Any]:
    batch, found = progress.batch, pace.of(progress, now=now)
    return {
        "id": batch.id,
        "profile": progress.profile,
        "name": batch.name,
        "form": batch.form,
        "state": batch.state.value,
        "total": batch.total,
        "settled": progress.settled,
        "counts": {state.value: progress.counts[state] for state in ItemState},
        "errors": progress.errors,
        "notes": progress.notes,
        "selfCheckEvery": batch.self_check_every,
        "problem": batch.problem,
        "createdAt": batch.created_at,
        "confirmedAt": batch.confirmed_at,
        "endedAt": batch.ended_at,
        "perSecond": None if found is None else found.per_second,
        "secondsLeft": None if found is None else found.seconds_left,
    }


def _found(gap: GapRecord) -> dict[str, Any]:
    return {
        "number": gap.number,
        "line": gap.line,
        "place": gap.place,
        "sentence": gap.words,
        "isError": bool(gap.is_error),
    }


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  (far beyond any file)
        raise InputError("This is not a cursor of ours.", pointer="/cursor")
    return int(text)
