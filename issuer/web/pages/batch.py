"""`/batches/<id>`: what was found in a file, the question whether to issue it, how far it is, and its results."""

from collections.abc import Callable, Iterator
from typing import Final

from flask import Blueprint, Response, render_template, request

from issuer.documents.strict_json import JsonObject
from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services import profiles
from issuer.services.api_keys import Scope
from issuer.services.batches import control, results
from issuer.services.batches.control import Progress
from issuer.services.principal import Principal
from issuer.services.spreadsheet import csv_lines
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, BatchState
from issuer.web import guard, negotiation
from issuer.web.pages import batch_view, progress_events, signed_in
from issuer.web.pages.batch_view import SCHEME, STAGE_OF, STAGES, WORDS_OF
from issuer.web.pages.signed_in import FIELD
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("batch", __name__)
blueprint.after_request(signed_in.private)
FOUND_ON_A_PAGE: Final = 100
LARGEST_NUMBER: Final = 1_000_000
STEPS: Final[dict[str, Callable[[Toolkit, Principal, str], BatchRecord]]] = {
    "confirm": control.confirm,
    "pause": control.pause,
    "resume": control.resume,
    "cancel": control.cancel,
}
_MARK_OF_UTF8: Final = "\ufeff"
"""Without it, spreadsheets read names with accents wrongly."""


@blueprint.get("/batches/<address:name>")
@signed_in.for_signed_in
def page(name: str) -> Response:
    """Show a batch, whatever stage it is at."""
    toolkit, who = the_toolkit(), signed_in.who()
    progress = _of(toolkit, who.caller.principal, name)
    batch = progress.batch
    after = min(max(request.args.get("after", 0, type=int), 0), LARGEST_NUMBER)
    gaps = control.found_in(toolkit, who.caller.principal, batch.id, after=after, limit=FOUND_ON_A_PAGE + 1)
    profile = profiles.get(toolkit, progress.profile)
    html = render_template(
        "batch.html",
        who=who,
        base=f"/batches/{name}",
        batch=batch,
        progress=progress,
        profile=profile.name,
        zone=str(profile.data.get("timezone") or "UTC"),
        state=batch.state.value,
        status=WORDS_OF[batch.state],
        stages=STAGES,
        stage=STAGE_OF[batch.state],
        told=batch_view.told(progress, now=toolkit.clock()),
        counts=batch_view.counts(progress),
        gaps=gaps[:FOUND_ON_A_PAGE],
        following=gaps[FOUND_ON_A_PAGE - 1].number if len(gaps) > FOUND_ON_A_PAGE else None,
        may_issue=Scope.CREDENTIALS_ISSUE in who.caller.scopes,
        waits=batch.state is BatchState.RUNNING and request.args.get("refresh") != "off",
    )
    return negotiation.page(html, cache="no-store")


@blueprint.post("/batches/<address:name>/<any(confirm, pause, resume, cancel):step>")
@signed_in.for_signed_in
def move(name: str, step: str) -> Response:
    """Confirm, pause, resume or cancel."""
    toolkit, who = the_toolkit(), signed_in.require_own_form(request.form.get(FIELD, ""))
    found = _of(toolkit, who.caller.principal, name)
    STEPS[step](toolkit, who.caller.principal, found.batch.id)
    return signed_in.to(f"/batches/{name}")


@blueprint.post("/batches/<address:name>/forget")
@signed_in.for_signed_in
def forget(name: str) -> Response:
    """Delete a batch that was never confirmed."""
    toolkit, who = the_toolkit(), signed_in.require_own_form(request.form.get(FIELD, ""))
    found = _of(toolkit, who.caller.principal, name)
    control.forget(toolkit, who.caller.principal, found.batch.id)
    return signed_in.to("/batches")


@blueprint.get("/batches/<address:name>/results.csv")
@signed_in.for_signed_in
def results_csv(name: str) -> Response:
    """Return what became of every line; text that a spreadsheet would compute is made harmless."""
    toolkit, principal = the_toolkit(), signed_in.who().caller.principal
    guard.charge(key_id=signed_in.who().caller.key_id)
    found = _of(toolkit, principal, name)

    def lines() -> Iterator[str]:
        yield _MARK_OF_UTF8
        yield from csv_lines(results.HEADINGS, results.rows(toolkit, principal, found.batch.id))

    response = Response(lines(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="results.csv"'
    return response


@blueprint.get("/batches/<address:name>/progress.json")
def now(name: str) -> Response:
    """Return how far the batch is, for the script of its page."""
    return progress_events.now(_tell(name))


@blueprint.get("/batches/<address:name>/events")
def events(name: str) -> Response:
    """Send how far the batch is whenever that changes."""
    return progress_events.stream(_tell(name))


def _tell(name: str) -> Callable[[], JsonObject]:
    toolkit, who = the_toolkit(), signed_in.look()

    def tell() -> JsonObject:
        found = _of(toolkit, who.caller.principal, name)
        return batch_view.told(found, now=toolkit.clock())

    return tell


def _of(toolkit: Toolkit, principal: Principal, name: str) -> Progress:
    """Return a batch of the organization that is signed in; another's is as if it were not there."""
    try:
        return control.progress(toolkit, principal, SCHEME + name)
    except NotAuthorizedError as exc:
        raise NotFoundError(f"There is no batch {SCHEME}{name}.") from exc
