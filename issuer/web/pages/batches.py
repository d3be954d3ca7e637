"""`/batches`: a coordinator brings a file of awards, and sees every batch of the organization.

The file is read as it comes and never held as a whole; nothing is issued before the coordinator confirms on the page of
the batch. What the API does with a file (`web/api/batches`) is done here by the same services.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from flask import Blueprint, Response, render_template, request

from issuer.errors import InputError
from issuer.services import catalog, profiles
from issuer.services.api_keys import Scope
from issuer.services.batches import control, load
from issuer.services.batches.load import SubmitBatch
from issuer.services.spreadsheet import csv_lines
from issuer.services.toolkit import Toolkit
from issuer.web import guard, negotiation
from issuer.web.bodies import Body, SentFile
from issuer.web.pages import batch_view, signed_in
from issuer.web.pages.keeping import download
from issuer.web.pages.signed_in import FIELD
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("batches_pages", __name__)
blueprint.after_request(signed_in.private)
SHOWN: Final = 50
CSV: Final = "text/csv"
FORM_OF: Final[dict[str, load.Form]] = {".csv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
READ_COST: Final = 5.0
"""What reading a file weighs in the key's rate."""


@dataclass(frozen=True)
class Choice:
    """One achievement version that a file can be about.

    Attributes:
        value: code and version, as the form sends them back.
    """

    value: str
    words: str


@blueprint.get("/batches")
@signed_in.for_signed_in
def index() -> Response:
    """Show where a file is brought, and the batches of the organization."""
    return _page()


@blueprint.get("/batches/template.csv")
@signed_in.for_signed_in
def template() -> Response:
    """Return the first line of a file for one achievement version."""
    code, version = _split(request.args.get("achievement", ""))
    columns = load.template(the_toolkit(), code, version)
    name = "awards" if code is None else f"awards-{code.lower()}-{version}"
    return download("".join(csv_lines(columns, [])).encode(), CSV, f"{name}.csv")


@blueprint.post("/batches")
@signed_in.for_signed_in
def submit() -> Response:
    """Hold every line of a file against the record, and lead to its page; nothing is issued."""
    signed_in.refuse_other_sites()
    toolkit, body = the_toolkit(), Body(request, at_first=0)
    chosen = ""
    try:
        sent = _sent(body)
        who = signed_in.require_own_form(sent.fields.get(FIELD, ""))
        guard.charge(key_id=who.caller.key_id, cost=READ_COST)
        chosen = sent.fields.get("achievement", "")
        command = _command(who.caller.slug, sent, chosen)
        batch = load.submit(toolkit, who.caller.principal, command, io.BufferedReader(sent))
    except InputError as exc:
        return _page(error=exc, chosen=chosen)
    finally:
        body.drain()
    return signed_in.to(batch_view.path(batch.id))


def _sent(body: Body) -> SentFile:
    if request.mimetype != "multipart/form-data":
        raise InputError("There is no file.", hint="Choose a file.")
    return SentFile(body, request.mimetype_params.get("boundary", ""))


def _command(profile: str, sent: SentFile, chosen: str) -> SubmitBatch:
    if sent.name is None:
        raise InputError("There is no file.", hint="Choose a file.")
    # Some browsers send a path; what a spreadsheet is called is its last part.
    name = PurePath(sent.name.replace("\\", "/")).name[: load.LONGEST_NAME]
    form = FORM_OF.get(PurePath(name).suffix.lower())
    if form is None:
        raise InputError(
            "This is no CSV file and no JSON Lines file.",
            hint="In the spreadsheet program, save it as “CSV UTF-8 (comma delimited)”.",
        )
    code, version = _split(chosen)
    return SubmitBatch(
        profile=profile,
        name=name,
        form=form,
        achievement=code if form == "csv" else None,
        version=version if form == "csv" else None,
    )


def _split(chosen: str) -> tuple[str | None, str | None]:
    code, _, version = chosen.partition(" ")
    return (code, version or None) if code else (None, None)


def _page(*, error: InputError | None = None, chosen: str = "") -> Response:
    toolkit, who = the_toolkit(), signed_in.who()
    batches = control.all_batches(toolkit, who.caller.principal, limit=SHOWN)
    profile = profiles.get(toolkit, who.caller.slug)
    html = render_template(
        "batches.html",
        error=error,
        who=who,
        profile=profile.name,
        zone=str(profile.data.get("timezone") or "UTC"),
        may_issue=Scope.CREDENTIALS_ISSUE in who.caller.scopes,
        choices=_choices(toolkit),
        chosen=chosen,
        rows=[batch_view.row(batch) for batch in batches],
        most_rows=f"{load.MOST_ROWS:,}",
    )
    return negotiation.page(html, cache="no-store", status=200 if error is None else 422)


def _choices(toolkit: Toolkit) -> tuple[Choice, ...]:
    """Return every version that can be awarded from a file; micro-endorsements put themselves together."""
    return tuple(
        Choice(
            f"{listed.achievement.code} {version.version}",
            f"{listed.achievement.code} {listed.newest.name}, version {version.version}",
        )
        for listed in catalog.all_achievements(toolkit)
        for version in reversed(listed.versions)
        if version.retired_at is None and listed.newest.components is None
    )
