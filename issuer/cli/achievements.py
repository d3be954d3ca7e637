"""`mintmark achievements`: publish and read the catalog."""

import click

from issuer.badges.achievement_document import hours_in_words
from issuer.cli.files import read_record
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services import catalog as service
from issuer.services.catalog import Listed
from issuer.services.principal import OPERATOR


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
    if as_json:
        for item in found:
            print_json(_object(item))
        return
    print_table(
        ["code", "version", "kind", "name"],
        [[item.newest.code, item.newest.version, item.newest.kind, item.newest.name] for item in found],
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
