"""Lay out one page with typst as PDF/A-3a and PDF/UA-1, the credential attached as it is.

Everything reaches the page as a value: no file but the faces is read, nothing is fetched, no clock is
asked. Words are strings, never markup, so that no name can run as code of the page.
"""

import json
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from issuer.badges import qr
from issuer.badges.artwork import check_faces, faces
from issuer.badges.certificate.content import Certificate
from issuer.badges.typesetting import set_page
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import InputError

_HERE: Final = Path(__file__).resolve().parent


def laid_out(template: str, certificate: Certificate, words: JsonObject, **pictures: str) -> bytes:
    """Return the PDF of a template of this folder.

    Args:
        template: its name.
        certificate: whose credential and address go with it.
        words: what it says.
        pictures: SVG by the name that the template calls it.

    Raises:
        ConfigurationError: the faces are missing.
        InputError: the credential is not UTF-8 text, or the address is too long for a QR code.
        UnsettableError: the words hold a letter that no face has.
    """
    check_faces(faces.FOLDER)
    try:
        credential = certificate.credential.decode()
    except UnicodeDecodeError as exc:
        raise InputError("the credential to attach is not UTF-8 text") from exc
    code = qr.qr_svg(certificate.page_url, label=str(words["qrAlt"]))
    day: list[Json] = list(
        certificate.awarded_at.astimezone(ZoneInfo(certificate.profile.timezone)).timetuple()[:3]
    )
    values = {
        "words": json.dumps(words | {"date": day}, ensure_ascii=False),
        "credential": credential,
        "qr": code.decode(),
        **pictures,
    }
    return set_page(_HERE / template, values)
