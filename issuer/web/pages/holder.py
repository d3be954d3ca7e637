"""`/holder`: ask the holder of a credential of ours to prove that it is theirs, and see what came of it.

A question has an address of its own, which says nothing about who asked; opening it answers nothing and uses
nothing up. Whether a holder has an address here is told by no page.
"""

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request

from issuer.errors import ConflictError, ConformanceError, NotFoundError
from issuer.services.holder_proofs import answering, asking
from issuer.services.holder_proofs.answering import HolderAnswer, HolderFinding
from issuer.store import ProofMethod
from issuer.web import guard, negotiation
from issuer.web.limits import SMALL_BODY
from issuer.web.pages.handed_in import LONGEST_QUESTION
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("holder", __name__)
MARKS: Final = {
    HolderAnswer.PROVEN: ("yes", "The holder is proven"),
    HolderAnswer.NOT_PROVEN: ("wait", "Not proven"),
    HolderAnswer.COULD_NOT_CHECK: ("unk", "We could not check the answer"),
    HolderAnswer.OPEN: ("none", "No answer has come yet"),
}
"""What is not proven is no reason to call the holder a thief: it is never drawn as a no."""
NO_SUCH: Final = "No credential of this number or link was issued here. Check it for typing mistakes."
SCHEME: Final = "urn:uuid:"
UTC: Final = "UTC"


@blueprint.after_request
def keep_out_of_search(response: Response) -> Response:
    """Tell search engines and caches to leave every answer alone."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/holder")
def form() -> Response:
    """Show the form, with a number or link in it where one was handed on."""
    return _form(request.args.get("q", "")[:LONGEST_QUESTION])


@blueprint.post("/holder")
def ask() -> Response:
    """Ask, and go to the page of the question."""
    # A code is hashed slowly on purpose.
    guard.charge(cost=5.0)
    question = request.form.get("q", "").strip()[:LONGEST_QUESTION]
    method = ProofMethod.DID if request.form.get("method") == "did" else ProofMethod.CODE
    try:
        asked = asking.ask(the_toolkit(), question, method)
    except NotFoundError:
        return _form(question, NO_SUCH, method=method)
    except (ConformanceError, ConflictError) as exc:
        return _form(question, exc.detail, method=method)
    answer = redirect(f"/holder/{asked.id.removeprefix(SCHEME)}", code=303)
    # A Location without a host holds under whatever address this site is reached.
    answer.autocorrect_location_header = False
    return answer  # type: ignore[return-value]  # Flask's own answer is Werkzeug's


@blueprint.get("/holder/<address:question>")
def page(question: str) -> Response:
    """Show what became of a question."""
    return _page(answering.look(the_toolkit(), SCHEME + question))


@blueprint.post("/holder/<address:question>")
def answer(question: str) -> Response:
    """Judge an answer: a code, or a presentation as text or file."""
    guard.charge()
    toolkit, proof_id = the_toolkit(), SCHEME + question
    if "code" in request.form:
        return _page(answering.enter_code(toolkit, proof_id, request.form["code"]))
    file = request.files.get("file")
    data = file.read(SMALL_BODY) if file is not None else b""
    data = data or request.form.get("text", "").strip().encode("utf-8", "surrogatepass")
    return _page(answering.present(toolkit, proof_id, data))


def _form(question: str, error: str = "", *, method: ProofMethod = ProofMethod.CODE) -> Response:
    html = render_template("holder.html", q=question, error=error, method=method.value)
    return negotiation.page(html, cache="no-store", status=422 if error else 200)


def _page(found: HolderFinding) -> Response:
    mark, heading = MARKS[found.answer]
    is_open = found.answer is not HolderAnswer.PROVEN and found.tries_left > 0
    html = render_template(
        "holder_question.html",
        found=found,
        proof=found.proof,
        path="/holder/" + found.proof.id.removeprefix(SCHEME),
        mark=mark,
        heading=heading,
        is_open=is_open,
        by_code=found.proof.method is ProofMethod.CODE,
        domain=the_toolkit().host,
        zone=UTC,
    )
    return negotiation.page(html, cache="no-store")
