"""`mintmark pathways links`: a page that shows a holder how far they are."""

from datetime import datetime

import click

from issuer.cli.handing import period_of, state_of
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list
from issuer.cli.session import reading_session
from issuer.cli.times import MOMENT
from issuer.documents.strict_json import JsonObject
from issuer.services.handed_out import links as ends
from issuer.services.handed_out import shelves
from issuer.services.handed_out.shelves import LARGEST_PAGE, Asked
from issuer.services.principal import OPERATOR
from issuer.services.progress_links import making
from issuer.services.progress_links.making import PROGRESS_LINKS, KeptLink, MakeLink


@click.group()
def links() -> None:
    """Make, list and close links to the progress of a holder.

    A link opens one page without an account: what counts, what is left, and for a district what reaches the next
    salary lane. The page names nobody, and nothing is kept of who opens it.
    """


@links.command()
@click.argument("person")
@click.option("--profile", metavar="SLUG", help="Only what this issuer awards; without it, all of them.")
@click.option("--district", metavar="SLUG", help="Show what reaches the next salary lane of this district.")
@click.option("--expires", type=MOMENT, help="From when on it shows nothing. [default: in 180 days]")
@click.option("--external-id", help="An id of yours: the same again makes no second link.")
@AS_JSON
def create(
    *,
    person: str,
    profile: str | None,
    district: str | None,
    expires: datetime | None,
    external_id: str | None,
    as_json: bool,
) -> None:
    """Make a link to the progress of PERSON, named by reference, and print it, once.

    \b
    Examples:
      mintmark pathways links create t01
      mintmark pathways links create t01 --district waseca --expires 2027-01-31T00:00:00Z
    """
    with reading_session() as toolkit:
        made = making.make(
            toolkit,
            OPERATOR,
            MakeLink(
                person=person,
                profile=profile,
                district=district,
                expires_at=expires,
                external_id=external_id,
            ),
        )
    if as_json:
        print_json({**_object(made.kept), "url": made.url})
        return
    if made.url is None:
        click.echo(f"{made.kept.record.id} was made before. Its address was told then, and is kept nowhere.")
        return
    click.echo(made.url)
    click.echo(
        f"This is shown once. It ends on {made.kept.record.expires_at.date()}; close it with:", err=True
    )
    click.echo(f"  mintmark pathways links revoke {made.kept.record.id}", err=True)


@links.command("list")
@click.option("--person", help="Only those of the person with this reference.")
@click.option(
    "--limit", type=click.IntRange(1, LARGEST_PAGE), default=50, show_default=True, help="Most links."
)
@AS_JSON
def list_(*, person: str | None, limit: int, as_json: bool) -> None:
    """List links, newest first; never their addresses.

    \b
    Examples:
      mintmark pathways links list
      mintmark pathways links list --person t01 --json
    """
    with reading_session() as toolkit:
        found = shelves.page(toolkit, OPERATOR, PROGRESS_LINKS, Asked(person=person, limit=limit)).items
        now = toolkit.clock()
    print_list(
        found,
        _object,
        ["link", "person", "issuer", "district", "state"],
        [
            [
                kept.record.id,
                kept.person,
                kept.profile or "all",
                kept.district or "",
                state_of(kept.record, now),
            ]
            for kept in found
        ],
        as_json=as_json,
    )


@links.command()
@click.argument("link")
@AS_JSON
def revoke(*, link: str, as_json: bool) -> None:
    """Close LINK at once and for good.

    \b
    Examples:
      mintmark pathways links revoke urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a
    """
    with reading_session() as toolkit:
        kept = ends.revoke(toolkit, OPERATOR, PROGRESS_LINKS, link)
    if as_json:
        print_json(_object(kept))
        return
    click.echo(f"{kept.record.id} shows nothing any more.")


def _object(kept: KeptLink) -> JsonObject:
    record = kept.record
    return {
        "id": record.id,
        "externalId": record.external_id,
        "person": kept.person,
        "profile": kept.profile,
        "district": kept.district,
        **period_of(record),
    }
