"""`/healthz`: the process answers. `/readyz`: it can do its work, because database and background job are well.

Neither says anything about the installation; `mintmark doctor` does.
"""

from typing import Final

from flask import Blueprint, Flask, Response, current_app, make_response

from issuer.errors import StoreUnavailableError
from issuer.web.ending import Ending
from issuer.web.jobs import Jobs
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("health", __name__)
_JOBS: Final = "mintmark.jobs"
_ENDING: Final = "mintmark.ending"


def watch(app: Flask, jobs: Jobs | None, ending: Ending | None) -> None:
    """Let `/readyz` ask a background job whether it is well, and the server whether it is about to end."""
    app.extensions[_JOBS] = jobs
    app.extensions[_ENDING] = ending


def _plain(words: str, status: int) -> Response:
    response = make_response(words + "\n", status)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer that the process runs."""
    return _plain("alive", 200)


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer whether requests can be served now."""
    ending: Ending | None = current_app.extensions[_ENDING]
    if ending is not None and ending.has_begun:
        return _plain("this server is about to end", 503)
    try:
        with the_toolkit().database.reader() as reader:
            started = reader.installation.find()
    except StoreUnavailableError:
        return _plain("the database does not answer", 503)
    if not started:
        return _plain("this installation was never started", 503)
    jobs: Jobs | None = current_app.extensions[_JOBS]
    if jobs is not None and not jobs.is_well:
        return _plain("the background job has ended", 503)
    return _plain("ready", 200)
