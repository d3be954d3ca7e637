"""`mintmark verify`: one file, one address or standard input, or a batch of files.

Works outside any installation. Inside one, its own addresses are answered from its record and its own
issuers are known. Nothing is kept about what was verified.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from issuer.cli import pins, verify_batch, verify_pack
from issuer.cli.asked import Asked, Kept, Offline
from issuer.cli.files import read_bytes, write_whole
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json
from issuer.cli.report import EXIT_CODES, print_names, print_report
from issuer.cli.times import MOMENT
from issuer.clock import utc_now
from issuer.documents.strict_json import JsonObject
from issuer.fetch import CachingFetch, DirectoryFetch, Fetch, GuardedFetch
from issuer.services import name_help
from issuer.services.name_help import Named
from issuer.settings import Settings, current
from issuer.verify import Policy, Report, read_signed_trust_list
from issuer.verify import verify as verify_bytes
from issuer.verify.packs import Source, Witness, write_pack
from issuer.verify.pins import PinnedFetch
from issuer.workers import InProcess, Pool, Workers

MOST_BYTES: Final = 8 * 1024 * 1024
ACCEPT: Final = (
    "application/vc+ld+json, application/vc, application/vc+jwt, application/json;q=0.9, */*;q=0.1"
)


@click.command()
@click.argument("source", required=False)
@AS_JSON
@click.option("--offline", is_flag=True, help="Fetch nothing from the network; answer from the pins.")
@click.option(
    "--pins",
    "pinned",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the pins, with --offline. [default: pins in MINTMARK_HOME]",
)
@click.option(
    "--max-age",
    type=click.FloatRange(min=0, max=3650),
    default=7.0,
    show_default=True,
    help="Days that a saved status list may be old, with --offline.",
)
@click.option("--now", type=MOMENT, help="Verify as if it were this moment. [default: now]")
@click.option("--at", type=MOMENT, help="Also say whether it was in force at this moment.")
@click.option(
    "--network",
    type=click.Path(exists=True, path_type=Path),
    help="Answer every fetch from DIRECTORY/network.json, and nothing else; or repeat an evidence pack (zip).",
)
@click.option(
    "--pack",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write an evidence pack: a zip with which anybody can repeat this result.",
)
@click.option(
    "--signed-report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a report that this installation signs: a PDF, or the credential alone as .json. It stores"
    " that this digest was checked.",
)
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Known issuers: a JSON array of ids, or an object with `issuers`.",
)
@click.option("--trust-here", is_flag=True, help="Known issuers: the list that this installation keeps.")
@click.option("--recipient", metavar="WHO", help="What is known about the holder: mail address, name or DID.")
@click.option("--district", metavar="SLUG", help="Also say whether it counts by the rules of this district.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="The applicant's name, then former names: is it the name on the badge? Changes no verdict.",
)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True),
    help="Verify one file for each line of this JSON lines file.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answers of a batch to this file. [default: standard output]",
)
def verify(
    *,
    source: str | None,
    as_json: bool,
    offline: bool,
    pinned: Path | None,
    max_age: float,
    now: datetime | None,
    at: datetime | None,
    network: Path | None,
    pack: Path | None,
    signed_report: Path | None,
    trust: Path | None,
    trust_here: bool,
    recipient: str | None,
    district: str | None,
    names: tuple[str, ...],
    batch: Path | None,
    out: Path | None,
) -> int:
    """Verify a badge: a file, an https address, or - for standard input.

    Reads JSON, compact tokens, baked PNG and SVG, PDF with a credential attached, a photo of a printed QR code,
    badges of Open Badges 2.0, and a zip of these. The exit code is the verdict: 0 valid, 1 invalid, revoked, suspended, expired or not yet valid, 2 could not be checked,
    3 could not be read, 4 the issuer is not on the list of known issuers, 5 an evidence pack says something
    else than what comes out of it.

    An evidence pack that is given as --network is repeated for its own moment, without any network.

    A line of a batch is {"id", "file", "contentType"?, "now"?, "network"?, "trust"?, "recipient"?}; file names
    are relative to the batch file, no network means offline, no trust means not asked.

    \b
    Examples:
      mintmark verify badge.png
      mintmark verify https://badges.example.org/c/7f3a.json --json
      mintmark verify badge.json --network archive --now 2026-03-01T12:00:00Z
      mintmark verify badge.jwt --trust known-issuers.json --at 2025-09-01T00:00:00Z
      mintmark verify badge.png --name "Oona Vale" --name "Oona Larkspur-Vale"
      mintmark verify badge.png --offline --max-age 3
      mintmark verify badge.png --trust-here
      mintmark verify badge.png --pack evidence.zip
      mintmark verify --network evidence.zip
      mintmark verify badge.png --signed-report report.pdf
      mintmark verify --batch cases.jsonl --out answers.jsonl
    """
    if batch is not None:
        if source is not None or pack is not None or names:
            raise click.UsageError(
                "Give a file, or --batch, but not both; --pack and --name belong to one file."
            )
        with _workers() as workers:
            mistakes = verify_batch.run(batch, out, workers=workers, default_now=now)
        return 1 if mistakes else 0
    if network is not None and network.is_file():
        if source is not None or pack is not None or now is not None:
            raise click.UsageError("An evidence pack is repeated as it is: give no file, --pack or --now.")
        with _workers() as workers:
            return verify_pack.repeat_pack(
                network, pins=pins.folder_of(current(), pinned), workers=workers, as_json=as_json
            )
    if source is None or out is not None:
        raise click.UsageError("Give one file, address or -, or --batch; --out belongs to --batch.")
    if pinned is not None and not offline:
        raise click.UsageError("Pins answer with --offline only.")
    settings = current()
    folder = pins.folder_of(settings, pinned)
    asked = Asked(
        now=now,
        at=at,
        trust=None if trust is None else read_bytes(str(trust)),
        trust_here=trust_here,
        recipient=recipient,
        district=district,
        offline=Offline(PinnedFetch(folder), timedelta(days=max_age)) if offline else None,
    )
    if trust is not None and trust_here:
        raise click.UsageError("Give --trust, or --trust-here, but not both.")
    if (trust_here or district) and (network is not None or not _is_installed(settings)):
        raise click.UsageError("--trust-here and --district need an installation, and no --network.")
    report = _judged(settings, source, asked, network, Kept(pack, signed_report))
    named = _named(settings, source, report, names, here=network is None) if names else ()
    if as_json:
        told: JsonObject = {"names": [name_help.as_json(item) for item in named]} if names else {}
        print_json({**report.to_json(), **told})
    else:
        print_report(report)
        print_names(named)
    return EXIT_CODES[report.verdict]


def _judged(settings: Settings, source: str, asked: Asked, network: Path | None, kept: Kept) -> Report:
    if network is None and _is_installed(settings):
        here: Any = importlib.import_module("issuer.cli.verify_here")
        report: Report = here.verify_here(settings, source=_source(source), asked=asked, kept=kept)
        return report
    if kept.signed_report is not None:
        raise click.UsageError(
            "A report is signed by an installation, with what it knows; and without --network."
        )
    fetch = DirectoryFetch(network) if network is not None else _network(settings, asked)
    return _verify_alone(source, fetch, asked, kept.pack)


def _named(
    settings: Settings, source: str, report: Report, names: tuple[str, ...], *, here: bool
) -> tuple[Named, ...]:
    """Compare names; inside an installation also with the name that an address of ours shows."""
    address = _source(source) if source.startswith("https://") else None
    if isinstance(address, str) and here and _is_installed(settings):
        installed: Any = importlib.import_module("issuer.cli.verify_here")
        found: tuple[Named, ...] = installed.names_here(settings, report=report, names=names, url=address)
        return found
    return name_help.on_report(report, names)


def _source(source: str) -> str | bytes:
    return source if source.startswith(("https://", "http://")) else read_bytes(source)


def _verify_alone(source: str, fetch: Fetch, asked: Asked, pack: Path | None) -> Report:
    """Verify without an installation: nothing is known but what is fetched."""
    policy = Policy(
        now=asked.now or utc_now(),
        recipient=asked.recipient,
        at=asked.at,
        status_max_age=None if asked.offline is None else asked.offline.max_age,
    )
    with _workers() as workers:
        if asked.trust is not None:
            known = read_signed_trust_list(asked.trust, policy=policy, fetch=fetch, workers=workers)
            policy = replace(policy, trust=known)
        witness = Witness(policy=policy, fetch=fetch, clock=utc_now)
        given = _brought(source, witness.fetch)
        report = verify_bytes(
            given.data,
            media_type=given.media_type,
            policy=witness.policy,
            fetch=witness.fetch,
            workers=workers,
        )
    if pack is not None:
        write_whole(pack, [write_pack(witness.pack(given, report))])
    return report


def _brought(source: str, fetch: Fetch) -> Source:
    data = _source(source)
    if isinstance(data, bytes):
        return Source(data)
    found = fetch.get(data, accept=ACCEPT, max_bytes=MOST_BYTES)
    return Source(found.body, found.media_type or None, data)


def _is_installed(settings: Settings) -> bool:
    prefix = "sqlite:///"
    if settings.database_url.startswith(prefix):
        return Path(settings.database_url.removeprefix(prefix)).is_file()
    return True


def _network(settings: Settings, asked: Asked) -> Fetch:
    if asked.offline is not None:
        return asked.offline.saved
    guarded = GuardedFetch(
        timeout_s=settings.fetch_timeout_s, allow_loopback_for_tests=settings.allow_loopback_for_tests
    )
    return CachingFetch(guarded)


@contextmanager
def _workers() -> Iterator[Workers]:
    """Give one worker process, started only when library code has to read something."""
    workers: Workers = Pool(1) if current().workers else InProcess()
    try:
        yield workers
    finally:
        workers.close()
