"""The command line: `mintmark COMMAND`, one file per command group.

Reads arguments, calls a service, prints. Holds no rule and opens no transaction. Groups load when
they are asked for, so that `mintmark --help` and `mintmark verify` start fast.

Exit codes: 0 done, 2 refused (a code, a sentence, where, what to do), 130 interrupted; `verify`
has its own, see `mintmark verify --help`.
"""

import sys
from collections.abc import Sequence
from typing import Final

import click

from issuer.cli.lazy import Entry, LazyGroup
from issuer.cli.output import print_error
from issuer.errors import InputError, IssuerError
from issuer.terms.product import VERSION

REFUSED: Final = 2
INTERRUPTED: Final = 130

COMMANDS: Final[dict[str, Entry]] = {
    "demo": Entry("issuer.cli.demo:demo", "Set up ten demonstration cooperatives and mint 292 badges."),
    "serve": Entry("issuer.cli.serve:serve", "Serve the site: pages, documents for machines, verification."),
    "test": Entry("issuer.cli.test:test", "Run the test suite and name what could not be run."),
    "bench": Entry("issuer.cli.bench:bench", "Measure issuing, verifying and serving beside a peer."),
    "verify": Entry("issuer.cli.verify:verify", "Verify a badge: a file, an https address, or - for stdin."),
    "pins": Entry(
        "issuer.cli.pins:pins", "Save issuers' keys and status lists, to verify without a network."
    ),
    "credentials": Entry("issuer.cli.credentials:credentials", "Issue, list, show, revoke, re-issue badges."),
    "batches": Entry("issuer.cli.batches:batches", "Issue files of awards: check, confirm, follow, results."),
    "worker": Entry("issuer.cli.worker:worker", "Work on batches, number the log, sign status lists."),
    "holder": Entry("issuer.cli.holder:holder", "Ask a holder to prove that a badge is theirs."),
    "endorsements": Entry(
        "issuer.cli.endorsements:endorsements", "Ask for, sign, take in, withdraw endorsements."
    ),
    "transcripts": Entry(
        "issuer.cli.transcripts:transcripts", "Sign everything that somebody holds as one transcript."
    ),
    "bundles": Entry("issuer.cli.bundles:bundles", "Make, show and close links to chosen badges."),
    "pathways": Entry(
        "issuer.cli.pathways:pathways", "Follow micro-endorsements: progress, reviews, partners."
    ),
    "people": Entry("issuer.cli.people:people", "Register who can receive; erase their names."),
    "attestations": Entry("issuer.cli.attestations:attestations", "Import assessment records."),
    "achievements": Entry("issuer.cli.achievements:achievements", "Keep the catalog of achievements."),
    "credits": Entry("issuer.cli.credits:credits_", "Decide what badges are worth to a district, and why."),
    "pilots": Entry("issuer.cli.pilots:pilots", "Follow a district's pilot: cohort, progress, costs, sheet."),
    "api-keys": Entry("issuer.cli.api_keys:api_keys", "Make, list and revoke keys of the API."),
    "trust": Entry("issuer.cli.trust:trust", "Keep the list of issuers that are known here."),
    "profiles": Entry("issuer.cli.profiles:profiles", "Keep the issuing organizations."),
    "keys": Entry("issuer.cli.keys:keys", "Make, list, rotate and revoke signing keys."),
    "audit": Entry("issuer.cli.audit:audit", "Export the record, verify the event chain."),
    "fsck": Entry("issuer.cli.fsck:fsck", "Compare record, log, signatures and published lists."),
    "db": Entry("issuer.cli.db:db", "Create or upgrade the database."),
    "doctor": Entry("issuer.cli.doctor:doctor", "Check keys, DID documents, database, clock, settings."),
}


@click.group(cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=VERSION, prog_name="mintmark")
def cli() -> None:
    """Issue, verify and keep Open Badges 3.0 for educator micro-credentials.

    \b
    First steps on a fresh machine:
      mintmark demo --once --out badges    ten demonstration issuers, 292 badges
      mintmark verify badges/FILE.json     who issued it, is it current
      mintmark doctor                      is this installation in order
    \b
    Your own organization:
      mintmark db upgrade
      mintmark profiles create --help
      mintmark keys new --help
      mintmark credentials issue --help

    Settings are environment variables; docs/settings.md lists them.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code; errors are printed as words, never as a traceback."""
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="mintmark", standalone_mode=False
        )
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as exc:
        exc.show()
        sys.exit(exc.exit_code)
    except IssuerError as exc:
        print_error(exc)
        sys.exit(REFUSED)
    except OSError as exc:
        where = f" ({exc.filename})" if exc.filename else ""
        print_error(
            InputError(f"The operating system refused: {exc.strerror or exc}{where}.", code="FILE_ERROR")
        )
        sys.exit(REFUSED)
    sys.exit(code if isinstance(code, int) else 0)
