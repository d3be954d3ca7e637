"""`/healthz`: the process answers. `/readyz`: it can do its work, because the database answers.

Neither says anything about the installation; `mintmark doctor` does.
"""

from flask import Blueprint, Response, make_response

from issuer.errors import StoreUnavailableError
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("health", __name__)


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
    try:
        with the_toolkit().database.reader() as reader:
            started = reader.installation.find()
    except StoreUnavailableError:
        return _plain("the database does not answer", 503)
    return _plain("ready", 200) if started else _plain("this installation was never started", 503)
