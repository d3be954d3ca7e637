"""A zip file of credentials: every file judged by itself, one report for the whole.

The verdict is the heaviest of the files. A file whose name says that it is no credential (a read-me, a
list) is named in a warning and not read. Of an evidence pack (`packs`) the file that was handed in then is
judged as of now, and the report says so.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from issuer.errors import InputError
from issuer.verify import verdicts, wording
from issuer.verify.findings import failed, passed
from issuer.verify.intake import MAX_CONTAINER
from issuer.verify.presented import Form
from issuer.verify.recognising import MEDIA_ZIP
from issuer.verify.report import Caution, Check, Part, Report, Verdict
from issuer.verify.unzip import PACKED_INPUT
from issuer.workers import Workers

CHECK_ID: Final = "intake"
_SUFFIXES: Final = (".json", ".jsonld", ".jwt", ".jws", ".png", ".jpg", ".jpeg", ".svg", ".pdf")
PACK_MANIFEST: Final = "evidence-pack.json"
_OF_A_PACK: Final = re.compile(
    r"README\.txt|(?:evidence-pack|report|policy|fetches|record|network|signer)\.json|documents/[^/]+|input\.[a-z]+"
)
_A_PACK: Final = Caution(
    "PACK_NOT_REPEATED",
    "This is an evidence pack. The file in it was checked as of now, not for the moment of the pack; to repeat"
    " that, use: mintmark verify --network PACK.zip",
)
_BESIDE: Final = "network/"
"""The folder in which a bundle keeps keys and status lists, in the `--network` form."""
JudgeFile: TypeAlias = Callable[[bytes], Report]


def judge_archive(data: bytes, *, judge: JudgeFile, workers: Workers, now: datetime) -> Report:
    """Unpack a zip file and judge every credential in it.

    Raises:
        InputError: it cannot be unpacked within the limits.
    """
    if len(data) > MAX_CONTAINER:
        raise InputError(f"the zip file is larger than {MAX_CONTAINER} bytes", code="INPUT_TOO_LARGE")
    files = _files(workers.run("issuer.verify.unzip:unpack", data))
    names = [name for name, _ in files]
    # With any other file in it, it is a zip file of credentials like others, and all of them are judged.
    is_pack = PACK_MANIFEST in names and all(_OF_A_PACK.fullmatch(name) for name in names)
    wanted = [(name, content) for name, content in files if _is_wanted(name, is_pack=is_pack)]
    parts = tuple(Part(name, judge(content)) for name, content in wanted)
    if is_pack:
        return _report(data, parts, (_A_PACK,), now)
    others = [name for name in names if not _is_wanted(name, is_pack=False)]
    unread = [Caution("FILE_NOT_READ", f"{name} is no credential and was not read.") for name in others]
    return _report(data, parts, tuple(unread), now)


def is_wanted(name: str) -> bool:
    """Whether a name says that this may be a credential; keys and status lists beside credentials are none."""
    return name.lower().endswith(_SUFFIXES) and not name.startswith(_BESIDE)


def _is_wanted(name: str, *, is_pack: bool) -> bool:
    return name.startswith(PACKED_INPUT) if is_pack else is_wanted(name)


def _report(data: bytes, parts: tuple[Part, ...], cautions: tuple[Caution, ...], now: datetime) -> Report:
    check: Check = passed(CHECK_ID, "The zip file could be unpacked.", files=[part.name for part in parts])
    if not parts:
        words = "The zip file holds no credential."
        check = failed(CHECK_ID, "IMAGE_WITHOUT_CREDENTIAL", words, means=Verdict.MALFORMED)
    verdict = verdicts.heaviest([check.means, *(part.report.verdict for part in parts)])
    worst = next((part.report for part in parts if part.report.verdict is verdict), None)
    reports = [part.report for part in parts]
    return Report(
        verdict=verdict,
        heading=wording.heading(verdict, None) if worst is None else worst.heading,
        sentence=wording.sentence(verdict, None) if worst is None else worst.sentence,
        answers=verdicts.together(reports)
        if reports
        else verdicts.answers_of((check,), genuine=False, issuer=None),
        checks=(check,),
        warnings=cautions,
        credential=None,
        kind="archive",
        form=Form.CONTAINER.value,
        media_type=MEDIA_ZIP,
        sha256=hashlib.sha256(data).hexdigest(),
        checked_at=now,
        parts=parts,
    )


def _files(found: object) -> list[tuple[str, bytes]]:
    if not isinstance(found, list):
        raise TypeError("the unpacker gives a list")
    return [(str(name), bytes(content)) for name, content in found]
