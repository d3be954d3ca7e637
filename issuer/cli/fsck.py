"""`mintmark fsck`: is everything that the record promises still so?"""

import sys

import click

from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.cli.progress import progress
from issuer.cli.session import reading_session
from issuer.services.auditing import fsck as service

BROKEN = 2


@click.command()
@click.option("--skip-signatures", is_flag=True, help="Compare rows and lists only; verify no signature.")
@AS_JSON
@click.pass_context
def fsck(context: click.Context, *, skip_signatures: bool, as_json: bool) -> None:
    """Compare the record with itself, its log, its signatures and its published status lists.

    Changes nothing but a status list that is due to be signed anyway. `audit verify events` asks about the chain of
    events and about heads that were kept elsewhere. Exit code 0 when the record is whole, 2 when it is not.

    \b
    Examples:
      mintmark fsck
      mintmark fsck --skip-signatures --json
    """
    with reading_session() as toolkit:
        with toolkit.database.reader() as reader:
            counts = reader.fsck.counts()
        signed = 0 if skip_signatures else counts.issued + counts.jwts + counts.endorsed
        if sys.stderr.isatty() and signed:
            with progress("verifying what was signed", signed) as step:
                report = service.examine(toolkit, step=step)
        else:
            report = service.examine(toolkit, verify=not skip_signatures)
    if as_json:
        print_json(
            {
                "whole": not report.findings,
                "counts": dict(vars(report.counts)),
                "verified": report.verified,
                "statusLists": report.lists,
                "findings": [
                    {"table": item.table, "row": item.row, "sentence": item.sentence}
                    for item in report.findings
                ],
            }
        )
    else:
        for item in report.findings:
            click.echo(f"{item.table} {safe(item.row)}: {safe(item.sentence)}")
        found = report.counts
        click.echo(
            f"{found.issued} versions, {found.slots} slots, {found.issue_leaves} leaves; {found.endorsed} endorsements; "
            f"{report.verified} signatures verified, {report.lists} status lists compared. "
            + (f"{len(report.findings)} things are wrong." if report.findings else "The record is whole.")
        )
    if report.findings:
        context.exit(BROKEN)
