"""Credentials at their addresses: the page, the signed files, their pictures (domain.md 7.2).

Files are given only at an address that may show everything; at any other they are not there. The bytes
are those that were signed, never written anew. Nothing here is found by search engines: every answer
says `noindex`, because a holder's page may be closed again and a search engine forgets slowly.
"""

from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, make_response

from issuer.errors import NotFoundError
from issuer.services import tokens, verification
from issuer.services.showing import exhibits, pictures
from issuer.services.showing.exhibits import Exhibit
from issuer.services.showing.pictures import Form
from issuer.services.transcripts import relicensure
from issuer.terms import vc
from issuer.web import guard, negotiation
from issuer.web.negotiation import ALWAYS_ASK, PAGE, PRIVATE
from issuer.web.pages import credential as pages
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("credential_pages", __name__)
negotiation.open_to_all(blueprint)

TYPE_OF: Final[dict[str, str]] = {"svg": vc.MEDIA_SVG, "png": vc.MEDIA_PNG}
CERTIFICATE_COST: Final = 5.0
"""A certificate takes about as long as five verifications, and names its holder, so that it is not kept."""
DOCUMENTS: Final = (vc.MEDIA_VC, vc.MEDIA_VC_JWT)


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    """Tell search engines to leave every answer alone."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/c/<address:address>")
def page(address: str) -> Response:
    """Answer a credential: its page, or the signed document in the form that Accept names."""
    exhibit = exhibits.at(the_toolkit(), address)
    names = [name for media_type in DOCUMENTS for name in negotiation.NAMES_OF[media_type]]
    wanted = negotiation.choose([PAGE, *names])
    if wanted == PAGE:
        return _page(exhibit)
    _require_open(exhibit)
    if wanted in negotiation.NAMES_OF[vc.MEDIA_VC_JWT]:
        return _file(exhibit, _token(exhibit), vc.MEDIA_VC_JWT, "jwt", varies=True)
    return _file(exhibit, exhibit.body, vc.MEDIA_VC, "json", varies=True)


@blueprint.get("/c/<address:address>.json")
def signed_json(address: str) -> Response:
    """Answer the signed document, byte for byte."""
    exhibit = _open(address)
    return _file(exhibit, exhibit.body, vc.MEDIA_VC, "json")


@blueprint.get("/c/<address:address>.jwt")
def signed_token(address: str) -> Response:
    """Answer the credential as a token, signed when it is first asked for."""
    exhibit = _open(address)
    return _file(exhibit, _token(exhibit), vc.MEDIA_VC_JWT, "jwt")


@blueprint.get("/c/<address:address>.<any(png, svg):form>")
def baked_picture(address: str, form: Form) -> Response:
    """Answer the badge picture with the signed document inside."""
    exhibit = _open(address)
    return _file(exhibit, pictures.baked(the_toolkit(), exhibit, form), TYPE_OF[form], form)


@blueprint.get("/c/<address:address>.pdf")
def certificate(address: str) -> Response:
    """Answer the certificate to print, with the signed document attached."""
    guard.charge(cost=CERTIFICATE_COST)
    exhibit = _open(address)
    made = pictures.certificate_of(the_toolkit(), exhibit, page_url=the_toolkit().url(pages.path_of(exhibit)))
    return _file(exhibit, made, vc.MEDIA_PDF, "pdf")


@blueprint.get("/c/<address:address>/relicensure")
def relicensure_page(address: str) -> Response:
    """Answer what a relicensure committee asks for, as a page."""
    exhibit = _open(address)
    html = pages.relicensure_page(the_toolkit(), exhibit)
    return negotiation.page(html, cache=_cache(exhibit))


@blueprint.get("/c/<address:address>/relicensure.pdf")
def relicensure_pdf(address: str) -> Response:
    """Answer the same as one page to print, with the signed document attached."""
    guard.charge(cost=CERTIFICATE_COST)
    exhibit = _open(address)
    url = the_toolkit().url(pages.path_of(exhibit))
    made = relicensure.pdf(relicensure.of(the_toolkit(), exhibit, page_url=url))
    response = _file(exhibit, made, vc.MEDIA_PDF, "pdf")
    name = f"{exhibit.credential.certificate_number}-relicensure.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/c/<address:address>/qr.<any(svg, png):form>")
def qr_code(address: str, form: Form) -> Response:
    """Answer the QR code that opens this page."""
    exhibit = _open(address)
    drawn = pictures.qr_code(the_toolkit(), the_toolkit().url(pages.path_of(exhibit)), form)
    return negotiation.document(drawn, TYPE_OF[form], cache=_cache(exhibit))


@blueprint.get("/c/<address:address>/card.png")
def card(address: str) -> Response:
    """Answer the picture of a preview: of the award while it is in force and may be seen, else a neutral one."""
    exhibit = exhibits.at(the_toolkit(), address)
    if not exhibit.is_open or exhibit.version.ended_at is not None:
        drawn = pictures.neutral_card(the_toolkit())
    else:
        holder = exhibit.holder if exhibit.found.is_public else None
        drawn = pictures.card_of(the_toolkit(), exhibit, holder=holder)
    return negotiation.document(drawn, vc.MEDIA_PNG, cache=_cache(exhibit))


def _page(exhibit: Exhibit) -> Response:
    toolkit = the_toolkit()
    report = verification.check(toolkit, exhibit.body, media_type=vc.MEDIA_VC)
    if not exhibit.is_open:
        return negotiation.page(pages.status_page(exhibit, report), cache=PRIVATE, varies=True)
    response = negotiation.page(pages.page(toolkit, exhibit, report), cache=_cache(exhibit), varies=True)
    url = toolkit.url(pages.path_of(exhibit))
    response.headers["Link"] = (
        f'<{url}>; rel="canonical", <{url}.json>; rel="alternate"; type="{vc.MEDIA_VC}", '
        f'<{toolkit.url("/oembed")}?url={quote(url, safe="")}&format=json>; rel="alternate"; '
        'type="application/json+oembed"'
    )
    return response


def _open(address: str) -> Exhibit:
    exhibit = exhibits.at(the_toolkit(), address)
    _require_open(exhibit)
    return exhibit


def _require_open(exhibit: Exhibit) -> None:
    """Refuse a file at an address that answers the status only, in the words of one that is not there."""
    if not exhibit.is_open:
        raise NotFoundError("There is no page at this address.")


def _token(exhibit: Exhibit) -> bytes:
    return tokens.jwt_form(the_toolkit(), exhibit.credential.id).encode("ascii")


def _file(exhibit: Exhibit, body: bytes, media_type: str, end: str, *, varies: bool = False) -> Response:
    response = make_response(negotiation.document(body, media_type, cache=_cache(exhibit), varies=varies))
    # A baked SVG holds what others wrote; it is a file to keep, not a page to open.
    kind = "attachment" if end in {"svg", "pdf", "jwt"} else "inline"
    name = f"{exhibit.credential.certificate_number}.{end}"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


def _cache(exhibit: Exhibit) -> str:
    """A public page may lie in shared caches, which ask each time; a link's page lies in its reader's alone."""
    return ALWAYS_ASK if exhibit.found.is_public else PRIVATE
