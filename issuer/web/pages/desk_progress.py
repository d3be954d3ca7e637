"""How far a batch of the desk is, for the script of its page."""

from functools import partial

from flask import Blueprint, Response

from issuer.documents.strict_json import JsonObject
from issuer.services.desk import progress
from issuer.services.toolkit import Toolkit
from issuer.web.pages import progress_events
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("desk_progress", __name__)


@blueprint.get("/desk/<address:token>/progress.json")
def now(token: str) -> Response:
    """Return how far the batch is."""
    return progress_events.now(partial(_told, the_toolkit(), token))


@blueprint.get("/desk/<address:token>/events")
def events(token: str) -> Response:
    """Send how far the batch is whenever that changes."""
    return progress_events.stream(partial(_told, the_toolkit(), token))


def _told(toolkit: Toolkit, token: str) -> JsonObject:
    found = progress.of_link(toolkit, token)
    return {"done": found.done, "total": found.total, "words": found.words}
