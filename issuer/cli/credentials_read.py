"""`mintmark credentials list | show`: what was issued."""

from typing import Final

import click

from issuer.badges.achievement_document import hours_in_words
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list, print_table
from issuer.cli.session import reading_session
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.services import credentials as service
from issuer.services import keys
from issuer.services.credentials import Held, State
from issuer.services.principal import OPERATOR
from issuer.store import VersionRecord

_PAGE: Final = 500


@click.command("list")
@click.option("--profile", metavar="SLUG", help="Only badges of this issuer.")
@click.option("--achievement", metavar="CODE", help="Only badges of this achievement.")
@click.option("--person", metavar="REFERENCE", help="Only badges of this person.")
@click.option(
    "--state",
    "states",
    type=click.Choice([state.value for state in State]),
    multiple=True,
    help="Only badges that stand so now. May be given several times.",
)
@click.option("--signed-with", metavar="KEY", help="Only badges of which this key signed a version.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many. [default: all]")
@AS_JSON
def list_(
    *,
    profile: str | None,
    achievement: str | None,
    person: str | None,
    states: tuple[str, ...],
    signed_with: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List badges, by id.

    \b
    Examples:
      mintmark credentials list --profile lakes --state suspended
      mintmark credentials list --achievement SEL-01 --json
      mintmark credentials list --signed-with did:web:badges.example.org:p:lakes#z6Mk...
    """
    found: list[Held] = []
    after: str | None = ""
    with reading_session() as toolkit:
        signed = None
        if signed_with is not None:
            signed = {version.credential_id for version in keys.signed_with(toolkit, signed_with)}
        while after is not None and (limit is None or len(found) < limit):
            page = service.page(
                toolkit,
                OPERATOR,
                profile=profile,
                achievement=achievement,
                states=[State(state) for state in states],
                person=person,
                after=after,
                limit=_PAGE,
            )
            found += [held for held in page.items if signed is None or held.credential.id in signed]
            after = page.after
    found = found[:limit]
    print_list(
        found,
        _object,
        ["certificate", "achievement", "person", "state", "awarded", "badge"],
        [
            [
                held.credential.certificate_number,
                held.achievement.code,
                held.person,
                held.state,
                held.credential.awarded_at.date(),
                held.credential.id,
            ]
            for held in found
        ],
        as_json=as_json,
    )


@click.command()
@click.argument("badge")
@AS_JSON
def show(*, badge: str, as_json: bool) -> None:
    """Show BADGE, an id or certificate number, and every version of it.

    \b
    Examples:
      mintmark credentials show LAKES-7K4F-9Q2M-X
      mintmark credentials show urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --json
    """
    with reading_session() as toolkit:
        held = service.get(toolkit, OPERATOR, badge)
    if as_json:
        print_json(_object(held))
        return
    facts = {
        "badge": held.credential.id,
        "certificate": held.credential.certificate_number,
        "achievement": f"{held.achievement.code} version {held.achievement.version}: {held.achievement.name}",
        "issuer": f"{held.profile.name} ({held.profile.did})",
        "person": held.person,
        "awarded": held.credential.awarded_at.date(),
        "hours": hours_in_words(held.achievement) or "none",
        "state": held.state,
        "asked for as": held.credential.external_id,
    }
    print_table(["", ""], [[name, value] for name, value in facts.items()])
    click.echo()
    print_table(
        ["version", "valid from", "valid until", "ended", "why"],
        [
            [
                version.number,
                format_time(version.valid_from),
                format_time(version.valid_until) if version.valid_until else "",
                format_time(version.ended_at) if version.ended_at else "",
                version.ended_category or "",
            ]
            for version in held.versions
        ],
    )


def _object(held: Held) -> JsonObject:
    versions: list[Json] = [_version(version) for version in held.versions]
    return {
        "id": held.credential.id,
        "certificateNumber": held.credential.certificate_number,
        "externalId": held.credential.external_id,
        "issuer": held.profile.did,
        "achievement": held.achievement.code,
        "achievementVersion": held.achievement.version,
        "person": held.person,
        "awardedAt": format_time(held.credential.awarded_at),
        "state": held.state.value,
        "versions": versions,
    }


def _version(version: VersionRecord) -> JsonObject:
    moments = {
        "validFrom": version.valid_from,
        "validUntil": version.valid_until,
        "issuedAt": version.issued_at,
        "endedAt": version.ended_at,
    }
    return {
        "number": version.number,
        "state": version.state.value,
        **{name: None if moment is None else format_time(moment) for name, moment in moments.items()},
        "category": None if version.ended_category is None else version.ended_category.value,
        "sha256": version.sha256,
    }
