"""`mintmark credentials revoke | suspend | resume | reissue | sweep`: what becomes of a badge."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from issuer.cli.naming import credential_id
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.documents.times import format_time
from issuer.services import revocation
from issuer.services import sweep as sweeping
from issuer.services.principal import OPERATOR
from issuer.services.revocation import endings
from issuer.store import Category, VersionRecord

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DETAILS: Final = click.option(
    "--details",
    help="Why, in private: kept in the erasable place, never published, never in the event itself.",
)


def _one_of(categories: frozenset[Category]) -> click.Choice[str]:
    return click.Choice(sorted(category.value for category in categories))


def _always(category: Category) -> Callable[[_Command], _Command]:
    """Return the option for an act that has one public category: it may be said, and nothing else may."""
    return click.option(
        "--reason",
        type=_one_of(frozenset({category})),
        default=category.value,
        show_default=True,
        help="Why, in public: always the same.",
    )


@click.command()
@click.argument("badge")
@click.option("--reason", type=_one_of(endings.REVOKING), required=True, help="Why, in public.")
@_DETAILS
@AS_JSON
def revoke(*, badge: str, reason: str, details: str | None, as_json: bool) -> None:
    """Withdraw BADGE for ever; its bit in the status list never goes back.

    BADGE is an id (urn:uuid:...) or a certificate number. A badge that is on hold may be withdrawn too.

    \b
    Examples:
      mintmark credentials revoke LAKES-7K4F-9Q2M-X --reason issued_in_error
      mintmark credentials revoke urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11 --reason fraud --details "case 17"
    """
    with reading_session() as toolkit:
        name = credential_id(toolkit, badge)
        ended = revocation.revoke(toolkit, OPERATOR, name, Category(reason), details)
    _print_ended(ended, as_json=as_json)


@click.command()
@click.argument("badge")
@_always(endings.SUSPENDED)
@_DETAILS
@AS_JSON
def suspend(*, badge: str, reason: str, details: str | None, as_json: bool) -> None:
    """Put BADGE on hold while something is reviewed; end it with `resume` or `revoke`.

    In public a badge on hold is `suspended_pending_review`, whatever it is about; say that in --details.

    \b
    Examples:
      mintmark credentials suspend LAKES-7K4F-9Q2M-X --details "appeal of March 3"
    """
    del reason
    with reading_session() as toolkit:
        ended = revocation.suspend(toolkit, OPERATOR, credential_id(toolkit, badge), details)
    _print_ended(ended, as_json=as_json)


@click.command()
@click.argument("badge")
@_always(Category.SUPERSEDED)
@_DETAILS
@AS_JSON
def resume(*, badge: str, reason: str, details: str | None, as_json: bool) -> None:
    """End the hold on BADGE in the holder's favor: it is issued again as a new version of the same id.

    Hand the new file to the holder; the old one stays withdrawn.

    \b
    Examples:
      mintmark credentials resume LAKES-7K4F-9Q2M-X
    """
    del reason
    with session() as toolkit:
        issued = revocation.resume(toolkit, OPERATOR, credential_id(toolkit, badge), details)
    _print_issued(issued.version, as_json=as_json)


@click.command()
@click.argument("badge")
@click.option(
    "--reason",
    type=_one_of(endings.REPLACING),
    default=Category.SUPERSEDED.value,
    show_default=True,
    help="Why the old version ends, in public.",
)
@click.option(
    "--replaces",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="The version to replace: asking again then changes nothing. [default: the newest]",
)
@_DETAILS
@AS_JSON
def reissue(*, badge: str, reason: str, replaces: int | None, details: str | None, as_json: bool) -> None:
    """Replace BADGE by a new version of the same id, in one step.

    For a corrected name of the issuer, or after a key was lost: the award and its date stay as they are.

    \b
    Examples:
      mintmark credentials reissue LAKES-7K4F-9Q2M-X
      mintmark credentials reissue LAKES-7K4F-9Q2M-X --replaces 1 --reason key_compromise
    """
    with session() as toolkit:
        issued = revocation.reissue(
            toolkit,
            OPERATOR,
            credential_id(toolkit, badge),
            replaces=replaces,
            category=Category(reason),
            details=details,
        )
    _print_issued(issued.version, as_json=as_json)


@click.command()
@AS_JSON
def sweep(*, as_json: bool) -> None:
    """Give up versions that a crash left half done for more than a minute.

    Nothing of them was ever handed out. Asking for the badge again issues it. The server does this by
    itself; the command is for an installation without one.

    \b
    Examples:
      mintmark credentials sweep
    """
    with reading_session() as toolkit:
        result = sweeping.sweep(toolkit)
    if as_json:
        print_json({"abandoned": [{"id": name, "version": number} for name, number in result.abandoned]})
        return
    click.echo(f"{len(result.abandoned)} versions were given up.")
    if result.abandoned:
        print_table(["badge", "version"], result.abandoned)


def _print_ended(version: VersionRecord, *, as_json: bool) -> None:
    category, moment = version.ended_category, version.ended_at
    if as_json:
        print_json(
            {
                "id": version.credential_id,
                "version": version.number,
                "category": None if category is None else category.value,
                "endedAt": None if moment is None else format_time(moment),
            }
        )
        return
    click.echo(f"{version.credential_id} version {version.number}: {category}")


def _print_issued(version: VersionRecord, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "id": version.credential_id,
                "version": version.number,
                "validFrom": format_time(version.valid_from),
                "sha256": version.sha256,
            }
        )
        return
    click.echo(f"{version.credential_id} version {version.number} is issued.")
    click.echo(f"Next: mintmark credentials export {version.credential_id} --out badge.json")
