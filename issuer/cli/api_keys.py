"""`mintmark api-keys`: who may use the API for a profile."""

from datetime import datetime

import click

from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list
from issuer.cli.session import reading_session
from issuer.cli.times import MOMENT
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services import api_keys as service
from issuer.services.api_keys import Scope
from issuer.services.api_keys.scopes import SCOPES, Role
from issuer.services.principal import OPERATOR
from issuer.store import ApiKeyRecord


@click.group("api-keys")
def api_keys() -> None:
    """Make, list and revoke keys of the API.

    A key acts for one profile and may do what its scopes say. It is shown once, when it is made. Programs
    send it as `Authorization: Bearer KEY`. Verifying badges needs no key.
    """


@api_keys.command()
@click.argument("slug")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may do. May be given several times.",
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="The scopes of a role, the least that do, in place of --scope.",
)
@click.option("--label", required=True, help="The system that will use it; no person, no mail address.")
@click.option("--expires", type=MOMENT, help="From when on it opens nothing, such as 2027-06-30T00:00:00Z.")
@AS_JSON
def new(
    *,
    slug: str,
    scopes: tuple[str, ...],
    role: str | None,
    label: str,
    expires: datetime | None,
    as_json: bool,
) -> None:
    """Make an API key for the profile SLUG and print it, once; say --role, or each --scope.

    A coordinator imports assessments and issues files of awards, and withdraws nothing. District HR keeps the
    rules, values and decisions of its district. A recogniser signs endorsements. An auditor reads the record of
    SLUG and of those under it, by pseudonym, until --expires, and every read is an event.

    \b
    Examples:
      mintmark api-keys new lakes --label "Review portal" --scope credentials:issue
      mintmark api-keys new lakes --label "HR system" --scope credentials:read --expires 2027-06-30T00:00:00Z
      mintmark api-keys new lakes --label "Review desk" --role coordinator
      mintmark api-keys new lakes --label "State audit" --role auditor --expires 2027-06-30T00:00:00Z
    """
    if bool(scopes) == (role is not None):
        raise click.UsageError("Say --role, or one --scope and more.")
    with reading_session() as toolkit:
        made = service.new(
            toolkit,
            OPERATOR,
            slug,
            label=label,
            scopes=[Scope(scope) for scope in scopes] if role is None else SCOPES[Role(role)],
            expires_at=expires,
        )
    if as_json:
        print_json({**_object(made.record), "key": made.token})
        return
    click.echo(made.token)
    click.echo("This is shown once. Keep it where secrets are kept.", err=True)


@api_keys.command("list")
@click.argument("slug")
@AS_JSON
def list_(*, slug: str, as_json: bool) -> None:
    """List the API keys of the profile SLUG, without their secrets.

    \b
    Examples:
      mintmark api-keys list lakes
      mintmark api-keys list lakes --json
    """
    with reading_session() as toolkit:
        found = service.of_profile(toolkit, slug)
    rows = [
        [key.id, key.label, key.scopes, _day(key.created_at), _day(key.expires_at), _day(key.revoked_at)]
        for key in found
    ]
    print_list(found, _object, ["key", "label", "scopes", "made", "ends", "revoked"], rows, as_json=as_json)


@api_keys.command()
@click.argument("key")
@AS_JSON
def revoke(*, key: str, as_json: bool) -> None:
    """Let KEY open nothing any more; name it by its public part, or whole.

    \b
    Examples:
      mintmark api-keys revoke 3f09c2a81b77
    """
    with reading_session() as toolkit:
        revoked = service.revoke(toolkit, OPERATOR, key)
    if as_json:
        print_json(_object(revoked))
        return
    click.echo(f"{revoked.id} opens nothing any more.")


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.date().isoformat()


def _object(key: ApiKeyRecord) -> JsonObject:
    moments = {"createdAt": key.created_at, "expiresAt": key.expires_at, "revokedAt": key.revoked_at}
    return {
        "id": key.id,
        "label": key.label,
        "scopes": [*key.scopes.split(" ")],
        **{name: None if moment is None else format_time(moment) for name, moment in moments.items()},
    }
