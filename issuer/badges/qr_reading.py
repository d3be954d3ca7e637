"""Read the QR codes on a photo or a scan (ISO/IEC 18004): a PNG or JPEG in, the texts of its codes out.

Runs in a worker: Pillow and zxing-cpp read hostile bytes here. The size of the picture is known before a pixel
of it is decoded, and a large photo is decoded at a fraction of its size. What a code says is not judged here.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter, UnidentifiedImageError

from issuer.errors import InputError

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_PIXELS: Final = 64_000_000
"""What the cameras of present phones take at most, with some room; such a photo is halved while it is decoded."""
MAX_DECODED: Final = 16_000_000
"""Most pixels that are decoded; a picture that cannot be halved (PNG) has no more."""
SIDES: Final = (1600, 3600)
"""Longest sides at which a code is looked for, the quick one first."""
MAX_CODES: Final = 16
LONGEST_TEXT: Final = 4_296
"""What the largest QR code holds."""
_FORMATS: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

_DAMAGED: Final = (
    UnidentifiedImageError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What Pillow raises on a damaged or unusual file is not one class; all of it means that it cannot be read."""


def texts_in(data: bytes) -> list[str]:
    """Return the texts of the QR codes on a picture, each once; none where there is no code.

    Raises:
        InputError: IMAGE_TOO_LARGE, or IMAGE_MALFORMED for a picture that cannot be decoded.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"the picture is larger than {MAX_BYTES} bytes", code="IMAGE_TOO_LARGE")
    try:
        with warnings.catch_warnings():
            # Our own limit is lower than the one that Pillow warns about.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = _decoded(data)
    except Image.DecompressionBombError as exc:
        raise InputError(f"the picture has more than {MAX_PIXELS:,} pixels", code="IMAGE_TOO_LARGE") from exc
    except _DAMAGED as exc:
        raise InputError(
            "the picture is damaged or not one that is read here", code="IMAGE_MALFORMED"
        ) from exc
    for grey in _sizes(picture):
        found = [code.text for code in zxingcpp.read_barcodes(grey, formats=_FORMATS)]
        texts = list(dict.fromkeys(text for text in found if text and len(text) <= LONGEST_TEXT))
        if texts:
            return texts[:MAX_CODES]
    return []


def _decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    width, height = picture.size
    if not width or not height or width * height > MAX_PIXELS:
        raise InputError(f"the picture has more than {MAX_PIXELS:,} pixels", code="IMAGE_TOO_LARGE")
    if width * height > MAX_DECODED:
        # Only a JPEG can be decoded smaller than it is, by halves; for others this does nothing.
        picture.draft("L", (width // 2, height // 2))
    if picture.size[0] * picture.size[1] > MAX_DECODED:
        raise InputError(f"the picture has more than {MAX_DECODED:,} pixels", code="IMAGE_TOO_LARGE")
    if picture.mode in {"L", "RGB"}:
        return picture.convert("L")
    # What is transparent was drawn for paper: on white.
    opaque = Image.new("RGBA", picture.size, "white")
    opaque.alpha_composite(picture.convert("RGBA"))
    return opaque.convert("L")


def _sizes(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture at the sizes at which a code is looked for, the quicker ones first."""
    longest = max(picture.size)
    for side in SIDES:
        if longest <= side:
            yield picture
            break
        share = side / longest
        yield picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))
    if longest <= SIDES[0]:
        # A small, blurred picture: modules of two or three pixels come apart when they are drawn larger.
        larger = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
        yield larger.filter(ImageFilter.UnsharpMask(4, 200, 0))
