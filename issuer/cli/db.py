"""`mintmark db`: make the tables, or bring them to what this program needs."""

import click

from issuer import store
from issuer.cli.output import print_json
from issuer.settings import current
from issuer.store import migrate


@click.group()
def db() -> None:
    """Keep the tables of the record.

    The record is SQLite in MINTMARK_HOME, or whatever MINTMARK_DATABASE_URL names.
    """


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program.")
def upgrade(*, as_json: bool) -> None:
    """Create the tables, or upgrade them; nothing happens when they are current.

    All of an upgrade happens or nothing does. Two processes that start at once upgrade one after the
    other. Make a copy of the database before the upgrade of a new release.

    \b
    Examples:
      mintmark db upgrade
      MINTMARK_HOME=/srv/mintmark mintmark db upgrade --json
    """
    url = current().database_url
    before = store.current_revision(url)
    migrate.upgrade(url)
    after = store.head_revision()
    if as_json:
        print_json({"before": before, "after": after, "changed": before != after})
    elif before == after:
        click.echo(f"The tables are current (revision {after}).")
    else:
        click.echo(f"The tables are now at revision {after} (before: {before or 'none'}).")
