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
from issuer.verify.packs import Repeated, Signature, read_pack, repeat, signature_of
from issuer.verify.pins import PinnedFetch
from issuer.workers import Workers

DIFFERS: Final = 5
"""The exit code when what the pack recorded is not what comes out of it."""


def repeat_pack(path: Path, *, pins: Path, workers: Workers, as_json: bool) -> int:
    """Print the report that comes out of a pack, and whether it is the recorded one.

    Raises:
        InputError: the file is no evidence pack, or one that was changed.
        OSError: the file cannot be read.
    """
    data = read_bytes(str(path))
    repeated = repeat(read_pack(data, workers=workers), workers=workers)
    signature = signature_of(data, repeated.pack, known=PinnedFetch(pins), workers=workers)
    if as_json:
        print_json({**repeated.report.to_json(), "pack": _json(repeated, signature)})
    else:
        print_report(repeated.report)
        for line in _lines(repeated, signature):
            click.echo(safe(line))
    return DIFFERS if repeated.differences else EXIT_CODES[repeated.report.verdict]


def _json(repeated: Repeated, signature: Signature | None) -> JsonObject:
    return {
        "madeAt": format_time(repeated.pack.made_at),
        "checker": repeated.pack.checker,
        "same": not repeated.differences,
        "differences": [*repeated.differences],
        "signedBy": None if signature is None else signature.publisher,
        "signerKnown": signature is not None and signature.is_known,
        "documents": len(repeated.pack.exchanges),
    }


def _lines(repeated: Repeated, signature: Signature | None) -> Iterator[str]:
    pack = repeated.pack
    yield ""
    yield (
        f"Repeated from an evidence pack, as of {format_time(pack.policy.now)}; made"
        f" {format_time(pack.made_at)} with {pack.checker[:80]}."
    )
    yield "  No network was used. That the documents in it came from their addresses is the word of its maker."
    if signature is None:
        yield "  Nobody signed it."
    elif signature.is_known:
        yield f"  Signed by {signature.publisher}, whose keys you pinned."
    else:
        yield f"  Signed by {signature.publisher}, with a key that came with the pack; compare it with what"
        yield f"  the maker publishes: {signature.key}"
    if not repeated.differences:
        yield "  The result is the one that was recorded."
        return
    yield "  THE RESULT IS NOT THE ONE THAT WAS RECORDED. Do not rely on this pack:"
    for words in repeated.differences:
        yield f"  - {words}"
