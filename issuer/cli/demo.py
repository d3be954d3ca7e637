"""`mintmark demo`: ten demonstration cooperatives and their badges, from nothing, by one command.

Holds the questions, the progress and the table; what is done is `issuer.demo.run`.
"""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from issuer.badges.model import DEMONSTRATION
from issuer.cli.confirm import confirm
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, print_table, safe
from issuer.cli.progress import progress
from issuer.cli.session import demo_passphrase_file, session, with_demo_passphrase
from issuer.demo import export, run, seeding
from issuer.demo.claims import Fate
from issuer.demo.dataset import load
from issuer.demo.run import Outcome
from issuer.demo.tally import Row
from issuer.errors import ConfigurationError
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit
from issuer.settings import Passphrase, Settings, current
from issuer.signing import safe_files
from issuer.store import migrate

PASSPHRASE_BYTES: Final = 32
UNEXPECTED: Final = 2
_KINDS: Final = {
    "endorsement": "Endorsements by university, licensing board and districts",
    "credit-equivalency": "Credit equivalencies of districts and the university",
    "pre-approval": "Receipts of approvals before the work",
    "lane-decision": "Salary-lane decisions",
}


@click.command()
@click.option("--once", is_flag=True, help="Leave when everything is set up; without it the site is served.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write every badge, the expected verdicts and all public documents into this folder.",
)
@click.option("--yes", is_flag=True, help="Do not ask, also where this installation has profiles of its own.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port of the site, on this machine alone; 0 takes a free one.",
)
@AS_JSON
@click.pass_context
def demo(
    context: click.Context, *, once: bool, out: Path | None, yes: bool, port: int, as_json: bool
) -> None:
    """Set up ten demonstration cooperatives, mint 292 badges, verify every one.

    Makes the tables, and where no passphrase is set one of its own in MINTMARK_HOME/demo-passphrase.
    Badges are issued as any cooperative issues them, with keys made on this machine; some are replaced,
    withdrawn, put on hold or have ended. Every name says "(demonstration)"; the people are invented. Running
    it again changes nothing that was issued.

    Micro-endorsements put themselves together from them, as everywhere. A fictional university endorses
    achievements, a fictional licensing board the cooperatives; districts say what counts, approve and decide.

    With --out the folder holds every version of every badge (.json, .png, thirty as .jwt), manifest.json
    with the expected verdicts, and network.json with all keys and status lists for a verifier without a
    network. Status lists are good for a day; later verify with --now.

    \b
    Examples:
      mintmark demo --once
      mintmark demo --once --out badges
      mintmark verify badges/scsc-t01-sel-01.v1.json --network badges
      mintmark demo
    """
    settings = _prepared(current())
    migrate.upgrade(settings.database_url)
    with session(settings) as toolkit:
        _require_consent(toolkit, yes=yes)
        outcome = run.run(toolkit, OPERATOR, load(), progress)
        written = 0 if out is None else export.write(toolkit, load(), out, progress)
    if as_json:
        print_json(outcome.to_json())
    else:
        _print(outcome)
    if out is not None:
        click.echo(f"{written} files are in {out}; manifest.json says what each is worth.", err=as_json)
    if outcome.unexpected:
        context.exit(UNEXPECTED)
    if not once:
        where = f"http://127.0.0.1:{port}" if port else "the port that the log names"
        click.echo(f"The site follows at {where}; Ctrl-C ends it.", err=True)
        context.invoke(_serve(context), port=port)


def _serve(context: click.Context) -> click.Command:
    """Return `mintmark serve`, which is loaded only when the site is wanted."""
    top = context.find_root().command
    command = top.get_command(context, "serve") if isinstance(top, click.Group) else None
    if command is None:
        raise ConfigurationError("There is no site beside this command.", hint="Add --once.")
    return command


def _prepared(settings: Settings) -> Settings:
    """Return settings with a passphrase, made now on a fresh machine.

    Raises:
        ConfigurationError: there are keys already, under a passphrase that was not told.
    """
    settings = with_demo_passphrase(settings)
    if settings.key_passphrase is not None:
        return settings
    if settings.keys_directory.exists():
        raise ConfigurationError(
            f"There are keys in {settings.keys_directory}, and no passphrase is set.",
            hint="Set MINTMARK_KEY_PASSPHRASE_FILE, or give the demonstration a MINTMARK_HOME of its own.",
        )
    path = demo_passphrase_file(settings)
    passphrase = secrets.token_urlsafe(PASSPHRASE_BYTES).encode("ascii")
    safe_files.make_folder(path.parent)
    safe_files.write_new(path, passphrase + b"\n")
    click.echo(
        f"No passphrase is set: the demonstration made one, in {path}, for you alone to read (mode 0600).\n"
        "It lies beside the keys, which is good enough for a demonstration and for nothing else.",
        err=True,
    )
    return replace(settings, key_passphrase=Passphrase(passphrase))


def _require_consent(toolkit: Toolkit, *, yes: bool) -> None:
    strangers = seeding.strangers(toolkit, load())
    if strangers:
        names = safe(", ".join(strangers[:3]))
        confirm(
            f"This installation has profiles of its own ({names}). Put demonstration data beside them?",
            yes=yes,
        )


def _print(outcome: Outcome) -> None:
    headings = ["demonstration cooperative", "issued", *(fate.value for fate in Fate), "verified as expected"]
    print_table(headings, [_row(row) for row in (*outcome.rows, outcome.total)])
    stacked = outcome.all_micro_endorsements
    click.echo(
        f"Beside them {stacked.issued} micro-endorsements put themselves together, of which "
        f"{stacked.counts[Fate.SUSPENDED]} are on hold because a component fell; "
        f"{stacked.as_expected} of {stacked.versions} versions verified as expected."
    )
    for kind in outcome.endorsements:
        told = ", ".join(
            f"{number} {verdict.replace('_', ' ')}" for verdict, number in sorted(kind.verdicts.items())
        )
        click.echo(
            f"{_KINDS.get(kind.kind, kind.kind)}: {kind.issued} signed ({told}); {kind.as_expected} verified as expected."
        )
    click.echo(
        f"{outcome.new} badges are new. A replaced badge has two versions; both were verified."
        if outcome.new
        else "Nothing is new: everything had been issued before."
    )
    for sentence in outcome.unexpected:
        click.echo(f"not as expected: {safe(sentence)}", err=True)


def _row(row: Row) -> list[str | int]:
    return [
        row.name.removesuffix(DEMONSTRATION),
        row.issued,
        *(row.counts[fate] for fate in Fate),
        f"{row.as_expected} of {row.versions}",
    ]
