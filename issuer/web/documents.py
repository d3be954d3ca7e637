"""What is published for machines, at its addresses: keys, profiles, achievements, rubrics, lists, endorsements.

The bytes come from `services.publication`, the same that the verifier reads for our own addresses, so
that what the world reads and what we check are one. Issuers and achievements have a page at the same
address (`pages.catalog`); a browser gets that.
"""

from typing import Final

from flask import Blueprint, Response

from issuer.services import publication
from issuer.services.showing import pictures
from issuer.terms import vc
from issuer.web import negotiation
from issuer.web.negotiation import MINUTES, NEVER_CHANGES
from issuer.web.pages import achievement, endorsements, issuer
from issuer.web.toolkits import the_toolkit

NEVER_KEPT: Final = "private, no-store"
PICTURE: Final = "public, max-age=86400"
TYPE_OF: Final[dict[str, str]] = {"svg": vc.MEDIA_SVG, "png": vc.MEDIA_PNG}

blueprint = Blueprint("documents", __name__)
negotiation.open_to_all(blueprint)


def _published(path: str, *, cache: str = MINUTES, varies: bool = False) -> Response:
    found = publication.document_at(the_toolkit(), path)
    return negotiation.document(found.body, found.media_type, cache=cache, varies=varies)


@blueprint.get("/p/<name:slug>/did.json")
def did_document(slug: str) -> Response:
    """Answer the DID document of a profile."""
    return _published(f"/p/{slug}/did.json")


@blueprint.get("/p/<name:slug>/keys/<name:kid>")
def bare_key(slug: str, kid: str) -> Response:
    """Answer one public key for tokens."""
    return _published(f"/p/{slug}/keys/{kid}")


@blueprint.get("/.well-known/jwks.json")
def key_set() -> Response:
    """Answer every key for tokens of this site."""
    return _published("/.well-known/jwks.json")


@blueprint.get("/s/<name:status_list>")
def status_list(status_list: str) -> Response:
    """Answer a status list, signed."""
    return _published(f"/s/{status_list}")


@blueprint.get("/a/<name:code>/v/<name:version>/rubric.json")
def rubric(code: str, version: str) -> Response:
    """Answer the canonical bytes of a rubric, whose digest is in every credential."""
    return _published(f"/a/{code}/v/{version}/rubric.json", cache=NEVER_CHANGES)


@blueprint.get("/e/<name:uuid>")
def endorsement(uuid: str) -> Response:
    """Answer a public endorsement credential."""
    return _published(f"/e/{uuid}")


@blueprint.get("/p/<name:slug>/endorsements")
def profile_endorsements(slug: str) -> Response:
    """Answer what is said about a profile and what it says of others: its page, or the list for programs."""
    if negotiation.wants_page(vc.MEDIA_JSON):
        return negotiation.page(endorsements.page(the_toolkit(), slug), varies=True)
    body = endorsements.document(the_toolkit(), slug)
    return negotiation.document(body, vc.MEDIA_JSON, varies=True)


@blueprint.get("/statements/<name:token>")
def statement(token: str) -> Response:
    """Answer the facts that an endorsement binds; the address is known to whoever holds the endorsement."""
    response = _published(f"/statements/{token}", cache=NEVER_KEPT)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/schemas/statements/<name:name>.json")
def statement_schema(name: str) -> Response:
    """Answer the schema of a kind of statement."""
    return _published(f"/schemas/statements/{name}.json")


@blueprint.get("/a/<name:code>/v/<name:version>/pathway.json")
def pathway(code: str, version: str) -> Response:
    """Answer the canonical bytes of a micro-endorsement's rule, whose digest is in every one of them."""
    return _published(f"/a/{code}/v/{version}/pathway.json", cache=NEVER_CHANGES)


@blueprint.get("/p/<name:slug>")
def profile(slug: str) -> Response:
    """Answer an issuer: its page, or its Open Badges profile."""
    if negotiation.wants_page(vc.MEDIA_LD_JSON):
        return negotiation.page(issuer.page(the_toolkit(), slug), varies=True)
    return _published(f"/p/{slug}", varies=True)


@blueprint.get("/a/<name:code>")
def newest_version(code: str) -> Response:
    """Answer an achievement in its newest version: its page, or its document."""
    if negotiation.wants_page(vc.MEDIA_LD_JSON):
        return negotiation.page(achievement.page(the_toolkit(), code, None), varies=True)
    return _published(f"/a/{code}", varies=True)


@blueprint.get("/a/<name:code>/v/<name:version>")
def version(code: str, version: str) -> Response:
    """Answer one version of an achievement, which never changes: its page, or its document."""
    if negotiation.wants_page(vc.MEDIA_LD_JSON):
        return negotiation.page(achievement.page(the_toolkit(), code, version), varies=True)
    return _published(f"/a/{code}/v/{version}", varies=True)


@blueprint.get("/a/<name:code>/v/<name:version>/badge/<name:slug>.<any(svg, png):form>")
def badge(code: str, version: str, slug: str, form: pictures.Form) -> Response:
    """Answer the picture of a version as one issuer awards it."""
    return negotiation.document(
        pictures.badge_of(the_toolkit(), code, version, slug, form), TYPE_OF[form], cache=PICTURE
    )


@blueprint.get("/p/<name:slug>/mark.svg")
def mint_mark(slug: str) -> Response:
    """Answer the mint mark of an issuer."""
    return negotiation.document(pictures.mint_mark(the_toolkit(), slug), vc.MEDIA_SVG, cache=PICTURE)
