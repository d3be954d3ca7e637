"""A photo or a scan of a printed credential: what the QR code on it holds.

A code holds the address of a credential, or, where it is large, the signed token itself. Anything else on the
picture is not a credential and is said to be none; two codes that could be one are not chosen between. The
picture is decoded in a worker. Nothing is fetched here.
"""

import re
from typing import Final

from issuer.errors import InputError
from issuer.workers import Workers

_ADDRESS: Final = re.compile(r"https?://[\x21-\x7e]{1,2040}", re.IGNORECASE)
_TOKEN: Final = re.compile(r"ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
NO_CODE: Final = (
    "there is no badge in this picture and no QR code that we can read on it; take the photo closer, straight and in"
    " good light, or use the link or the certificate number"
)
OTHER_CODE: Final = (
    "the code on this picture holds neither the address of a credential nor a credential; use the code beside the"
    " certificate number"
)


def code_on(data: bytes, workers: Workers) -> str:
    """Return what the one code on a picture holds: an address, or a compact token.

    Raises:
        InputError: IMAGE_WITHOUT_CREDENTIAL for no code or another one, AMBIGUOUS_CONTAINER for several,
            IMAGE_MALFORMED, IMAGE_TOO_LARGE, WORK_LIMIT.
    """
    found = workers.run("issuer.badges.qr_reading:texts_in", data)
    if not isinstance(found, list):
        raise TypeError("the reader of codes gives a list")
    texts = [str(text).strip() for text in found]
    usable = [text for text in texts if is_address(text) or _TOKEN.fullmatch(text)]
    if not texts:
        raise InputError(NO_CODE, code="IMAGE_WITHOUT_CREDENTIAL")
    if not usable:
        raise InputError(OTHER_CODE, code="IMAGE_WITHOUT_CREDENTIAL")
    if len(usable) > 1:
        raise InputError(
            f"there are {len(usable)} codes on this picture; take a photo of one alone",
            code="AMBIGUOUS_CONTAINER",
        )
    return usable[0]


def is_address(text: str) -> bool:
    """Whether a text is an address on the web."""
    return _ADDRESS.fullmatch(text) is not None
