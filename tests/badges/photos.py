"""Photos of printed things, made by machine: a page turned, blurred, faded, skewed, on a table, as a JPEG.

The certificate is our own template, drawn as a picture in place of a PDF: the same page, the same code.
"""

import io
from typing import Any, Final

import pytest
import typst
from PIL import Image, ImageEnhance, ImageFilter

from issuer.badges import qr
from issuer.badges.certificate import certificate_pdf
from tests.badges.certificate.papers import certificate

ADDRESS: Final = "https://badges.demo.example/c/0f8c5f6e-2d1b-4f7e-9a53-6d0c9b1e7a42"


def scan_of_certificate(page_url: str = ADDRESS, *, dots_an_inch: float = 110) -> Image.Image:
    """Return our certificate as a scanner sees it."""
    compiled = typst.compile

    def as_picture(**asked: Any) -> bytes:
        asked.pop("pdf_standards")
        made = compiled(**asked, format="png", ppi=dots_an_inch)
        assert isinstance(made, bytes)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "compile", as_picture)
        drawn = certificate_pdf(certificate(page_url=page_url))
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def code(text: str = ADDRESS, module: int = 6) -> Image.Image:
    """Return a code with its quiet zone."""
    return Image.open(io.BytesIO(qr.qr_png(text, module=module))).convert("RGB")


def on_table(*printed: Image.Image) -> Image.Image:
    """Lay pieces of paper side by side on a wooden table."""
    width = sum(piece.width for piece in printed) + 60 * (len(printed) + 1)
    table = Image.new("RGB", (width, max(piece.height for piece in printed) + 120), (148, 110, 82))
    place = 60
    for piece in printed:
        table.paste(piece, (place, 60))
        place += piece.width + 60
    return table


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, expand=True, fillcolor=(120, 120, 120), resample=Image.Resampling.BICUBIC)


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(radius))


def faded(picture: Image.Image, contrast: float) -> Image.Image:
    return ImageEnhance.Contrast(picture).enhance(contrast)


def skewed(picture: Image.Image) -> Image.Image:
    """Return a picture as if taken from the side."""
    width, height = picture.size
    corners = (-0.06 * width, 0, 0.02 * width, height, width, 0.97 * height, 1.05 * width, 0.08 * height)
    return picture.transform(
        picture.size, Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC, fillcolor=(90, 90, 90)
    )


def jpeg(picture: Image.Image, *, quality: int = 70) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
