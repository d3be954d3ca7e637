"""`/b/<token>`: a teacher's bundle, its table and its files, while the link holds.

A link that ended answers 410 in words; one that never was, 404. Nothing here is found by search engines or kept
in caches, and no answer tells another site where a reader came from. Opening is counted by the hour (`bundle_links`).
"""

from flask import Blueprint, Response, make_response, request

from issuer.errors import NotFoundError
from issuer.services.bundles import files
from issuer.services.showing import bundle_links
from issuer.services.showing.bundle_links import NOTHING
from issuer.store import OpeningKind
from issuer.terms import vc
from issuer.web.pages import bundle as pages

blueprint = Blueprint("bundle_pages", __name__)


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    """Tell search engines and caches to leave every answer alone."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = pages.NEVER_KEPT
    return response


@blueprint.get("/b/<address:token>")
def page(token: str) -> Response:
    """Show every credential of a bundle with its four answers, and the hours of all of them once."""
    return pages.show(token)


@blueprint.post("/b/<address:token>")
def with_name(token: str) -> Response:
    """Show the same, with an applicant's name beside the name in our record."""
    return pages.show(token, names=request.form.get("name", "")[: pages.LONGEST_NAMES], counts=False)


@blueprint.get("/b/<address:token>/table.csv")
def table(token: str) -> Response:
    """Answer one row for each credential."""
    # A byte-order mark tells spreadsheets that the table is UTF-8.
    body = b"\xef\xbb\xbf" + files.table(pages.checked(pages.opened(token, OpeningKind.TABLE))).encode()
    return _attachment(body, "text/csv", "bundle.csv")


@blueprint.get("/b/<address:token>/everything.zip")
def everything(token: str) -> Response:
    """Answer the signed files with what is needed to check them without this site."""
    return _attachment(
        files.everything(pages.checked(pages.opened(token, OpeningKind.FILES))),
        "application/zip",
        "bundle.zip",
    )


@blueprint.get("/b/<address:token>/<name:number>.json")
def signed_json(token: str, number: str) -> Response:
    """Answer one signed document, byte for byte."""
    for item in pages.opened(token, OpeningKind.FILE).items:
        if item.credential.certificate_number == number:
            return _attachment(item.body, vc.MEDIA_VC, bundle_links.file_name(item))
    raise NotFoundError(NOTHING)


def _attachment(body: bytes, media_type: str, name: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = (
        f"{media_type}; charset=utf-8" if media_type == "text/csv" else media_type
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
