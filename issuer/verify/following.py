"""An address in place of a document: follow it once, and judge what lies there.

A printed code names the page of a credential. What the address answers is judged like a file that was handed in;
where that is again only an address, it is not followed. The address was chosen by whoever made the picture, so it
is asked through the guarded door and proves nothing by itself.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from issuer.errors import FetchError
from issuer.fetch import Fetch
from issuer.terms import vc
from issuer.verify import reporting
from issuer.verify.findings import as_sentence, passed, undetermined
from issuer.verify.presented import Link
from issuer.verify.report import Report, Verdict

CHECK_ID: Final = "link"
ACCEPT: Final = (
    f"{vc.MEDIA_VC}, {vc.MEDIA_VC_JWT};q=0.9, {vc.MEDIA_LD_JSON};q=0.8, {vc.MEDIA_JSON};q=0.7,"
    f" {vc.MEDIA_PNG};q=0.6, {vc.MEDIA_SVG};q=0.6, {vc.MEDIA_PDF};q=0.6"
)
Judge = Callable[[bytes, str | None], Report]


def followed(link: Link, data: bytes, *, fetch: Fetch, now: datetime, judge: Judge) -> Report:
    """Return the report about what lies at an address.

    Args:
        link: the address and where it stood.
        data: the bytes that were handed in.
        fetch: the network door of this verification.
        now: the moment of the verification.
        judge: judges bytes with their media type.
    """
    try:
        found = fetch.get(link.url, accept=ACCEPT)
    except FetchError as exc:
        return _unreached(link, exc, data=data, now=now)
    report = judge(found.body, found.media_type or None)
    words = f"{link.why[0].upper()}{link.why[1:]} holds an address, and what lies there was checked."
    arrived = passed(CHECK_ID, words, address=link.url, sha256=hashlib.sha256(found.body).hexdigest())
    return replace(
        report,
        checks=(arrived, *report.checks),
        media_type=link.media_type,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _unreached(link: Link, error: FetchError, *, data: bytes, now: datetime) -> Report:
    """Return the report about an address that gave nothing: not a yes, and not a no."""
    words = f"{link.why[0].upper()}{link.why[1:]} holds an address, and we could not get what lies there."
    words += f" {as_sentence(error.detail)}"
    check = undetermined(CHECK_ID, error.code, words, address=link.url)
    report = reporting.without_document(
        (check,), Verdict.INDETERMINATE, data=data, media_type=link.media_type, now=now
    )
    return replace(report, heading="We could not follow the code")
