"""A credential inside another site: the small embed page, and oEmbed 1.0 that leads to it (domain.md 7.3).

The embed page is the one page that others may frame. It asks for the status each time, so that a
withdrawn credential shows as withdrawn wherever it was embedded.
"""

import json
import re
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from issuer.badges import share
from issuer.errors import NotFoundError
from issuer.services import verification
from issuer.services.showing import exhibits
from issuer.terms import vc
from issuer.web import headers, negotiation, problems
from issuer.web.pages import credential as pages
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("embedding", __name__)
negotiation.open_to_all(blueprint)

PROVIDER: Final = "Mintmark"
FORMATS: Final = frozenset({"", "json"})
LONGEST_URL: Final = 300
SMALLEST: Final = 120
_PAGE: Final = re.compile(r"/c/([A-Za-z0-9_-]{22,64})")
_SIZE: Final = re.compile(r"[1-9][0-9]{0,4}")


@blueprint.get("/c/<address:address>/embed")
def embed(address: str) -> Response:
    """Answer the small page: badge, award, issuer, and where it stands now."""
    toolkit = the_toolkit()
    exhibit = exhibits.at(toolkit, address)
    report = verification.check(toolkit, exhibit.body, media_type=vc.MEDIA_VC)
    headers.allow_framing()
    if exhibit.is_open:
        html = render_template("embed.html", view=pages.view(toolkit, exhibit, report))
    else:
        html = render_template("embed.html", view=None)
    response = negotiation.page(html, cache=negotiation.PRIVATE)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/oembed")
def oembed() -> Response:
    """Answer oEmbed for the address of a credential page of ours."""
    if request.args.get("format", "") not in FORMATS:
        return problems.respond(501, "NOT_ACCEPTABLE", "oEmbed is answered as JSON only.")
    toolkit = the_toolkit()
    url = request.args.get("url", "")[:LONGEST_URL]
    match = _PAGE.fullmatch(url.removeprefix(toolkit.base_url)) if url.startswith(toolkit.base_url) else None
    if match is None:
        raise NotFoundError("There is no page of a credential at this address.")
    exhibit = exhibits.at(toolkit, match[1])
    if not exhibit.is_open:
        return problems.respond(401, "NOT_AUTHENTICATED", "The holder has not shared this page.")
    found = share.oembed(
        pages.shared(toolkit, exhibit, toolkit.url(pages.path_of(exhibit))),
        provider_name=PROVIDER,
        provider_url=toolkit.base_url,
        max_width=_size("maxwidth"),
        max_height=_size("maxheight"),
    )
    response = make_response(json.dumps(found))
    response.mimetype = vc.MEDIA_JSON
    response.headers["Cache-Control"] = negotiation.PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _size(name: str) -> int | None:
    """Return the most pixels that a reader allows; what is no number says nothing."""
    text = request.args.get(name, "")
    return max(SMALLEST, int(text)) if _SIZE.fullmatch(text) else None
