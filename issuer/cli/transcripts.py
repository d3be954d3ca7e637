"""`mintmark transcripts`: everything that somebody holds of one issuer, signed as one (CLR 2.0)."""

from datetime import datetime

import click

from issuer.cli.files import STANDARD, write_result
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list
from issuer.cli.session import reading_session, session
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services.handed_out import shelves
from issuer.services.handed_out.shelves import LARGEST_PAGE, Asked
from issuer.services.principal import OPERATOR
from issuer.services.status_lists.withdrawing import WITHDRAWING
from issuer.services.transcripts import issue as service
from issuer.services.transcripts import keeping
from issuer.services.transcripts.issue import IssueTranscript
from issuer.services.transcripts.keeping import TRANSCRIPTS, KeptTranscript
from issuer.store import Category


@click.group()
def transcripts() -> None:
    """Sign transcripts of a person's badges, list them, and withdraw one.

    A transcript is a ClrCredential (Comprehensive Learner Record 2.0) with the badges inside, each with its
    own signature and status. It is good for thirty days, and is kept with a status of its own.
    """


@transcripts.command()
@click.argument("profile")
@click.option("--person", required=True, help="Reference of the holder.")
@click.option("--badge", "badges", multiple=True, help="Only this badge; may be given several times.")
@click.option("--external-id", help="An id of yours: the same again gives the same transcript.")
@click.option("--out", default=STANDARD, show_default=True, metavar="FILE", help="Where to write it.")
@AS_JSON
def issue(
    *,
    profile: str,
    person: str,
    badges: tuple[str, ...],
    external_id: str | None,
    out: str,
    as_json: bool,
) -> None:
    """Sign a transcript of what a person holds of PROFILE and what is in force.

    \b
    Examples:
      mintmark transcripts issue lakes --person t01 --out transcript.json
      mintmark transcripts issue lakes --person t01 --badge LAKES-7K4F-9Q2M-X
    """
    with session() as toolkit:
        command = IssueTranscript(profile=profile, person=person, chosen=badges, external_id=external_id)
        made = service.issue(toolkit, OPERATOR, command)
    write_result(out, made.body)
    if as_json and out != STANDARD:
        print_json({"id": made.credential_id, "credentials": list(made.credentials), "new": made.is_new})
    elif out != STANDARD:
        count = len(made.credentials)
        click.echo(f"{made.credential_id}: {count} {'badge' if count == 1 else 'badges'}")


@transcripts.command("list")
@click.option("--profile", metavar="SLUG", help="Only those of this issuer.")
@click.option("--person", help="Only those of the person with this reference.")
@click.option(
    "--limit",
    type=click.IntRange(1, LARGEST_PAGE),
    default=50,
    show_default=True,
    help="Most transcripts.",
)
@AS_JSON
def list_(*, profile: str | None, person: str | None, limit: int, as_json: bool) -> None:
    """List transcripts, newest first.

    \b
    Examples:
      mintmark transcripts list
      mintmark transcripts list --profile lakes --person t01 --json
    """
    with reading_session() as toolkit:
        found = shelves.page(
            toolkit, OPERATOR, TRANSCRIPTS, Asked(profile=profile, person=person, limit=limit)
        ).items
        now = toolkit.clock()
    print_list(
        found,
        _object,
        ["transcript", "issuer", "person", "badges", "signed", "state"],
        [
            [
                kept.row.id,
                kept.profile,
                kept.person,
                len(kept.credentials),
                kept.row.valid_from.date(),
                _state(kept, now),
            ]
            for kept in found
        ],
        as_json=as_json,
    )


@transcripts.command()
@click.argument("transcript")
@click.option("--out", default=STANDARD, show_default=True, metavar="FILE", help="Where to write it.")
def show(*, transcript: str, out: str) -> None:
    """Write TRANSCRIPT (urn:uuid:...), byte for byte as it was signed.

    \b
    Examples:
      mintmark transcripts show urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a --out transcript.json
    """
    with reading_session() as toolkit:
        kept = shelves.get(toolkit, OPERATOR, TRANSCRIPTS, transcript)
    write_result(out, kept.row.body or b"")


@transcripts.command()
@click.argument("transcript")
@click.option(
    "--reason",
    required=True,
    type=click.Choice(sorted(category.value for category in WITHDRAWING)),
    help="Why, in public.",
)
@click.option("--details", help="Why, in private; kept in the erasable place.")
@AS_JSON
def revoke(*, transcript: str, reason: str, details: str | None, as_json: bool) -> None:
    """Withdraw TRANSCRIPT for good; the badges inside stay as they are.

    \b
    Examples:
      mintmark transcripts revoke urn:uuid:0f8c1a52-8a35-4f4e-9d3c-1f2e3d4c5b6a --reason issued_in_error
    """
    with session() as toolkit:
        ended = keeping.withdraw(toolkit, OPERATOR, transcript, Category(reason), details)
    if as_json:
        print_json(_object(ended))
    else:
        click.echo(f"{ended.row.id} is withdrawn.")


def _state(kept: KeptTranscript, now: datetime) -> str:
    row = kept.row
    if row.ended_category is not None:
        return f"withdrawn: {row.ended_category.value}"
    return f"ended on {row.valid_until.date()}" if row.valid_until <= now else "in force"


def _object(kept: KeptTranscript) -> JsonObject:
    row = kept.row
    return {
        "id": row.id,
        "externalId": row.external_id,
        "profile": kept.profile,
        "person": kept.person,
        "credentials": list(kept.credentials),
        "sha256": row.sha256,
        "validFrom": format_time(row.valid_from),
        "validUntil": format_time(row.valid_until),
        "withdrawnAt": None if row.ended_at is None else format_time(row.ended_at),
        "category": None if row.ended_category is None else row.ended_category.value,
    }
