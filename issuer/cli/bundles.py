"""`mintmark bundles`: one revocable link of a teacher to chosen badges."""

from datetime import datetime

import click

from issuer.cli.handing import period_of, state_of
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list, print_table, safe
from issuer.cli.session import reading_session
from issuer.cli.times import MOMENT
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services.bundles import making
from issuer.services.bundles.making import BUNDLES, KeptBundle, MakeBundle
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.shelves import LARGEST_PAGE, Asked
from issuer.services.principal import OPERATOR
from issuer.store import OpeningRecord


@click.group()
def bundles() -> None:
    """Make, show, list and close transfer bundles.

    A bundle is one link that a teacher gives to a district: it shows the badges that the teacher chose, as one
    report that can be printed, with the hours of all of them once. It ends by itself, and can be closed at any
    time. Its owner sees when and how often it was opened, never by whom.
    """


@bundles.command()
@click.argument("badges", nargs=-1, required=True, metavar="BADGE...")
@click.option("--recipient", required=True, help="For whom: the name of a district, or its slug here.")
@click.option("--expires", type=MOMENT, help="From when on it shows nothing. [default: in 90 days]")
@click.option("--external-id", help="An id of yours: the same again makes no second bundle.")
@AS_JSON
def create(
    *,
    badges: tuple[str, ...],
    recipient: str,
    expires: datetime | None,
    external_id: str | None,
    as_json: bool,
) -> None:
    """Make a bundle of BADGES and print its link, once.

    BADGE is an id (urn:uuid:...) or a certificate number. All of them must be one person's.

    \b
    Examples:
      mintmark bundles create LAKES-7K4F-9Q2M-X LAKES-2B8D-5T6W-K --recipient "North Tamarack"
      mintmark bundles create LAKES-7K4F-9Q2M-X --recipient north-tamarack --expires 2027-01-31T00:00:00Z
    """
    with reading_session() as toolkit:
        made = making.make(
            toolkit,
            OPERATOR,
            MakeBundle(credentials=badges, recipient=recipient, expires_at=expires, external_id=external_id),
        )
    if as_json:
        print_json({**_object(made.kept), "url": made.url})
        return
    if made.url is None:
        click.echo(f"{made.kept.record.id} was made before. Its link was told then, and is kept nowhere.")
        return
    click.echo(made.url)
    ends = made.kept.record.expires_at.date()
    click.echo(f"This is shown once. The link ends on {ends}; close it with:", err=True)
    click.echo(f"  mintmark bundles revoke {made.kept.record.id}", err=True)


@bundles.command()
@click.argument("bundle")
@AS_JSON
def show(*, bundle: str, as_json: bool) -> None:
    """Show what is in BUNDLE, for whom and until when; never its link.

    \b
    Examples:
      mintmark bundles show urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a
    """
    with reading_session() as toolkit:
        kept = shelves.get(toolkit, OPERATOR, BUNDLES, bundle)
        now = toolkit.clock()
    if as_json:
        print_json(_object(kept))
        return
    record = kept.record
    click.echo(f"{record.id} for {safe(record.recipient)}, {state_of(kept.record, now)}")
    print_table(["number", "id"], [[item.certificate_number, item.id] for item in kept.credentials])


@bundles.command("list")
@click.option("--person", help="Only those of the person with this reference.")
@click.option(
    "--limit",
    type=click.IntRange(1, LARGEST_PAGE),
    default=50,
    show_default=True,
    help="Most bundles.",
)
@AS_JSON
def list_(*, person: str | None, limit: int, as_json: bool) -> None:
    """List bundles, newest first.

    \b
    Examples:
      mintmark bundles list
      mintmark bundles list --person t01 --json
    """
    with reading_session() as toolkit:
        found = shelves.page(toolkit, OPERATOR, BUNDLES, Asked(person=person, limit=limit)).items
        now = toolkit.clock()
    rows = [
        [
            kept.record.id,
            kept.person,
            kept.record.recipient,
            len(kept.credentials),
            kept.record.created_at.date(),
            state_of(kept.record, now),
        ]
        for kept in found
    ]
    print_list(
        found, _object, ["bundle", "person", "recipient", "badges", "made", "state"], rows, as_json=as_json
    )


@bundles.command()
@click.argument("bundle")
@AS_JSON
def revoke(*, bundle: str, as_json: bool) -> None:
    """Close BUNDLE at once and for good; its badges are untouched.

    \b
    Examples:
      mintmark bundles revoke urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a
    """
    with reading_session() as toolkit:
        kept = links.revoke(toolkit, OPERATOR, BUNDLES, bundle)
    if as_json:
        print_json(_object(kept))
        return
    click.echo(f"{kept.record.id} shows nothing any more.")


@bundles.command()
@click.argument("bundle")
@AS_JSON
def log(*, bundle: str, as_json: bool) -> None:
    """Say when and how often BUNDLE was opened, by the hour; never by whom.

    Mail programs that look at links count like people: one opening need not be a person.

    \b
    Examples:
      mintmark bundles log urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a
    """
    with reading_session() as toolkit:
        found = making.openings(toolkit, OPERATOR, bundle)
    print_list(
        found,
        _opening,
        ["hour (UTC)", "what", "times"],
        [[f"{item.hour:%Y-%m-%d %H}:00", item.kind.value, item.times] for item in found],
        as_json=as_json,
    )


def _object(kept: KeptBundle) -> JsonObject:
    record = kept.record
    return {
        "id": record.id,
        "externalId": record.external_id,
        "person": kept.person,
        "recipient": record.recipient,
        "credentials": [item.id for item in kept.credentials],
        **period_of(record),
    }


def _opening(opening: OpeningRecord) -> JsonObject:
    return {"hour": format_time(opening.hour), "what": opening.kind.value, "times": opening.times}
