"""`mintmark endorsements`: what universities, states and districts say of badges and issuers."""

from datetime import datetime

import click

from issuer.badges.share import long_date
from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.cli.times import MOMENT
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services import endorsements as service
from issuer.services.endorsements import IssueEndorsement, Statement, reading
from issuer.services.endorsements.reading import Said
from issuer.services.endorsers import invitations, subjects, uploads
from issuer.services.principal import OPERATOR
from issuer.services.status_lists.withdrawing import WITHDRAWING
from issuer.store import Category

_ABOUT = click.option(
    "--about",
    required=True,
    metavar="THING",
    help="What is endorsed: the code of an achievement, profile:SLUG, or the id of a badge.",
)
_VERSION = click.option("--version", help="The version of the achievement. [default: every version]")


@click.group()
def endorsements() -> None:
    """Ask for, sign, take in, list and withdraw endorsements.

    An endorsement is a signed credential in which somebody else says what a badge or an issuer is worth to
    them. Its endorser signs it with its own key: here, as a profile of this installation, or elsewhere.
    """


@endorsements.command()
@_ABOUT
@_VERSION
@click.option("--endorser", required=True, help="Who is asked, by name; no person and no mail address.")
@click.option("--expires", type=MOMENT, help="Until when the link may be used. [default: in 90 days]")
@AS_JSON
def invite(
    *, about: str, version: str | None, endorser: str, expires: datetime | None, as_json: bool
) -> None:
    """Invite somebody to endorse what is ours, and print the secret of the invitation, once.

    \b
    Examples:
      mintmark endorsements invite --about SEL-01 --endorser "Prairie Meridian University"
      mintmark endorsements invite --about profile:lakes --endorser "State Board" --expires 2027-01-31T00:00:00Z
    """
    with reading_session() as toolkit:
        made = invitations.invite(
            toolkit, OPERATOR, about, endorser=endorser, version=version, expires_at=expires
        )
    if as_json:
        print_json(
            {"id": made.record.id, "token": made.token, "expiresAt": format_time(made.record.expires_at)}
        )
        return
    click.echo(made.token)
    click.echo(f"This is shown once. {endorser} hands in the signed endorsement with it:", err=True)
    click.echo(
        "  mintmark endorsements import FILE --invitation SECRET, or POST /api/v1/endorsements/uploads",
        err=True,
    )


@endorsements.command()
@click.argument("profile")
@_ABOUT
@_VERSION
@click.option(
    "--id", "external_id", required=True, help="An id of yours: the same again signs no second one."
)
@click.option("--name", required=True, help="A title, such as 'Accepted for credit'.")
@click.option("--comment", required=True, help="What the endorser says, in Markdown.")
@click.option("--from", "start", type=MOMENT, help="Since when. [default: now]")
@click.option("--until", type=MOMENT, help="Until when. [default: no end]")
@click.option(
    "--carry", is_flag=True, help="Badges of this achievement that are issued later carry it inside."
)
@click.option("--statement", metavar="FILE", help="The same as facts for machines: a JSON object.")
@click.option("--kind", help="Kind of that statement, such as issuer-approval.")
@AS_JSON
def sign(
    *,
    profile: str,
    about: str,
    version: str | None,
    external_id: str,
    name: str,
    comment: str,
    start: datetime | None,
    until: datetime | None,
    carry: bool,
    statement: str | None,
    kind: str | None,
    as_json: bool,
) -> None:
    """Sign an endorsement with the key of PROFILE, who is the endorser.

    \b
    Examples:
      mintmark endorsements sign university --about SEL-01 --version 1.0 --id agreement-44 --carry \\
        --name "Accepted for credit" --comment "Counts as 1 semester hour of EDUC 5901."
    """
    if (statement is None) is not (kind is None):
        raise click.UsageError("--statement and --kind belong together.")
    facts = None
    if statement is not None and kind is not None:
        facts = Statement(kind, strict_json.parse_object(read_bytes(statement)))
    with session() as toolkit:
        issued = service.issue(
            toolkit,
            OPERATOR,
            IssueEndorsement(
                profile=profile,
                external_id=external_id,
                subject=subjects.find(toolkit, about, version).subject,
                name=name,
                comment=comment,
                statement=facts,
                valid_from=start,
                valid_until=until,
                carried=carry,
            ),
        )
        said = reading.get(toolkit, issued.credential_id)
        now = toolkit.clock()
    if as_json:
        print_json({**describe(said, now), "isNew": issued.is_new})
        return
    click.echo(said.id)


