"""`mintmark pathways notices`: what holders are to be told, and telling them now."""

import click

from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.documents.times import format_time
from issuer.services import notices as service
from issuer.services import outbox
from issuer.services.principal import OPERATOR


@click.command()
@click.option("--send", is_flag=True, help="Mail what waits now; workers do this every minute.")
@AS_JSON
def notices(*, send: bool, as_json: bool) -> None:
    """List the notices that wait for a mail address, or send the ones that can go.

    A holder is told by mail when a micro-endorsement is put on hold, issued again or withdrawn. Bind an address with
    `mintmark people register REFERENCE --detail personalEmail=...`. A mail that cannot be handed over stays in
    MINTMARK_HOME/outbox and is tried again.

    \b
    Examples:
      mintmark pathways notices
      mintmark pathways notices --send
    """
    if send:
        with session() as toolkit:
            sent = service.send(toolkit)
            handed = outbox.deliver_due(toolkit)
        if as_json:
            print_json({"sent": sent, "handedOver": handed})
            return
        click.echo(
            f"{sent} {'notice' if sent == 1 else 'notices'} put into the outbox, {handed} handed over."
        )
        return
    with reading_session() as toolkit:
        found = service.waiting(toolkit, OPERATOR)
    if as_json:
        for item in found:
            print_json(
                {
                    "badge": item.number,
                    "profile": item.profile,
                    "kind": item.notice.kind,
                    "at": format_time(item.notice.created_at),
                    "hasAddress": item.has_address,
                }
            )
        return
    print_table(
        ["badge", "issuer", "notice", "since", "mail address"],
        [
            [
                item.number,
                item.profile,
                item.notice.kind,
                format_time(item.notice.created_at),
                "yes" if item.has_address else "none yet",
            ]
            for item in found
        ],
    )
