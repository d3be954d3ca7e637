"""The read-me of a pack: what it is, what lies in it, how to repeat it, and what it does not show."""

from collections.abc import Iterator

from issuer.documents.times import format_time
from issuer.errors import FetchError
from issuer.verify.packs import pack as names
from issuer.verify.packs.forms import object_of
from issuer.verify.packs.pack import Pack

_WIDTH = 30


def readme(pack: Pack, input_name: str) -> str:
    """Return the text; plain words, no judgment that is not in the report."""
    return "\n".join(_lines(pack, input_name)) + "\n"


def _lines(pack: Pack, input_name: str) -> Iterator[str]:
    report = pack.report
    yield "EVIDENCE PACK: one check of a credential, with everything that it rested on"
    yield ""
    yield f"Result as of    {format_time(pack.policy.now)}"
    yield f"Made            {format_time(pack.made_at)} with {_plain(pack.checker)}"
    yield f"File            {input_name}, SHA-256 {report['sha256']}"
    if pack.url is not None:
        yield f"Fetched from    {_plain(pack.url)}"
    yield f"Verdict         {report['verdict']}: {_plain(str(report['heading']))}"
    yield f"                {_plain(str(report['sentence']))}"
    yield ""
    for name, answer in object_of(report.get("answers"), names.REPORT).items():
        found = object_of(answer, names.REPORT)
        yield f"  {name:<12}  {found['value']!s:<16} {_plain(str(found['sentence']))}"
    yield ""
    yield "WHAT LIES IN HERE"
    yield from _row(input_name, "what was handed in, byte for byte")
    yield from _row(names.REPORT, "the report: verdict, four answers, every check and what was not checked")
    yield from _row(names.POLICY, "what was asked: the moment, known issuers, the expected holder")
    yield from _row(names.FETCHES, "every address that was asked, when, and what it answered")
    yield from _row(names.DOCUMENTS, "each document that was fetched, byte for byte")
    yield from _row("network.json", "the same documents by address, for --network with the unpacked folder")
    if pack.record is not None or pack.newest_lists is not None:
        yield from _row(names.RECORD, "what the record of the checking installation answered")
    yield from _row("evidence-pack.json", "size and SHA-256 of every file here")
    yield ""
    yield "HOW TO REPEAT IT, without a network and without asking anybody"
    yield "  mintmark verify --network THIS-FILE.zip"
    yield ""
    yield "It recomputes everything for the same moment from what lies in here, and says whether the result is"
    yield "the one in the report. Or unpack it and use any other verifier: the documents lie in documents/."
    yield ""
    yield "WHAT THIS SHOWS, AND WHAT NOT"
    yield "  It shows that the result follows from these bytes."
    yield "  That they came from the addresses that fetches.json names is the word of whoever made this pack."
    yield "  Compare the keys in documents/ with those that the issuer publishes, or ask the issuer."
    yield "  It says what was true at that moment. A credential may have been withdrawn since."
    if pack.policy.recipient is not None:
        yield "  policy.json holds what was known about the holder. Hand this pack on with care."
    failed = [item for item in pack.exchanges if isinstance(item.outcome, FetchError)]
    if failed:
        yield ""
        yield "WHAT COULD NOT BE FETCHED"
        for item in failed:
            yield f"  {_plain(item.url)}"


def _row(name: str, words: str) -> Iterator[str]:
    yield f"  {name:<{_WIDTH}} {words}"


def _plain(text: str) -> str:
    """Return text on one line without anything that a screen would obey."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
