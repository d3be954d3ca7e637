"""One JSON value a line (NDJSON), whatever a reader takes for the end of a line."""

from typing import Final

from issuer.documents.strict_json import JsonObject, encode

MEDIA_TYPE: Final = "application/x-ndjson"
_LINE_ENDS: Final = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What some readers take for the end of a line, though JSON does not, as JSON escapes it."""


def encode_line(value: JsonObject) -> bytes:
    """Return an object as one line, its end included."""
    return encode(value).decode().translate(_LINE_ENDS).encode() + b"\n"