@endorsements.command("import")
@click.argument("file")
@click.option("--invitation", help="The secret of an invitation; without it the operator takes it in.")
@_VERSION
@click.option(
    "--carry", is_flag=True, help="Badges of this achievement that are issued later carry it inside."
)
@AS_JSON
def import_(*, file: str, invitation: str | None, version: str | None, carry: bool, as_json: bool) -> None:
    """Take in an endorsement that was signed elsewhere; it is verified first. FILE may be - for stdin.

    \b
    Examples:
      mintmark endorsements import university-endorsement.json --carry
    """
    with reading_session() as toolkit:
        row = uploads.take(
            toolkit,
            OPERATOR if invitation is None else uploads.INVITED,
            read_bytes(file),
            invitation=invitation,
            version=version,
            carried=carry,
        )
        said = reading.find_public(toolkit, row.id)
        now = toolkit.clock()
    if as_json and said is not None:
        print_json(describe(said, now))
        return
    click.echo(f"{row.id}: {row.issuer_name}, {row.verdict}")


@endorsements.command("list")
@click.option("--about", metavar="THING", help="Only about this: a code, profile:SLUG, or the id of a badge.")
@click.option("--endorser", metavar="SLUG", help="Only of this profile.")
@AS_JSON
def list_(*, about: str | None, endorser: str | None, as_json: bool) -> None:
    """List endorsements, those for one holder too.

    \b
    Examples:
      mintmark endorsements list
      mintmark endorsements list --about SEL-01 --json
    """
    with reading_session() as toolkit:
        found = reading.all_of(toolkit, endorser)
        if about is not None:
            thing = subjects.find(toolkit, about).subject.id
            found = tuple(said for said in found if said.subject_id == thing)
        now = toolkit.clock()
    if as_json:
        for said in found:
            print_json(describe(said, now))
        return
    rows = [[said.id, said.endorser, said.subject_id, said.name, state_of(said, now)] for said in found]
    print_table(["id", "endorser", "about", "title", "state"], rows)


@endorsements.command()
@click.argument("endorsement")
@click.option(
    "--reason",
    type=click.Choice(sorted(category.value for category in WITHDRAWING)),
    required=True,
    help="Why, in public.",
)
@click.option("--details", help="Why, in private: erasable, never published.")
@AS_JSON
def withdraw(*, endorsement: str, reason: str, details: str | None, as_json: bool) -> None:
    """Withdraw ENDORSEMENT (its id) for ever. What was awarded while it stood was awarded while it stood.

    \b
    Examples:
      mintmark endorsements withdraw urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --reason superseded
    """
    with reading_session() as toolkit:
        service.withdraw(toolkit, OPERATOR, endorsement, Category(reason), details)
        said = reading.get(toolkit, endorsement)
        now = toolkit.clock()
    if as_json:
        print_json(describe(said, now))
        return
    click.echo(f"{said.id}: {state_of(said, now)}")


@endorsements.command()
def recheck() -> None:
    """Verify every endorsement from elsewhere anew, and say which changed.

    \b
    Examples:
      mintmark endorsements recheck
    """
    with reading_session() as toolkit:
        changed = uploads.recheck(toolkit, OPERATOR)
    for row in changed:
        click.echo(f"{row.id}: {row.issuer_name}, now {row.verdict}")
    click.echo(f"{len(changed)} changed.")


def state_of(said: Said, now: datetime) -> str:
    """Say in a few words whether an endorsement stands."""
    if said.ended_at is not None:
        return f"withdrawn on {long_date(said.ended_at, 'UTC')}"
    return {True: "in force", False: "not in force", None: "not known"}[said.in_force(now, now=now)]


def describe(said: Said, now: datetime) -> JsonObject:
    """Return an endorsement as JSON."""
    return {
        "id": said.id,
        "endorser": said.endorser,
        "endorserId": said.endorser_id,
        "subject": said.subject_id,
        "subjectType": said.subject_type.value,
        "version": said.subject_version,
        "name": said.name,
        "comment": said.comment,
        "validFrom": format_time(said.valid_from),
        "validUntil": None if said.valid_until is None else format_time(said.valid_until),
        "withdrawnAt": None if said.ended_at is None else format_time(said.ended_at),
        "category": said.category,
        "carried": said.is_carried,
        "inForce": said.in_force(now, now=now),
    }
