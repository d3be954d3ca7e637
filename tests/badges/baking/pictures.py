"""Small pictures for the tests of baking, built by hand so that every byte is known."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
JSON = '{"id":"urn:uuid:0","name":"Über ]]> & <b> \U0001f600"}'.encode()
TOKEN = b"eyJhbGciOiJFUzI1NiJ9.eyJpZCI6InVybjp1dWlkOjAifQ.AAAA"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int = 1, height: int = 1) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def png(*extra: bytes, first: bytes | None = None) -> bytes:
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return SIGNATURE + (header() if first is None else first) + b"".join(extra) + pixels + chunk(b"IEND", b"")


def text_chunk(text: bytes, *, keyword: bytes = b"openbadgecredential", flags: bytes = b"\0\0") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + flags + b"\0\0" + text)


def svg(inside: str = "<g/>", *, root: str = "", prolog: str = "") -> bytes:
    return f'{prolog}<svg xmlns="http://www.w3.org/2000/svg"{root}>{inside}</svg>'.encode()


def element(text: str = "", *, verify: str = "") -> str:
    attribute = f' verify="{verify}"' if verify else ""
    return (
        f'<b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0"{attribute}>'
        f"<![CDATA[{text}]]></b:credential>"
    )
