"""Packing a bitstring in pieces, so that one changed bit packs one piece again and not the whole list.

The deflate stream of the gzip member is a row of blocks, each flushed so that it needs nothing of the one
before it; any gzip reader reads it. Equal bits give equal bytes, however they came to be set: an observer
cannot tell a list that grew from one that was made at once.
"""

import struct
import zlib
from collections.abc import Iterable
from typing import Final

PIECE: Final = 2048
"""Bytes packed together: 16,384 bits. Smaller pieces pack faster after a change and make a longer list."""
_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""RFC 1952: deflate, no flags, no time, no extra flags, unknown system."""
_END: Final = b"\x03\x00"
"""An empty final block (RFC 1951 section 3.2.6)."""
_LEVEL: Final = 6


class PackedBits:
    """Bits that are kept packed; safe to change in one thread at a time.

    Args:
        data: the bits as bytes, bit 0 first.
    """

    __slots__ = ("_data", "_pieces", "_stale", "count")

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)
        self._pieces = [b""] * -(-len(data) // PIECE)
        self._stale = set(range(len(self._pieces)))
        self.count = int.from_bytes(data, "big").bit_count()

    def set(self, indexes: Iterable[int]) -> None:
        """Set bits.

        Raises:
            IndexError: there is no such bit.
        """
        for index in indexes:
            place, mask = index >> 3, 0x80 >> (index & 7)
            if index < 0:
                raise IndexError(index)
            if not self._data[place] & mask:
                self._data[place] |= mask
                self.count += 1
                self._stale.add(place // PIECE)

    def __bytes__(self) -> bytes:
        return bytes(self._data)

    def gzip(self) -> bytes:
        """Return the gzip member; only pieces that changed since the last call are packed again."""
        for piece in self._stale:
            packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            part = self._data[piece * PIECE : (piece + 1) * PIECE]
            self._pieces[piece] = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
        self._stale.clear()
        trailer = struct.pack("<II", zlib.crc32(self._data), len(self._data))
        return b"".join((_HEADER, *self._pieces, _END, trailer))
