"""`mintmark verify --network PACK.zip`: repeat the verification of an evidence pack, and compare."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from issuer.cli.files import read_bytes
from issuer.cli.output import print_json, safe
from issuer.cli.report import EXIT_CODES, print_report
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.verify.packs import Repeated, read_pack, repeat
from issuer.workers import Workers

DIFFERS: Final = 5
"""The exit code when what the pack recorded is not what comes out of it."""


def repeat_pack(path: Path, *, workers: Workers, as_json: bool) -> int:
    """Print the report that comes out of a pack, and whether it is the recorded one.

    Raises:
        InputError: the file is no evidence pack, or one that was changed.
        OSError: the file cannot be read.
    """
    repeated = repeat(read_pack(read_bytes(str(path)), workers=workers), workers=workers)
    if as_json:
        print_json({**repeated.report.to_json(), "pack": _json(repeated)})
    else:
        print_report(repeated.report)
        for line in _lines(repeated):
            click.echo(safe(line))
    return DIFFERS if repeated.differences else EXIT_CODES[repeated.report.verdict]


def _json(repeated: Repeated) -> JsonObject:
    return {
        "madeAt": format_time(repeated.pack.made_at),
        "checker": repeated.pack.checker,
        "same": not repeated.differences,
        "differences": [*repeated.differences],
        "documents": len(repeated.pack.exchanges),
    }


def _lines(repeated: Repeated) -> Iterator[str]:
    pack = repeated.pack
    yield ""
    yield (
        f"Repeated from an evidence pack, as of {format_time(pack.policy.now)}; made"
        f" {format_time(pack.made_at)} with {pack.checker[:80]}."
    )
    yield "  No network was used. That the documents in it came from their addresses is the word of its maker."
    if not repeated.differences:
        yield "  The result is the one that was recorded."
        return
    yield "  THE RESULT IS NOT THE ONE THAT WAS RECORDED. Do not rely on this pack:"
    for words in repeated.differences:
        yield f"  - {words}"
