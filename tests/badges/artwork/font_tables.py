"""Read advance widths and coverage from the shipped faces, and write `letters.json` from them.

Run `python -m tests.badges.artwork.font_tables` after a face was replaced; a test holds the file to it.
Reads the tables cmap (formats 4 and 12), head, hhea and hmtx of OpenType, with the standard library.
"""

import json
import struct
from pathlib import Path

from issuer.badges.artwork import faces

TABLE = Path(faces.__file__).with_name("letters.json")
MEASURED = ((0x20, 0x7F), (0xA0, 0x250), (0x370, 0x530), (0x1E00, 0x1F00), (0x2010, 0x2040))


def _tables(data: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">H", data, 4)[0]
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
    return {tag.decode(): data[start : start + size] for tag, _, start, size in rows}


def _format_4(table: bytes) -> dict[int, int]:
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", table, 14)
    starts = struct.unpack_from(f">{segments}H", table, 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", table, 16 + 4 * segments)
    offsets_at = 16 + 6 * segments
    glyphs: dict[int, int] = {}
    for place in range(segments):
        offset_at = offsets_at + 2 * place
        offset = struct.unpack_from(">H", table, offset_at)[0]
        for code in range(starts[place], min(ends[place], 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", table, offset_at + offset + 2 * (code - starts[place]))[0]
            if glyph or not offset:
                glyph = (glyph + deltas[place]) & 0xFFFF
            if glyph:
                glyphs[code] = glyph
    return glyphs


def _format_12(table: bytes) -> dict[int, int]:
    count = struct.unpack_from(">L", table, 12)[0]
    groups = (struct.unpack_from(">LLL", table, 16 + 12 * i) for i in range(count))
    return {code: first + code - start for start, end, first in groups for code in range(start, end + 1)}


def glyphs_of(path: Path) -> dict[int, int]:
    """Return glyph numbers by code point."""
    cmap = _tables(path.read_bytes())["cmap"]
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", cmap, 2)[0]):
        table = cmap[struct.unpack_from(">L", cmap, 8 + 8 * i)[0] :]
        form = struct.unpack_from(">H", table)[0]
        if form in {4, 12}:
            found |= _format_4(table) if form == 4 else _format_12(table)
    return found


def widths_of(path: Path) -> dict[str, int]:
    """Return advance widths in thousandths of an em, of the characters that titles are measured by."""
    tables, glyphs = _tables(path.read_bytes()), glyphs_of(path)
    em: int = struct.unpack_from(">H", tables["head"], 18)[0]
    metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]

    def advance(glyph: int) -> int:
        value: int = struct.unpack_from(">H", tables["hmtx"], 4 * min(glyph, metrics - 1))[0]
        return round(value * 1000 / em)

    codes = (code for start, end in MEASURED for code in range(start, end) if code in glyphs)
    return {chr(code): advance(glyphs[code]) for code in codes}


def make() -> str:
    """Return the text of `letters.json`."""
    covered: set[int] = set()
    for name in faces.NAMES:
        covered |= glyphs_of(faces.FOLDER / name).keys()
    borders: list[int] = []
    for code in sorted(covered):
        if borders and borders[-1] == code:
            borders[-1] = code + 1
        else:
            borders += [code, code + 1]
    table = {
        "serif": widths_of(faces.FOLDER / "SourceSerif4_600SemiBold.ttf"),
        "sans": widths_of(faces.FOLDER / "SourceSans3_600SemiBold.ttf"),
        "covered": borders,
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    TABLE.write_text(make(), encoding="utf-8")
