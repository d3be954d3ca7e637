"""Own static files under names that carry their hash, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, make_response, send_from_directory

FOLDER: Final = Path(__file__).resolve().parent / "static"
ROUTE: Final = "/static"
FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_AN_HOUR: Final = "public, max-age=3600"
ROBOTS: Final = "User-agent: *\nDisallow: /verify\nDisallow: /desk/\nDisallow: /oembed\nDisallow: /api/\n"

blueprint = Blueprint("static_files", __name__)


@cache
def version() -> str:
    """Return twelve hex digits of the sha256 over all static files and their names."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def static(name: str) -> str:
    """Return the address of a static file; the folder carries the version, so relative links in it hold."""
    return f"{ROUTE}/{version()}/{name}"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers what is of no use to them; pages of credentials say `noindex` and may be previewed."""
    response = make_response(ROBOTS)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = FOR_AN_HOUR
    return response


@blueprint.get(f"{ROUTE}/<tag>/<path:name>")
def serve(tag: str, name: str) -> Response:
    """Answer one static file; only the present version may be kept for ever."""
    if not (FOLDER / name).is_file():
        abort(404)
    response = send_from_directory(FOLDER, name)
    response.headers["Cache-Control"] = FOR_EVER if tag == version() else FOR_AN_HOUR
    return response
