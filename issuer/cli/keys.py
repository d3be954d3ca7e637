"""`mintmark keys`: make, list, rotate and revoke signing keys."""

from datetime import datetime
from typing import Final

import click

from issuer.cli.confirm import confirm
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table
from issuer.cli.session import reading_session, session
from issuer.cli.times import MOMENT
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services import keys as service
from issuer.services import profiles
from issuer.services.principal import OPERATOR
from issuer.store import KeyPurpose, KeyRecord

_PURPOSE: Final = click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in KeyPurpose]),
    default=KeyPurpose.DATA_INTEGRITY.value,
    show_default=True,
    help="What it signs: badges as JSON (Ed25519), or their token form (jwt: P-256, jwt-rsa: RSA).",
)


@click.group()
def keys() -> None:
    """Make, list, rotate and revoke signing keys.

    Secret halves lie encrypted in MINTMARK_HOME/keys under the passphrase that MINTMARK_KEY_PASSPHRASE_FILE
    names; the record holds public halves alone.
    """


@keys.command()
@click.argument("profile")
@_PURPOSE
@AS_JSON
def new(*, profile: str, purpose: str, as_json: bool) -> None:
    """Make the first key of PROFILE for a purpose.

    PROFILE is a short name, as `mintmark profiles list` shows it.

    \b
    Examples:
      mintmark keys new lakes
      mintmark keys new lakes --purpose jwt
    """
    with session() as toolkit:
        _print(service.new(toolkit, OPERATOR, profile, KeyPurpose(purpose)), as_json=as_json)


@keys.command("list")
@click.argument("profile", required=False)
@AS_JSON
def list_(*, profile: str | None, as_json: bool) -> None:
    """List every key that PROFILE ever had, or the keys of every profile.

    \b
    Examples:
      mintmark keys list
      mintmark keys list lakes --json
    """
    with reading_session() as toolkit:
        slugs = [profile] if profile else [item.slug for item in profiles.all_profiles(toolkit)]
        found = [(slug, key) for slug in slugs for key in service.of_profile(toolkit, slug)]
    if as_json:
        for _slug, key in found:
            print_json(_object(key))
        return
    print_table(
        ["profile", "purpose", "state", "made", "key"],
        [
            [slug, key.purpose, key.state, _day(key.created_at), key.verification_method]
            for slug, key in found
        ],
    )


@keys.command()
@click.argument("profile")
@_PURPOSE
@AS_JSON
def rotate(*, profile: str, purpose: str, as_json: bool) -> None:
    """Let a new key of PROFILE sign from now on; what the old one signed stays good.

    Rotate on a schedule, at least every three years. After a theft use `mintmark keys revoke`.

    \b
    Examples:
      mintmark keys rotate lakes
      mintmark keys rotate lakes --purpose jwt
    """
    with session() as toolkit:
        _print(service.rotate(toolkit, OPERATOR, profile, KeyPurpose(purpose)), as_json=as_json)


@keys.command()
@click.argument("key")
@click.option(
    "--compromised-since",
    type=MOMENT,
    help="From when on somebody else may have had it, where that is known.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
def revoke(*, key: str, compromised_since: datetime | None, yes: bool, as_json: bool) -> None:
    """Withdraw KEY for ever: everything that it signed is refused from now on.

    KEY is the long name in the last column of `mintmark keys list`. To replace a key whose signatures
    should stay good, use `mintmark keys rotate`. Afterwards make a new key and issue again what the old one
    signed: `mintmark credentials list --signed-with KEY` lists it.

    \b
    Examples:
      mintmark keys revoke did:web:badges.example.org:p:lakes#z6Mk...
      mintmark keys revoke did:web:badges.example.org:p:lakes#z6Mk... --compromised-since 2026-03-01T00:00:00Z
    """
    with reading_session() as toolkit:
        affected = len(service.signed_with(toolkit, key))
        confirm(f"{affected} signed versions will be refused from now on. Revoke?", yes=yes)
        _print(service.revoke(toolkit, OPERATOR, key, compromised_since=compromised_since), as_json=as_json)


def _print(key: KeyRecord, *, as_json: bool) -> None:
    if as_json:
        print_json(_object(key))
    else:
        click.echo(f"{key.state}: {key.verification_method} ({key.purpose}, {key.key_type})")


def _object(key: KeyRecord) -> JsonObject:
    moments = {
        "createdAt": key.created_at,
        "retiredAt": key.retired_at,
        "revokedAt": key.revoked_at,
        "compromisedSince": key.compromised_since,
    }
    return {
        "id": key.verification_method,
        "purpose": key.purpose.value,
        "type": key.key_type,
        "state": key.state.value,
        "publicKey": key.public_key,
        **{name: format_time(moment) for name, moment in moments.items() if moment is not None},
    }


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
