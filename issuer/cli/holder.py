"""`mintmark holder`: ask a holder to prove that a badge is theirs, and judge the answer."""

from typing import Final

import click

from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.session import reading_session
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services.holder_proofs import answering, asking
from issuer.services.holder_proofs.answering import HolderAnswer, HolderFinding
from issuer.services.toolkit import Toolkit
from issuer.store import ProofMethod

EXIT_CODES: Final = {
    HolderAnswer.PROVEN: 0,
    HolderAnswer.OPEN: 0,
    HolderAnswer.NOT_PROVEN: 1,
    HolderAnswer.COULD_NOT_CHECK: 2,
}
_WORDS: Final = {
    HolderAnswer.PROVEN: "Holder proven",
    HolderAnswer.OPEN: "Open",
    HolderAnswer.NOT_PROVEN: "Not proven",
    HolderAnswer.COULD_NOT_CHECK: "Could not check",
}


@click.group()
def holder() -> None:
    """Ask a holder to prove that a badge is theirs.

    For badges that were issued here. The holder answers by a presentation that the DID in the badge signs, or by a
    code that is sent to an address of theirs; the address is never shown. A question lives ten minutes and is
    answered once. The exit code is 0 for proven, 1 for not proven, 2 for could not check.
    """


@holder.command()
@click.argument("badge")
@AS_JSON
def challenge(*, badge: str, as_json: bool) -> None:
    """Make a challenge that the holder of BADGE signs with the DID that the badge names.

    \b
    Examples:
      mintmark holder challenge LAKES-7K4F-9Q2M-X
      mintmark holder challenge urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a --json
    """
    _ask(badge, ProofMethod.DID, as_json=as_json)


@holder.command()
@click.argument("badge")
@AS_JSON
def code(*, badge: str, as_json: bool) -> None:
    """Let a code be sent to the holder of BADGE; whether there is an address is not said.

    \b
    Examples:
      mintmark holder code LAKES-7K4F-9Q2M-X
    """
    _ask(badge, ProofMethod.CODE, as_json=as_json)


@holder.command()
@click.argument("question")
@click.argument("file")
@AS_JSON
def check(*, question: str, file: str, as_json: bool) -> int:
    """Judge the presentation in FILE (- for standard input) that answers QUESTION.

    \b
    Examples:
      mintmark holder check urn:uuid:5b8c... presentation.json
    """
    with reading_session() as toolkit:
        found = answering.present(toolkit, question, read_bytes(file))
    return _print(found, as_json=as_json)


@holder.command()
@click.argument("question")
@click.argument("digits")
@AS_JSON
def enter(*, question: str, digits: str, as_json: bool) -> int:
    """Enter the code DIGITS that the holder told in answer to QUESTION; five tries.

    \b
    Examples:
      mintmark holder enter urn:uuid:5b8c... "1234 5678"
    """
    with reading_session() as toolkit:
        found = answering.enter_code(toolkit, question, digits)
    return _print(found, as_json=as_json)


@holder.command()
@click.argument("question")
@AS_JSON
def show(*, question: str, as_json: bool) -> int:
    """Say what became of QUESTION.

    \b
    Examples:
      mintmark holder show urn:uuid:5b8c...
    """
    with reading_session() as toolkit:
        found = answering.look(toolkit, question)
    return _print(found, as_json=as_json)


def _ask(badge: str, method: ProofMethod, *, as_json: bool) -> None:
    with reading_session() as toolkit:
        asked = asking.ask(toolkit, badge, method)
        found = answering.look(toolkit, asked.id)
        told = _object(found, toolkit)
    if as_json:
        print_json(told)
        return
    click.echo(asked.id)
    if asked.challenge is None:
        click.echo("If the record holds an address of the holder, a code is on its way there.", err=True)
        click.echo(f"  mintmark holder enter {asked.id} CODE", err=True)
        return
    click.echo(f"  challenge {asked.challenge}")
    click.echo(f"  domain    {asked.domain}")
    click.echo(f"  signer    {safe(asked.did or '')}")
    click.echo(f"  mintmark holder check {asked.id} PRESENTATION.json", err=True)


def _print(found: HolderFinding, *, as_json: bool) -> int:
    if as_json:
        print_json(_object(found))
    else:
        when = "" if found.at is None else f" by {found.by} at {format_time(found.at)}"
        click.echo(safe(f"{_WORDS[found.answer]}{when}"))
        click.echo(safe(f"  {found.sentence}"))
    return EXIT_CODES[found.answer]


def _object(found: HolderFinding, toolkit: Toolkit | None = None) -> JsonObject:
    proof = found.proof
    more: JsonObject = {}
    if toolkit is not None:
        more = {"challenge": proof.challenge, "domain": toolkit.host if proof.challenge else None}
    return {
        "id": proof.id,
        "credential": proof.credential_id,
        "method": proof.method.value,
        **more,
        "expiresAt": format_time(proof.expires_at),
        "answer": found.answer.value,
        "sentence": found.sentence,
        "provenAt": None if found.at is None else format_time(found.at),
        "provenBy": found.by,
        "triesLeft": found.tries_left,
    }
