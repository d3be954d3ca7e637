"""QR codes of credential pages (ISO/IEC 18004): plain, black on white, never decorated.

Error level M, a quiet zone of four modules inside the picture, whole modules on the pixel grid, no logo
and no color. Print a module at half a millimetre or more, with the address in words beside it. Whether an
address may be shared is not decided here.
"""

import io
from typing import Any, Final

from issuer.badges.artwork.paths import element, escape
from issuer.badges.artwork.plate import XMLNS
from issuer.documents.withholding import imported_without
from issuer.errors import InputError

# It takes Pillow (3 MB) along for pictures in pixels, and asks for it again when it makes the first of them.
(_QRCODE,) = imported_without(("PIL",), "qrcode")
# Raised by one whenever the same address would be drawn differently; part of every cache key.
DRAWING_VERSION: Final = 1
QUIET_ZONE: Final = 4
# A longer address makes modules too small to print; credential pages have about 70 characters.
LONGEST_ADDRESS: Final = 400
MOST_PIXELS_A_MODULE: Final = 40


def qr_svg(address: str, *, label: str) -> bytes:
    """Return the code of an address as SVG, one unit a module.

    Args:
        address: what a phone opens.
        label: the words of the picture, such as "QR code of this credential's page".

    Raises:
        InputError: the address is empty or longer than 400 characters.
    """
    rows = _code(address, module=1).get_matrix()
    side = len(rows)
    dark = "".join(
        f"M{start} {y}h{end - start}v1H{start}z" for y, row in enumerate(rows) for start, end in _runs(row)
    )
    inner = (
        element("title", escape(label))
        + element("path", d=f"M0 0h{side}v{side}H0z", fill="#fff")
        + element("path", d=dark, fill="#000")
    )
    return element(
        "svg", inner, xmlns=XMLNS, viewBox=f"0 0 {side} {side}", width=side * 8, height=side * 8,
        shape_rendering="crispEdges", role="img",
    ).encode()  # fmt: skip


def qr_png(address: str, *, module: int = 8) -> bytes:
    """Return the code of an address as a PNG of one bit a pixel, `module` pixels a module.

    Raises:
        InputError: the address is empty or longer than 400 characters.
        ValueError: a module is at least one pixel and at most 40.
    """
    if not 0 < module <= MOST_PIXELS_A_MODULE:
        raise ValueError(f"a module has 1 to {MOST_PIXELS_A_MODULE} pixels")
    written = io.BytesIO()
    _code(address, module=module).make_image().save(written, "PNG", optimize=True)
    return written.getvalue()


def _code(address: str, *, module: int) -> Any:  # noqa: ANN401  (qrcode has no types here)
    if not 0 < len(address) <= LONGEST_ADDRESS or not address.isprintable():
        raise InputError(f"a QR code holds an address of 1 to {LONGEST_ADDRESS} printable characters")
    code = _QRCODE.QRCode(error_correction=_QRCODE.ERROR_CORRECT_M, border=QUIET_ZONE, box_size=module)
    code.add_data(address)
    code.make(fit=True)
    return code


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return start and end of every run of dark modules."""
    edges = [place for place in range(1, len(row)) if row[place] != row[place - 1]]
    # The quiet zone begins and ends every row, so that edges come in pairs.
    return list(zip(edges[::2], edges[1::2], strict=True))
