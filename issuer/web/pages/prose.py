"""Pages of words: how checking works, privacy, accessibility, documents for machines, problem codes."""

from typing import Final

from flask import Blueprint, abort, render_template

from issuer.terms.codes import CODES

blueprint = Blueprint("prose", __name__)

DOCUMENTS: Final = (
    ("/p/{issuer}/did.json", "DID document of an issuer, with every key it ever had", "application/did+json"),
    ("/p/{issuer}/keys/{kid}", "One bare public key for tokens", "application/jwk+json"),
    ("/.well-known/jwks.json", "All keys for tokens of this site, each with its issuer", "application/jwk-set+json"),
    ("/p/{issuer}", "Open Badges profile of an issuer", "application/ld+json"),
    ("/a/{code}", "Achievement, its newest version", "application/ld+json"),
    ("/a/{code}/v/{version}", "One version of an achievement; it never changes", "application/ld+json"),
    ("/a/{code}/v/{version}/rubric.json", "Its rubric, canonical JSON", "application/json"),
    ("/a/{code}/v/{version}/badge/{issuer}.png", "Its picture as an issuer awards it; also .svg", "image/png"),
    ("/s/{list}", "Status list, signed, good for a day", "application/vc"),
    ("/c/{link}.json", "A credential with an embedded proof", "application/vc"),
    ("/c/{link}.jwt", "The same credential as a token", "application/vc+jwt"),
    ("/c/{link}.png", "The badge picture with the credential inside; also .svg", "image/png"),
    ("/c/{link}.pdf", "Certificate to print, with the credential attached", "application/pdf"),
    ("/oembed?url={page}", "oEmbed 1.0 for a credential page", "application/json"),
)  # fmt: skip


@blueprint.get("/about")
def about() -> str:
    """Explain the four questions and the five marks."""
    return render_template("prose/about.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Say what is kept and what is not."""
    return render_template("prose/privacy.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Say what is done, and what was not tested."""
    return render_template("prose/accessibility.html")


@blueprint.get("/developers")
def developers() -> str:
    """List the documents for machines."""
    return render_template("prose/developers.html", documents=DOCUMENTS)


@blueprint.get("/problems")
def problems() -> str:
    """List every problem code."""
    return render_template("prose/problems.html", codes=sorted(CODES.items()))


@blueprint.get("/problems/<name:code>")
def problem(code: str) -> str:
    """Explain one problem code."""
    meaning = CODES.get(code)
    if meaning is None:
        abort(404)
    return render_template("prose/problem_code.html", code=code, meaning=meaning, count=len(CODES))
