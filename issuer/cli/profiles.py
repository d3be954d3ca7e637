"""`mintmark profiles`: the organizations that issue, assess, or stand above those that do."""

import click

from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list, print_table
from issuer.cli.session import reading_session
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import InputError
from issuer.services import profiles as organisations
from issuer.services import service_profile
from issuer.services.figures import members, telling
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.spreadsheet import csv_lines
from issuer.store import ProfileRecord


@click.group()
def profiles() -> None:
    """Keep the issuing organizations.

    A profile is one organization with its own identifier (did:web), keys and status lists. Its short name
    is part of that identifier and never changes. Make its keys with `mintmark keys new`.
    """


@profiles.command()
@click.argument("slug")
@click.option("--name", required=True, help="Its public name, as it stands in every badge.")
@click.option("--parent", metavar="SLUG", help="The organization above it; make that one first.")
@click.option(
    "--identifier",
    "identifiers",
    metavar="TYPE=VALUE",
    multiple=True,
    help="A number by which it is known, such as ext:ncesLeaId=2741880. May be given several times.",
)
@click.option(
    "--timezone", default="UTC", show_default=True, help="IANA zone in which dates are told to people."
)
@click.option("--description", default="", help="A sentence or two about it.")
@click.option("--mark", type=int, help="Number of its mint mark, 0 to 59. [default: a free one]")
@AS_JSON
def create(
    *,
    slug: str,
    name: str,
    parent: str | None,
    identifiers: tuple[str, ...],
    timezone: str,
    description: str,
    mark: int | None,
    as_json: bool,
) -> None:
    """Create the profile SLUG; asking again for the same profile changes nothing.

    SLUG has 3 to 32 lower-case letters, digits and hyphens.

    \b
    Examples:
      mintmark profiles create lakes --name "Lakes Service Cooperative" --timezone America/Chicago
      mintmark profiles create north --name "North District" --parent lakes --identifier ext:ncesLeaId=2741880
    """
    command = CreateProfile(
        slug=slug,
        name=name,
        parent=parent,
        identifiers=tuple(_pair(text) for text in identifiers),
        timezone=timezone,
        description=description,
        mark=mark,
    )
    with reading_session() as toolkit:
        made = organisations.create(toolkit, OPERATOR, command)
    if as_json:
        print_json(_object(made))
        return
    click.echo(f"{made.name}: {made.did}")
    click.echo(f"Next: mintmark keys new {made.slug}")


@profiles.command()
@click.option("--name", help="Its public name. [default: one that names this site]")
@AS_JSON
def service(*, name: str | None, as_json: bool) -> None:
    """Make the profile under which this site signs verification reports and evidence packs, with its key.

    It is no organization and awards nothing. It is made by itself when a report is first asked for; its name never
    changes afterwards.

    \b
    Examples:
      mintmark profiles service
      mintmark profiles service --name "Verification desk of the Lakes Service Cooperative"
    """
    with reading_session() as toolkit:
        made = service_profile.ensure(toolkit, name=name)
    if as_json:
        print_json(_object(made))
        return
    click.echo(f"{made.name}: {made.did}")


@profiles.command("members")
@click.argument("slug")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
@AS_JSON
def members_(*, slug: str, as_csv: bool, as_json: bool) -> None:
    """Say how much the members of the parent body SLUG issued, together and each.

    Counts alone, and nobody's name. A group of fewer than ten people is hidden, and another one with it where it
    could be computed from the total.

    \b
    Examples:
      mintmark profiles members msc
      mintmark profiles members msc --csv
    """
    with reading_session() as toolkit:
        found = members.of_members(toolkit, slug)
    if as_json:
        print_json(telling.roll_up_json(found))
        return
    rows = telling.roll_up_rows(found)
    if as_csv:
        click.echo("".join(csv_lines(telling.COLUMNS, rows)), nl=False)
        return
    print_table(
        list(telling.HEADINGS), [["hidden" if cell is None else str(cell) for cell in row] for row in rows]
    )


@profiles.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List every profile, by short name.

    \b
    Examples:
      mintmark profiles list
      mintmark profiles list --json
    """
    with reading_session() as toolkit:
        found = organisations.all_profiles(toolkit)
    print_list(
        found,
        _object,
        ["profile", "name", "issuer id"],
        [[item.slug, item.name, item.did] for item in found],
        as_json=as_json,
    )


@profiles.command()
@click.argument("slug")
@AS_JSON
def show(*, slug: str, as_json: bool) -> None:
    """Show one profile.

    \b
    Examples:
      mintmark profiles show lakes
      mintmark profiles show lakes --json
    """
    with reading_session() as toolkit:
        found = _object(organisations.get(toolkit, slug))
    if as_json:
        print_json(found)
        return
    print_table(["", ""], [[name, value] for name, value in found.items() if value not in (None, "", [])])


def _pair(text: str) -> tuple[str, str]:
    kind, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"{text[:80]!r} is not TYPE=VALUE.", hint="Write ext:ncesLeaId=2741880.")
    return kind, value


def _object(profile: ProfileRecord) -> JsonObject:
    return {
        "slug": profile.slug,
        "id": profile.did,
        "name": profile.name,
        "createdAt": format_time(profile.created_at),
        **profile.data,
    }
