"""`mintmark people`: who can receive, by pseudonymous reference; names can be erased."""

import click

from issuer.cli.confirm import confirm
from issuer.cli.files import read_bytes
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_list
from issuer.cli.session import reading_session
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import InputError
from issuer.services import people as service
from issuer.services.principal import OPERATOR
from issuer.store import PersonRecord


@click.group()
def people() -> None:
    """Register who can receive badges.

    A reference is the pseudonymous id under which assessment records name somebody, such as a staff number.
    Names and addresses are kept in one place that can be erased; they are in no badge, event or log.
    """


@people.command()
@click.argument("reference")
@click.option(
    "--detail",
    "details",
    metavar="NAME=VALUE",
    multiple=True,
    help="Something to keep in the erasable place, such as name=Oona Vale. May be given several times.",
)
@AS_JSON
def register(*, reference: str, details: tuple[str, ...], as_json: bool) -> None:
    """Register somebody under REFERENCE; details that are given replace the ones that are kept.

    \b
    Examples:
      mintmark people register t01
      mintmark people register t01 --detail "name=Oona Vale" --detail email=oona@home.example
    """
    given: JsonObject = dict(_pair(text) for text in details)
    with reading_session() as toolkit:
        person = service.register(toolkit, OPERATOR, reference, given or None)
    if as_json:
        print_json(_object(person))
    else:
        click.echo(f"{person.reference} is registered.")


@people.command("import")
@click.argument("file")
@AS_JSON
def import_(*, file: str, as_json: bool) -> None:
    """Register everybody in FILE, one JSON object a line: {"reference": ..., "details": {...}}.

    The first line that is wrong stops the import; what stands before it is registered, and running the
    command again changes nothing.

    \b
    Examples:
      mintmark people import staff.jsonl
      directory-export | mintmark people import - --json
    """
    number = 0
    with reading_session() as toolkit:
        for place, line in enumerate(read_bytes(file).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                reference, details = _entry(line)
                service.register(toolkit, OPERATOR, reference, details)
            except InputError as exc:
                raise InputError(f"Line {place}: {exc.detail}", code=exc.code, pointer=exc.pointer) from exc
            number += 1
    if as_json:
        print_json({"registered": number})
    else:
        click.echo(f"{number} people are registered.")


@people.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List everybody, by reference; no names.

    \b
    Examples:
      mintmark people list
      mintmark people list --json
    """
    with reading_session() as toolkit:
        found = service.all_people(toolkit)
    print_list(
        found,
        _object,
        ["reference", "registered", "erased"],
        [
            [
                person.reference,
                person.created_at.date(),
                person.erased_at.date() if person.erased_at else "",
            ]
            for person in found
        ],
        as_json=as_json,
    )


@people.command()
@click.argument("reference")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
def erase(*, reference: str, yes: bool, as_json: bool) -> None:
    """Erase names and addresses of REFERENCE for ever; badges and events stay, and name nobody.

    \b
    Examples:
      mintmark people erase t01
    """
    with reading_session() as toolkit:
        confirm(f"The details of {reference} cannot be brought back. Erase?", yes=yes)
        person = service.erase(toolkit, OPERATOR, reference)
    if as_json:
        print_json(_object(person))
    else:
        click.echo(f"The details of {person.reference} are erased.")


@people.command()
@click.argument("reference")
@click.argument("profile")
@click.argument("did")
@AS_JSON
def did(*, reference: str, profile: str, did: str, as_json: bool) -> None:
    """Let badges of PROFILE name REFERENCE by a DID of theirs, from the first badge on.

    The holder can then prove to anybody, by a signature, that a badge is theirs: mintmark holder challenge.

    \b
    Examples:
      mintmark people did t01 lakes did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK
    """
    with reading_session() as toolkit:
        bound = service.bind_did(toolkit, OPERATOR, reference, profile, did)
    if as_json:
        print_json({"reference": reference, "profile": profile, "subject": bound.subject_id})
    else:
        click.echo(f"Badges of {profile} name {reference} by this DID.")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise InputError(f"{text[:80]!r} is not NAME=VALUE.", hint="Write --detail name=...")
    return name, value


def _entry(line: bytes) -> tuple[str, JsonObject | None]:
    entry = strict_json.parse_object(line)
    reference, details = entry.get("reference"), entry.get("details")
    if not isinstance(reference, str) or entry.keys() - {"reference", "details"}:
        raise InputError('an object {"reference": ..., "details": {...}} is expected')
    if details is not None and not isinstance(details, dict):
        raise InputError("details are an object of texts", pointer="/details")
    return reference, details


def _object(person: PersonRecord) -> JsonObject:
    return {
        "reference": person.reference,
        "registeredAt": format_time(person.created_at),
        "erasedAt": format_time(person.erased_at) if person.erased_at else None,
    }
