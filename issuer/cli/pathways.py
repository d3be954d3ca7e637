"""`mintmark pathways`: micro-endorsements, how far people are, and what is under review."""

from typing import Final

import click

from issuer.cli.naming import credential_id
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.pathways_links import links
from issuer.cli.pathways_notices import notices
from issuer.cli.session import reading_session, session
from issuer.documents.times import format_time
from issuer.services import sequencer
from issuer.services.pathways import job, partners, reading, reviews, telling
from issuer.services.principal import OPERATOR
from issuer.services.revocation import endings
from issuer.store import Category

_ONE: Final = click.option("--profile", metavar="SLUG", help="One issuer; without it, all of them.")


@click.group()
def pathways() -> None:
    """Follow micro-endorsements, which issue themselves when their last component is earned.

    The rule of each stands in its catalog record. A component that is withdrawn or put on hold puts the
    micro-endorsement on hold until it is in force again or somebody decides.
    """


@pathways.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List the micro-endorsements that can be completed, with their rules.

    \b
    Examples:
      mintmark pathways list
      mintmark pathways list --json
    """
    with reading_session() as toolkit:
        found = [
            (stack, version) for stack in reading.stacks(toolkit) for _row, version in stack.versions[:1]
        ]
    if as_json:
        for _stack, version in found:
            print_json(
                {
                    "code": version.code,
                    "version": version.version,
                    "name": version.name,
                    "rule": version.record["componentRule"],
                }
            )
        return
    print_table(
        ["code", "version", "components", "name"],
        [
            [version.code, version.version, telling.rule_words(version.components), version.name]
            for _stack, version in found
            if version.components
        ],
    )


@pathways.command()
@click.argument("person")
@_ONE
@AS_JSON
def progress(*, person: str, profile: str | None, as_json: bool) -> None:
    """Show how far PERSON, named by reference, is with every micro-endorsement that was begun.

    \b
    Examples:
      mintmark pathways progress t01
      mintmark pathways progress t01 --profile lakes --json
    """
    with reading_session() as toolkit:
        found = reading.progress(toolkit, OPERATOR, person, profile)
    if as_json:
        for item in found:
            print_json(telling.progress_json(item))
        return
    print_table(
        ["issuer", "micro-endorsement", "so far", "badge"],
        [
            [
                item.profile.slug,
                f"{item.version.code} version {item.version.version}",
                item.sentence,
                item.credential.certificate_number if item.credential else "",
            ]
            for item in found
        ],
    )


@pathways.command()
@AS_JSON
def run(*, as_json: bool) -> None:
    """Do one cycle of the job now: issue what is complete, put on hold and issue again what changed.

    Workers and the site do this every second by themselves.

    \b
    Examples:
      mintmark pathways run
    """
    with session() as toolkit:
        sequencer.run(toolkit)
        ran = job.run(toolkit)
    counts = {
        "people": ran.people,
        "minted": ran.minted,
        "suspended": ran.suspended,
        "reissued": ran.reissued,
        "ended": ran.ended,
        "problems": len(ran.problems),
    }
    if as_json:
        print_json({**counts})
        return
    print_table(["what", "how many"], [[name, str(count)] for name, count in counts.items()])


@pathways.command()
@click.argument("badge", required=False)
@_ONE
@click.option(
    "--reissue", is_flag=True, help="End the review well: issue BADGE again from components in force."
)
@click.option("--revoke", is_flag=True, help="End the review badly: withdraw BADGE for good.")
@click.option(
    "--reason",
    type=click.Choice(sorted(category.value for category in endings.REVOKING)),
    help="With --revoke: why, in public; the component's own reason without it.",
)
@click.option("--details", help="With --revoke: why, in private; kept in the erasable place.")
@AS_JSON
def review(
    *,
    badge: str | None,
    profile: str | None,
    reissue: bool,
    revoke: bool,
    reason: str | None,
    details: str | None,
    as_json: bool,
) -> None:
    """List the micro-endorsements under review, or show BADGE and decide about it.

    BADGE is an id (urn:uuid:...) or a certificate number.

    \b
    Examples:
      mintmark pathways review
      mintmark pathways review LAKES-7K4F-9Q2M-X
      mintmark pathways review LAKES-7K4F-9Q2M-X --reissue
      mintmark pathways review LAKES-7K4F-9Q2M-X --revoke --reason assessment_invalid
    """
    if (reissue and revoke) or ((reissue or revoke) and badge is None):
        raise click.UsageError("Name one BADGE, and one of --reissue and --revoke.")
    with session() if reissue or revoke else reading_session() as toolkit:
        if badge is None:
            found = list(reviews.open_reviews(toolkit, OPERATOR, profile))
        else:
            name = credential_id(toolkit, badge)
            if reissue:
                found = [reviews.reissue(toolkit, OPERATOR, name)]
            elif revoke:
                category = Category(reason) if reason else None
                found = [reviews.revoke(toolkit, OPERATOR, name, category, details)]
            else:
                found = [reviews.get(toolkit, OPERATOR, name)]
    if as_json:
        for item in found:
            print_json(telling.review_json(item))
        return
    print_table(
        ["badge", "opened", "component", "because", "answer by", "outcome"],
        [
            [
                item.credential.certificate_number,
                format_time(one.opened_at),
                one.component_id,
                f"{one.cause.value}: {one.category}",
                format_time(one.answer_by),
                one.outcome.value if one.outcome else "open",
            ]
            for item in found
            for one in item.reviews
        ],
    )


@pathways.command("partners")
@click.argument("slug")
@click.option("--accept", metavar="SLUG", help="Let components of this profile count from now on.")
@click.option("--remove", metavar="SLUG", help="Let components of this profile count no longer.")
@AS_JSON
def partners_(*, slug: str, accept: str | None, remove: str | None, as_json: bool) -> None:
    """Show whose components the profile SLUG accepts beside its own, or change it.

    Only rules that say `partners` look at this. What was issued stays as it is.

    \b
    Examples:
      mintmark pathways partners lakes
      mintmark pathways partners lakes --accept hills
    """
    with reading_session() as toolkit:
        for other, is_accepted in ((accept, True), (remove, False)):
            if other is not None:
                partners.change(toolkit, OPERATOR, slug, other, accept=is_accepted)
        found = partners.listed(toolkit, OPERATOR, slug)
    if as_json:
        print_json({"profile": slug, "partners": [item.slug for item in found]})
        return
    print_table(["partner", "name"], [[item.slug, item.name] for item in found])


pathways.add_command(notices)
pathways.add_command(links)
