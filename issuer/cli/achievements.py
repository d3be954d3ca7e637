"""`mintmark achievements`: publish and read the catalog."""

from typing import Final

import click

from issuer.badges.achievement_document import hours_in_words
from issuer.badges.record_lint import missing
from issuer.cli.files import read_record
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list, print_table
from issuer.cli.session import reading_session
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.services import catalog as service
from issuer.services.catalog import Listed, programs
from issuer.services.principal import OPERATOR

GAPS: Final = 2


@click.group()
def achievements() -> None:
    """Keep the catalog of achievements.

    A version is published once and never changes; a correction is a new version. What a record holds is
    shown by `mintmark achievements show CODE --json` for any achievement of the demonstration.
    """


@achievements.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--owner", required=True, metavar="SLUG", help="The profile that wrote it, the creator in badges."
)
@AS_JSON
def publish(*, files: tuple[str, ...], owner: str, as_json: bool) -> None:
    """Publish the catalog record of every file in FILES, each one JSON object.

    A record that lacks something is refused with every gap named. Publishing the same record again changes
    nothing. Publish micro-credentials before the micro-endorsements that name them.

    \b
    Examples:
      mintmark achievements publish routines.json --owner lakes
      mintmark achievements publish sel-*.json me-sel.json --owner lakes
    """
    records = [(name, read_record(name)) for name in files]
    with reading_session() as toolkit:
        for name, record in records:
            row = service.publish_version(toolkit, OPERATOR, owner, record)
            code = str(record["code"])
            if as_json:
                print_json({"code": code, "version": row.version, "rubricDigest": row.rubric_digest})
            else:
                click.echo(f"{name}: {code} version {row.version} is published")


@achievements.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List the catalog, by code.

    \b
    Examples:
      mintmark achievements list
      mintmark achievements list --json
    """
    with reading_session() as toolkit:
        found = service.all_achievements(toolkit)
    print_list(
        found,
        _object,
        ["code", "version", "kind", "name"],
        [[item.newest.code, item.newest.version, item.newest.kind, item.newest.name] for item in found],
        as_json=as_json,
    )


@achievements.command()
@click.argument("code")
@AS_JSON
def show(*, code: str, as_json: bool) -> None:
    """Show the newest version of the achievement CODE and its rubric.

    With --json also the digest that names the rubric in assessment records, and every version's record.

    \b
    Examples:
      mintmark achievements show SEL-01
      mintmark achievements show SEL-01 --json
    """
    with reading_session() as toolkit:
        found = service.get(toolkit, code)
    if as_json:
        print_json(_object(found, records=True))
        return
    newest = found.newest
    facts = {
        "code": f"{newest.code} version {newest.version}",
        "name": newest.name,
        "address": newest.version_url,
        "creator": newest.creator.name,
        "hours": hours_in_words(newest) or "none",
        "rubric": newest.rubric_digest(),
    }
    print_table(["", ""], [[name, value] for name, value in facts.items()])
    if newest.rubric:
        click.echo()
        print_table(
            ["criterion", "name", "required level"],
            [[criterion.id, criterion.name, criterion.required_level] for criterion in newest.rubric],
        )


@achievements.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@AS_JSON
@click.pass_context
def lint(context: click.Context, *, codes: tuple[str, ...], as_json: bool) -> None:
    """Say what the newest record of each CODE lacks; without CODE, of the whole catalog.

    Nothing of it keeps a record from being published. Exit code 2 says that something is missing.

    \b
    Examples:
      mintmark achievements lint
      mintmark achievements lint SEL-01 --json
    """
    with reading_session() as toolkit:
        listed = service.all_achievements(toolkit)
        by_code = {item.achievement.code: item.newest for item in listed}
        chosen = [service.get(toolkit, code).newest for code in codes] or list(by_code.values())
    gaps = 0
    for version in chosen:
        wanted = version.components.codes if version.components else ()
        found = missing(version, tuple(by_code[code] for code in wanted if code in by_code))
        gaps += len(found)
        if as_json:
            told: list[Json] = [{"pointer": gap.pointer, "message": gap.message} for gap in found]
            print_json({"code": version.code, "version": version.version, "missing": told})
        else:
            for gap in found:
                click.echo(f"{version.code} version {version.version}: {gap.message} ({gap.pointer})")
    if not as_json:
        click.echo(f"{gaps} gaps in {len(chosen)} records")
    if gaps:
        context.exit(GAPS)


@achievements.command()
@click.argument("district")
@click.option("--choose", metavar="CODE", help="Put this achievement into the district's set.")
@click.option("--drop", metavar="CODE", help="Take this achievement out of it.")
@click.option(
    "--goal", "goals", multiple=True, metavar="GOAL=TEXT", help="With --choose: a goal that it serves."
)
@AS_JSON
def offered(
    *, district: str, choose: str | None, drop: str | None, goals: tuple[str, ...], as_json: bool
) -> None:
    """Show what the profile DISTRICT offers from the catalog, or change it.

    It is shown in the catalog and is in no credential.

    \b
    Examples:
      mintmark achievements offered waseca
      mintmark achievements offered waseca --choose ME-SEL --goal "W1=Every learner feels known and safe"
      mintmark achievements offered waseca --drop ME-SEL
    """
    tags = dict(goal.partition("=")[::2] for goal in goals)
    with reading_session() as toolkit:
        if choose is not None:
            programs.choose(toolkit, OPERATOR, district, choose, tags)
        if drop is not None:
            programs.drop(toolkit, OPERATOR, district, drop)
        found = programs.of_district(toolkit, district)
    if as_json:
        for offer in found:
            print_json({"district": offer.district, "code": offer.code, "goals": dict(offer.goals)})
        return
    print_table(
        ["code", "goals"],
        [[offer.code, "; ".join(f"{goal}: {text}" for goal, text in offer.goals)] for offer in found],
    )


def _object(item: Listed, *, records: bool = False) -> JsonObject:
    newest = item.newest
    members: JsonObject = {
        "code": newest.code,
        "version": newest.version,
        "kind": newest.kind,
        "name": newest.name,
        "url": newest.id,
        "creator": newest.creator.did,
        "hours": hours_in_words(newest),
        "rubricDigest": newest.rubric_digest(),
    }
    if records:
        members["versions"] = [
            {
                "version": row.version,
                "rubricDigest": row.rubric_digest,
                "publishedAt": format_time(row.created_at),
                "retiredAt": format_time(row.retired_at) if row.retired_at else None,
                "record": row.document,
            }
            for row in item.versions
        ]
    return members
