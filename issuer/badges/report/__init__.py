"""A verification report as PDF/A-3a and PDF/UA-1, with the signed credential and its statement attached.

The paper repeats the statement for a person, and proves nothing by itself: the attachments do. Pure: the
same values give the same bytes. What the words are is decided by the caller.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from issuer.badges import qr
from issuer.badges.artwork import check_faces, faces
from issuer.badges.artwork.letters import is_simple, legible
from issuer.badges.certificate.content import Paper, breakable
from issuer.badges.typesetting import UnsettableError, set_page
from issuer.documents.strict_json import Json, JsonObject

__all__ = ["ReportPaper", "report_pdf"]

_HERE: Final = Path(__file__).resolve().parent
_BREAK: Final = "\N{ZERO WIDTH SPACE}"
_UNPRINTABLE: Final = "(letters that this paper cannot print)"


@dataclass(frozen=True, kw_only=True)
class ReportPaper:
    """What is printed of one report.

    Args:
        words: every word by the name that the template calls it; texts, or lists of texts.
        made_at: the date of the document.
        address: what the QR code opens.
        credential: the exact bytes of the signed report.
        statement: the exact bytes of the statement that it binds.
        paper: "us-letter" or "a4".
    """

    words: JsonObject
    made_at: datetime
    address: str
    credential: bytes
    statement: bytes
    paper: Paper = "us-letter"


def report_pdf(paper: ReportPaper) -> bytes:
    """Return the report as a PDF.

    Raises:
        ConfigurationError: the faces are missing.
        InputError: the address is too long for a QR code.
    """
    words = _each(paper.words, lambda text: breakable(legible(text, _UNPRINTABLE)) if text else "")
    try:
        return _laid_out(paper, words)
    except UnsettableError:
        # PDF/A allows no word that cannot be read back; the attached statement keeps every one.
        return _laid_out(
            paper, _each(words, lambda text: text if is_simple(text.replace(_BREAK, "")) else _UNPRINTABLE)
        )


def _laid_out(paper: ReportPaper, words: Json) -> bytes:
    check_faces(faces.FOLDER)
    code = qr.qr_svg(paper.address, label=f"QR code that leads to {paper.address}")
    day: list[Json] = list(paper.made_at.timetuple()[:3])
    given: JsonObject = words if isinstance(words, dict) else {}
    beside: JsonObject = {
        "date": day,
        "paper": paper.paper,
        "address": paper.address,
        "addressShown": paper.address.removeprefix("https://"),
        "qrAlt": f"QR code that leads to {paper.address}",
    }
    values = {
        "words": json.dumps(given | beside, ensure_ascii=False),
        "credential": paper.credential.decode(),
        "statement": paper.statement.decode(),
        "qr": code.decode(),
    }
    return set_page(_HERE / "report.typ", values)


def _each(value: Json, change: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    return {name: _each(item, change) for name, item in value.items()} if isinstance(value, dict) else value
