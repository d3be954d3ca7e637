"""What a clerk takes along from a transfer bundle: a table, and a zip file that verifies without this site.

The signed files are the exact bytes. Beside them lies every document that the checks read (keys and status
lists) in the `--network` form, so that `mintmark verify` repeats the verdict without any network; any other Open
Badges 3.0 verifier reads the signed files as they are. The table is for people: its cells cannot become formulas.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from issuer.badges.achievement_document import plain_number
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.fetch.mapped import INDEX_NAME
from issuer.services.bundles.reports import BundleReport, Line
from issuer.services.showing.bundle_links import file_name
from issuer.services.spreadsheet import Cell, csv_lines

NETWORK: Final = "network"
TABLE: Final = "table.csv"
ABOUT: Final = "README.txt"
COLUMNS: Final = (
    "certificate_no", "credential_id", "title", "achievement_type", "achievement_version", "issuer_name",
    "issuer_id", "holder_name_in_record", "awarded_date", "valid_until", "verdict", "genuine", "current",
    "known_issuer", "counts_here", "hours_suggested", "credit_unit", "credit_level", "hours_counted_once",
    "why_not_all", "sha256", "checked_at",
)  # fmt: skip


def table(found: BundleReport) -> str:
    """Return one row for each credential as CSV, with four answers and the hours counted once."""
    return "".join(csv_lines(COLUMNS, [_row(found, line) for line in found.lines]))


def everything(found: BundleReport) -> bytes:
    """Return the zip file: signed files, table, the documents that the checks read, and how to check."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in _files(found):
            packed.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _files(found: BundleReport) -> Iterator[tuple[str, bytes]]:
    for line in found.lines:
        yield file_name(line.item), line.item.body
    # A byte-order mark tells spreadsheets that the table is UTF-8.
    yield TABLE, b"\xef\xbb\xbf" + table(found).encode()
    index: JsonObject = {}
    for number, (url, (media_type, body)) in enumerate(sorted(found.fetched.items()), start=1):
        name = f"{number:03}.document"
        index[url] = [media_type, name]
        yield f"{NETWORK}/{name}", body
    yield f"{NETWORK}/{INDEX_NAME}", strict_json.encode(index)
    yield ABOUT, _about(found).encode()


def _row(found: BundleReport, line: Line) -> list[Cell]:
    item, answers = line.item, line.report.answers
    achievement = item.achievement
    until = item.version.valid_until
    return [
        item.credential.certificate_number,
        item.credential.id,
        achievement.name,
        achievement.kind,
        achievement.version,
        item.profile.name,
        item.profile.did,
        found.bundle.holder,
        format_time(item.credential.awarded_at),
        None if until is None else format_time(until),
        line.report.verdict.value,
        answers.genuine.value.value,
        answers.current.value.value,
        answers.known_issuer.value.value,
        answers.counts_here.value.value,
        None if achievement.hours is None else plain_number(achievement.hours),
        achievement.unit,
        achievement.level,
        plain_number(line.counted.hours),
        line.counted.why,
        line.report.sha256,
        format_time(line.report.checked_at),
    ]


def _about(found: BundleReport) -> str:
    first = found.lines[0]
    checked = format_time(first.report.checked_at)
    return f"""\
Signed credentials, handed over by their holder for {found.bundle.record.recipient}.

*.json          the credentials, byte for byte as they were signed
{TABLE}       what was found for each of them on {checked}
{NETWORK}/        keys and status lists as they were read then

Check one with any Open Badges 3.0 verifier. Without a network, with Mintmark, for that moment:
  mintmark verify FILE --network {NETWORK} --now {checked}

Hours are suggested by the issuer. They are graduate-equivalent, and no transcript stands behind them; a
micro-endorsement and its parts are counted once. What they are worth is for a district, a licensing board or a
university to say. The signed files hold a number in place of the holder's name.
"""
