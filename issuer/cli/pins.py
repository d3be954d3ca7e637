"""`mintmark pins`: save what issuers publish, so that `mintmark verify --offline` can answer.

Saving is always asked for. What is not genuine is never pinned.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from issuer.cli.files import read_bytes, write_whole
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_error, print_list
from issuer.cli.times import MOMENT
from issuer.clock import fixed, utc_now
from issuer.dids import Resolver, did_web_url
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import FetchError, InputError, NotFoundError
from issuer.fetch import DirectoryFetch, Fetch, Fetched, GuardedFetch, RecordingFetch
from issuer.settings import Settings, current
from issuer.verify import AnswerValue, Policy, verify
from issuer.verify.copies import ago
from issuer.verify.pins import INDEX, Pin, index_of, pin_of, read_pins
from issuer.workers import InProcess, Pool

NAME: Final = "pins"
ACCEPT: Final = (
    "application/vc, application/did+json, application/vc+ld+json;q=0.9, application/json;q=0.8, */*;q=0.1"
)
_JUST_NOW: Final = timedelta(hours=1)
_FOLDER: Final = click.option(
    "--pins",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the pins. [default: pins in MINTMARK_HOME]",
)
_NETWORK: Final = click.option(
    "--network",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Save from DIRECTORY/network.json in place of the network.",
)
_NOW: Final = click.option("--now", type=MOMENT, help="Save as if it were this moment. [default: now]")


def folder_of(settings: Settings, given: Path | None) -> Path:
    """Return the folder of the pins that a command means."""
    return given or settings.home / NAME


@click.group()
def pins() -> None:
    """Save issuers' keys and status lists, to verify without a network.

    Nothing is saved unless you ask for it. `mintmark verify --offline` answers from the pins and tells how old
    each is.
    """


@pins.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_FOLDER
@_NETWORK
@_NOW
def add(*, sources: tuple[str, ...], folder: Path | None, network: Path | None, now: datetime | None) -> None:
    """Save what SOURCE needs: a did:web identifier, a badge file, or an https address of a badge or status list.

    A DID saves the issuer's keys. A badge saves the keys and the status lists that it was verified with; one that
    is not genuine saves nothing.

    \b
    Examples:
      mintmark pins add did:web:badges.example.org:p:lakes
      mintmark pins add badge.png https://badges.example.org/s/7f3a
      mintmark pins add badge.json --network archive --pins folder
    """
    settings = current()
    place = folder_of(settings, folder)
    fetch = RecordingFetch(_fetch(settings, network), clock=utc_now if now is None else fixed(now))
    for source in sources:
        _bring(source, fetch, settings, now or utc_now())
    made = {
        item.url: (pin_of(item.outcome, item.at), item.outcome.body)
        for item in fetch.exchanges
        if isinstance(item.outcome, Fetched)
    }
    _save(place, made.values())
    click.echo(f"Saved {len(made)} documents in {place}.")


@pins.command("list")
@_FOLDER
@AS_JSON
def list_(*, folder: Path | None, as_json: bool) -> None:
    """List what is saved, and how old it is.

    \b
    Examples:
      mintmark pins list
      mintmark pins list --json
    """
    found, now = read_pins(folder_of(current(), folder)), utc_now()
    print_list(
        found,
        _object,
        ["saved", "address"],
        [[_age(now - pin.saved_at), pin.url] for pin in found],
        as_json=as_json,
    )


@pins.command()
@_FOLDER
@_NETWORK
@_NOW
def refresh(*, folder: Path | None, network: Path | None, now: datetime | None) -> int:
    """Fetch everything that is saved once more; what cannot be fetched stays as it is.

    \b
    Examples:
      mintmark pins refresh
    """
    settings = current()
    place = folder_of(settings, folder)
    fetch, made, failed = _fetch(settings, network), [], 0
    for pin in read_pins(place):
        try:
            fetched = fetch.get(pin.url, accept=ACCEPT)
        except FetchError as exc:
            failed += 1
            print_error(exc)
            continue
        made.append((pin_of(fetched, now or utc_now()), fetched.body))
    _save(place, made)
    click.echo(f"Renewed {len(made)} documents; {failed} stay as they were.")
    return 1 if failed else 0


@pins.command()
@click.argument("source")
@_FOLDER
def remove(*, source: str, folder: Path | None) -> None:
    """Forget one saved document: an address, or the did:web identifier of an issuer.

    \b
    Examples:
      mintmark pins remove did:web:badges.example.org:p:lakes
    """
    place = folder_of(current(), folder)
    url = did_web_url(source) if source.startswith("did:web:") else source
    known = read_pins(place)
    kept = [pin for pin in known if pin.url != url]
    if len(kept) == len(known):
        raise NotFoundError(f"Nothing is saved of {url[:120]!r}.")
    write_whole(place / INDEX, [index_of(kept)])
    for pin in set(known) - set(kept):
        if pin.sha256 not in {item.sha256 for item in kept}:
            (place / pin.file).unlink(missing_ok=True)
    click.echo(f"Forgot {url}.")


def _bring(source: str, fetch: Fetch, settings: Settings, now: datetime) -> None:
    """Fetch everything that a source needs.

    Raises:
        InputError: it is not genuine, so that nothing of it may be saved.
        FetchError: it could not be fetched.
    """
    if source.startswith("did:"):
        if not source.startswith("did:web:"):
            raise InputError(f"{source[:120]!r} carries its key in itself; there is nothing to save.")
        Resolver(fetch).resolve(source)
        return
    data = fetch.get(source, accept=ACCEPT).body if source.startswith("https://") else read_bytes(source)
    workers = Pool(1) if settings.workers else InProcess()
    try:
        report = verify(data, policy=Policy(now=now), fetch=fetch, workers=workers)
    finally:
        workers.close()
    if report.answers.genuine.value is not AnswerValue.YES:
        raise InputError(
            f"Nothing was saved, because {source[:120]!r} is not shown to be genuine: {report.heading}.",
            hint=report.answers.genuine.sentence,
        )


def _save(place: Path, made: Iterable[tuple[Pin, bytes]]) -> None:
    known = {pin.url: pin for pin in read_pins(place)}
    for pin, body in made:
        (place / pin.file).parent.mkdir(parents=True, exist_ok=True)
        write_whole(place / pin.file, [body])
        known[pin.url] = pin
    place.mkdir(parents=True, exist_ok=True)
    # The index names a document only once it lies there.
    write_whole(place / INDEX, [index_of(known.values())])


def _fetch(settings: Settings, network: Path | None) -> Fetch:
    if network is not None:
        return DirectoryFetch(network)
    return GuardedFetch(
        timeout_s=settings.fetch_timeout_s, allow_loopback_for_tests=settings.allow_loopback_for_tests
    )


def _age(age: timedelta) -> str:
    return "just now" if age < _JUST_NOW else ago(age)


def _object(pin: Pin) -> JsonObject:
    return {
        "url": pin.url,
        "mediaType": pin.media_type,
        "sha256": pin.sha256,
        "savedAt": format_time(pin.saved_at),
    }
