"""Asking before something that cannot be undone."""

import sys

import click

from issuer.errors import InputError


def confirm(question: str, *, yes: bool) -> None:
    """Return quietly when the answer is yes.

    Raises:
        InputError: nobody can answer, because standard input is not a terminal.
        click.Abort: the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError(f"{question} Nobody can answer here.", hint="Give --yes to go on without asking.")
    click.confirm(question, abort=True, err=True)
