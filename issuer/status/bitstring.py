"""A bitstring and its text form, as Bitstring Status List 1.0 section 3.2 has it.

Bit 0 is the most significant bit of the first byte. The text is multibase base64url over one gzip
member. Both directions are exact: equal bits give equal text (no time, no system in the header), and a text with
padding, a second gzip member, bytes after the end or too much inside is refused.
Does not know what a bit means, nor how long a list has to be.
"""

import binascii
import re
import zlib
from base64 import b64decode
from typing import Final, Self

from issuer.errors import InputError, StatusError
from issuer.signing import base64url
from issuer.status.packed import PackedBits
from issuer.terms.status import MIN_ENTRIES

MAX_BYTES: Final = 1_048_576
"""Most bytes that a list may unpack to: 8 Mi entries (security section 4, limits)."""

MULTIBASE_BASE64URL: Final = "u"
_GZIP_WINDOW: Final = 31
_PADDED_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


class Bitstring:
    """A fixed number of bits, all 0 at first.

    Args:
        length: number of bits, a multiple of 8.

    Raises:
        ValueError: the length is not a positive multiple of 8.
    """

    __slots__ = ("_bytes",)

    def __init__(self, length: int = MIN_ENTRIES) -> None:
        if length <= 0 or length % 8:
            raise ValueError(f"a bitstring has a positive multiple of 8 bits, not {length}")
        self._bytes = bytearray(length // 8)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the bitstring that `data` packs.

        Raises:
            ValueError: `data` is empty.
        """
        made = cls(len(data) * 8)
        made._bytes[:] = data
        return made

    def __len__(self) -> int:
        return len(self._bytes) * 8

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bitstring) and self._bytes == other._bytes

    __hash__ = None  # type: ignore[assignment]  # a value that changes has no hash

    def __bytes__(self) -> bytes:
        return bytes(self._bytes)

    def _require(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise StatusError(f"The list has {len(self)} bits; there is no bit {index}.", code="RANGE_ERROR")

    def get(self, index: int) -> bool:
        """Return one bit.

        Raises:
            StatusError: RANGE_ERROR for an index outside the list.
        """
        self._require(index)
        return bool(self._bytes[index >> 3] >> (7 - (index & 7)) & 1)

    def set(self, index: int, *, value: bool = True) -> None:
        """Write one bit.

        Raises:
            StatusError: RANGE_ERROR for an index outside the list.
        """
        self._require(index)
        mask = 0x80 >> (index & 7)
        if value:
            self._bytes[index >> 3] |= mask
        else:
            self._bytes[index >> 3] &= ~mask

    def value(self, index: int, size: int) -> int:
        """Return the number that `size` bits spell at entry `index`, first bit most significant.

        Raises:
            StatusError: RANGE_ERROR for an entry that is not wholly inside the list.
        """
        number = 0
        for bit in range(index * size, index * size + size):
            number = number << 1 | self.get(bit)
        return number

    def encode(self) -> str:
        """Return the multibase text; equal bits give equal text."""
        return spell(PackedBits(bytes(self._bytes)))

    @classmethod
    def decode(cls, text: str, *, max_bytes: int = MAX_BYTES, legacy: bool = False) -> Self:
        """Return the bitstring that `text` spells.

        Args:
            text: the value of `encodedList`.
            max_bytes: refuse a list that unpacks to more than this.
            legacy: also read the forms of Status List 2021: no multibase prefix, base64 with padding.

        Raises:
            StatusError: INPUT_TOO_LARGE for more than `max_bytes`, STATUS_VERIFICATION_ERROR for a
                text of another form.
        """
        if len(text) > 2 * max_bytes:
            raise _too_large(max_bytes)
        if text.startswith(MULTIBASE_BASE64URL):
            packed = _from_base64url(text[1:])
        elif legacy:
            packed = _from_legacy(text)
        else:
            raise StatusError("The list is not multibase base64url: its text does not begin with 'u'.")
        return cls.from_bytes(_unpack(packed, max_bytes))


def spell(packed: PackedBits) -> str:
    """Return the multibase text of bits that are kept packed; as `Bitstring.encode` for equal bits."""
    return MULTIBASE_BASE64URL + base64url.encode(packed.gzip())


def _too_large(max_bytes: int) -> StatusError:
    return StatusError(f"The list unpacks to more than {max_bytes} bytes.", code="INPUT_TOO_LARGE")


def _from_base64url(text: str) -> bytes:
    try:
        return base64url.decode(text)
    except InputError as exc:
        raise StatusError(f"The text of the list cannot be read: {exc.detail}.") from exc


def _from_legacy(text: str) -> bytes:
    if not _PADDED_BASE64.fullmatch(text):
        return _from_base64url(text)
    try:
        return b64decode(text, validate=True)
    except binascii.Error as exc:
        raise StatusError("The text of the list is not base64.") from exc


def _unpack(packed: bytes, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        data = unpacker.decompress(packed, max_bytes + 1)
    except zlib.error as exc:
        raise StatusError("The list is not gzip, or it is damaged.") from exc
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    if not unpacker.eof:
        raise StatusError("The gzip data of the list breaks off.")
    if unpacker.unused_data:
        raise StatusError("Bytes follow the end of the gzip data of the list.")
    if not data:
        raise StatusError("The list is empty.", code="STATUS_LIST_LENGTH_ERROR")
    return data
