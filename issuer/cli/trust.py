"""`mintmark trust`: who is known here, since when, by whom and why."""

import click

from issuer.cli.files import read_bytes, write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list, safe
from issuer.cli.session import reading_session, session
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services import trust as service
from issuer.services.principal import OPERATOR
from issuer.services.trust import Known
from issuer.store import TrustEventRecord
from issuer.verify import TrustEntry

BY = click.option("--by", metavar="WHO", help="The office that decided it; no person. [default: operator]")


@click.group()
def trust() -> None:
    """Keep the list of issuers that are known here.

    A name can be copied, so an issuer is known by its identifier, letter for letter. As soon as somebody is
    on the list, the page /verify asks "Known issuer?" of every badge. Issuers that are not on it are called
    unknown, never false. Every change stays in the history.
    """


@trust.command()
@click.argument("issuer")
@click.option("--name", required=True, help="The name under which it is known here.")
@click.option("--reason", required=True, help="Why it is known; everybody can read it on /trust.")
@BY
@AS_JSON
def add(*, issuer: str, name: str, reason: str, by: str | None, as_json: bool) -> None:
    """Put ISSUER on the list, or change what is said of it.

    \b
    Examples:
      mintmark trust add did:web:badges.example --name "Lakes Cooperative" --reason "Member since 2019"
      mintmark trust add https://example.org/issuer --name "State Board" --reason "Licenses teachers" --by "Data office"
    """
    with reading_session() as toolkit:
        near = service.alike(toolkit, issuer=issuer, name=name)
        made = service.add(toolkit, OPERATOR, Known(issuer=issuer, name=name, reason=reason, added_by=by))
    if near is not None:
        click.echo(safe(f"Look twice: {near.sentence}"), err=True)
    _print_event(made, as_json=as_json)


@trust.command()
@click.argument("issuer")
@click.option("--reason", required=True, help="Why; everybody can read it on /trust.")
@BY
@AS_JSON
def remove(*, issuer: str, reason: str, by: str | None, as_json: bool) -> None:
    """Take ISSUER off the list, from now on. What was said of it stays in the history.

    \b
    Examples:
      mintmark trust remove did:web:badges.example --reason "It closed in June 2026"
    """
    with reading_session() as toolkit:
        made = service.remove(toolkit, OPERATOR, issuer, reason=reason, by=by)
    _print_event(made, as_json=as_json)


@trust.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List who is known now.

    \b
    Examples:
      mintmark trust list
      mintmark trust list --json
    """
    with reading_session() as toolkit:
        found = service.standing(toolkit)
    rows = [
        [entry.name or "", entry.issuer, _day(entry), entry.added_by or "", entry.reason or ""]
        for entry in found
    ]
    print_list(found, _entry, ["name", "issuer", "since", "by", "why"], rows, as_json=as_json)


@trust.command()
@AS_JSON
def history(*, as_json: bool) -> None:
    """List everything that ever happened to the list, oldest first.

    \b
    Examples:
      mintmark trust history
      mintmark trust history --json
    """
    with reading_session() as toolkit:
        found = service.history(toolkit)
    rows = [
        [
            event.at.date().isoformat(),
            event.action.value,
            event.name or "",
            event.issuer,
            event.added_by,
            event.reason,
        ]
        for event in found
    ]
    print_list(found, _event, ["day", "what", "name", "issuer", "by", "why"], rows, as_json=as_json)


@trust.command()
@click.argument("slug")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    help="The file to write; - for standard output.",
)
def export(*, slug: str, out: str) -> None:
    """Write the list with its history, signed by the profile SLUG, so that others can take it over.

    \b
    Examples:
      mintmark trust export lakes --out known-issuers.json
    """
    with session() as toolkit:
        body = service.export(toolkit, OPERATOR, slug)
    write_result(out, body)


@trust.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--from",
    "publisher",
    metavar="ISSUER",
    help="Whose list it must be. [default: any publisher that is known here]",
)
@AS_JSON
def import_(*, file: str, publisher: str | None, as_json: bool) -> None:
    """Put on the list whoever a signed FILE names. What was decided here stays as it is.

    Compare the publisher's identifier with what it told you by another way before you name it.

    \b
    Examples:
      mintmark trust import known-issuers.json --from did:web:state.example
      mintmark trust import known-issuers.json
    """
    data = read_bytes(file)
    with reading_session() as toolkit:
        taken = service.take_over(toolkit, OPERATOR, data, publisher=publisher)
    if as_json:
        print_json(
            {
                "publisher": taken.publisher,
                "added": [*taken.added],
                "removed": [*taken.removed],
                "same": taken.same,
            }
        )
        return
    click.echo(
        safe(
            f"{len(taken.added)} added or changed, {len(taken.removed)} taken off, {taken.same} left as they were;"
            f" the list is by {taken.publisher}."
        )
    )


def _print_event(event: TrustEventRecord, *, as_json: bool) -> None:
    if as_json:
        print_json(_event(event))
        return
    click.echo(safe(f"{event.issuer} ({event.name}): {event.action} on {event.at.date().isoformat()}."))


def _day(entry: TrustEntry) -> str:
    return "" if entry.added_at is None else entry.added_at.date().isoformat()


def _entry(entry: TrustEntry) -> JsonObject:
    return {
        "issuer": entry.issuer,
        "name": entry.name,
        "addedAt": None if entry.added_at is None else format_time(entry.added_at),
        "addedBy": entry.added_by,
        "reason": entry.reason,
    }


def _event(event: TrustEventRecord) -> JsonObject:
    return {
        "issuer": event.issuer,
        "number": event.number,
        "action": event.action.value,
        "name": event.name,
        "reason": event.reason,
        "addedBy": event.added_by,
        "source": event.source,
        "at": format_time(event.at),
    }
