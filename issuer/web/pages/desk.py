"""`/desk`: a clerk brings the files of a season, and gets a page of their own with what was found.

The page's address holds a token that nobody can guess, and opens for whoever has it until it ends. What was
brought is kept until then, because the clerk asked for it; nothing is kept about who brought or read it.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from issuer.errors import InputError, IssuerError, NotFoundError
from issuer.services.batch_verification import archives
from issuer.services.batch_verification.archives import MAX_ARCHIVE
from issuer.services.batch_verification.inputs import MAX_FILE, Input
from issuer.services.desk import progress, sessions
from issuer.services.desk.groups import GROUPS
from issuer.services.desk.sessions import MEGABYTE, MOST_BYTES, MOST_FILES
from issuer.services.recognition import reading
from issuer.services.reports import MOST_ITEMS
from issuer.services.toolkit import Toolkit
from issuer.store import DeskFilter
from issuer.verify import Verdict
from issuer.verify.wording import heading
from issuer.web import bodies, guard, negotiation
from issuer.web.bodies import Body
from issuer.web.pages import desk_view
from issuer.web.pages.contents import UTC
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("desk", __name__)
WEIGHT: Final = 0.25
"""What one file weighs in the caller's rate, where a check of its own weighs 1."""
PAGE: Final = 25
MOST_PAGES: Final = MOST_FILES // PAGE + 1
LONGEST_WORDS: Final = 100
ORDERS: Final = (("problems", "Problems first"), ("name", "Holder"), ("file", "As brought"))
LIMITS: Final = {
    "files": f"{MOST_FILES:,}",
    "megabytes": MOST_BYTES // MEGABYTE,
    "each": MAX_FILE // MEGABYTE,
}


@blueprint.get("/desk")
def form() -> Response:
    """Show where files are brought."""
    _require_desk()
    return _form(forgotten="forgotten" in request.args)


@blueprint.post("/desk")
def receive() -> Response:
    """Keep the files of the form and lead to their page."""
    _require_desk()
    guard.charge()
    toolkit = the_toolkit()
    body = Body(request, at_first=0)
    texts: dict[str, str] = {}
    try:
        opened = sessions.open_session(
            toolkit,
            _files(toolkit, body, texts),
            name=lambda: texts.get("name", ""),
            district=lambda: texts.get("district", ""),
        )
    except InputError as exc:
        body.drain()
        return _form(error=exc, name=texts.get("name", ""), district=texts.get("district", ""))
    except IssuerError:
        body.drain()
        raise
    return _to(f"/desk/{opened.token}")


def _files(toolkit: Toolkit, body: Body, texts: dict[str, str]) -> Iterator[Input]:
    """Yield the files of the form, and keep its texts aside."""
    if request.mimetype != "multipart/form-data":
        raise InputError("There is no file to check.", hint="Choose at least one file.")
    number = 0
    for sent in bodies.parts(body, request.mimetype_params.get("boundary", ""), largest=MAX_ARCHIVE):
        if sent.file is None:
            texts[sent.name] = (sent.data or b"").decode("utf-8", "replace")
            continue
        for found in archives.of_file(number + 1, sent.file, sent.data, workers=toolkit.workers):
            guard.charge(cost=WEIGHT)
            number = found.number
            yield found


@blueprint.get("/desk/<address:token>")
def session(token: str) -> Response:
    """Show how far the work is and what was found so far."""
    toolkit = the_toolkit()
    found = progress.of_link(toolkit, token)
    asked, chosen = _asked(request.args)
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    with toolkit.database.reader() as reader:
        count = reader.desk.count(found.session.id, asked)
        rows = reader.desk.rows(found.session.id, asked, offset=(number - 1) * PAGE, limit=PAGE)
    html = render_template(
        "desk_session.html",
        base=f"/desk/{token}",
        progress=found,
        segments=desk_view.segments(found),
        lines=desk_view.lines(rows),
        count=count,
        first=(number - 1) * PAGE + 1,
        page=number,
        pages=max(1, -(-count // PAGE)),
        chosen=chosen,
        query=urlencode(list(_query(chosen))),
        groups=GROUPS,
        verdicts=[(verdict.value, heading(verdict, None)) for verdict in Verdict],
        orders=ORDERS,
        zone=UTC,
        labels=desk_view.ANSWERS,
        signs_reports=toolkit.settings.public_reports,
        most_signed=MOST_ITEMS,
        waits=not found.is_done and request.args.get("refresh") != "off",
    )
    return negotiation.page(html, cache="no-store")


@blueprint.post("/desk/<address:token>/again")
def again(token: str) -> Response:
    """Check once more what could not be checked."""
    guard.charge()
    sessions.check_again(the_toolkit(), token)
    return _to(f"/desk/{token}")


@blueprint.post("/desk/<address:token>/forget")
def forget(token: str) -> Response:
    """Delete everything of a session now."""
    sessions.forget(the_toolkit(), token)
    return _to("/desk?forgotten=1")


def _asked(args: "MultiDict[str, str]") -> tuple[DeskFilter, dict[str, str]]:
    """Return what the form of the list asks for, and the words to show in it again."""
    result, words = args.get("result", ""), args.get("words", "").strip()[:LONGEST_WORDS]
    order = args.get("order", "")
    known = {group.key: group.verdicts for group in GROUPS}
    known |= {verdict.value: frozenset({verdict.value}) for verdict in Verdict}
    orders = {key for key, _ in ORDERS}
    chosen = {
        "result": result if result in known else "",
        "words": words.replace("\0", ""),
        "order": order if order in orders else "problems",
    }
    return DeskFilter(known.get(result), chosen["words"], chosen["order"]), chosen


def _query(chosen: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in chosen.items():
        if value and (name, value) != ("order", "problems"):
            yield name, value


def _form(
    *, error: InputError | None = None, name: str = "", district: str = "", forgotten: bool = False
) -> Response:
    toolkit = the_toolkit()
    html = render_template(
        "desk.html",
        error=error,
        name=name,
        districts=reading.districts(toolkit),
        district=district,
        forgotten=forgotten,
        hours=toolkit.settings.desk_hours,
        limits=LIMITS,
    )
    return negotiation.page(html, cache="no-store", status=200 if error is None else 422)


def _require_desk() -> None:
    if not sessions.is_kept(the_toolkit()):
        raise NotFoundError("This installation has no hire desk.")


def _to(path: str) -> Response:
    response = redirect(path, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]  # Werkzeug's own response class, which Flask's extends
