"""What passes between a pool and its workers: plain values in length-prefixed frames.

Pickle carries them, but no frame may name a class or a function: a worker that was taken over by
hostile bytes can only answer with values. An IssuerError crosses as its parts and is made anew.
"""

import io
import pickle
from typing import Final, NoReturn

from issuer import errors

MAX_FRAME: Final = 64 * 1024 * 1024
HEADER_BYTES: Final = 8

READY: Final = "ready"
PREPARE: Final = "prepare"
VALUE: Final = "value"
ERROR: Final = "error"
EXHAUSTED: Final = "exhausted"
FAULT: Final = "fault"

_ERRORS: Final = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.IssuerError)
}


class _PlainUnpickler(pickle.Unpickler):
    """Reads None, numbers, text, bytes and containers of them; nothing else exists."""

    def find_class(self, module_name: str, global_name: str, /) -> NoReturn:
        raise pickle.UnpicklingError(f"a frame may not name {module_name}.{global_name}")


def pack(value: object) -> bytes:
    """Return the frame of a plain value.

    Raises:
        TypeError: the value is not plain.
        InputError: INPUT_TOO_LARGE when it is larger than a frame may be.
    """
    data = pickle.dumps(value, protocol=5)
    try:
        unpack(data)
    except pickle.UnpicklingError as exc:
        raise TypeError("only plain values pass between processes") from exc
    if len(data) > MAX_FRAME:
        raise errors.InputError(f"{len(data)} bytes are more than {MAX_FRAME}.", code="INPUT_TOO_LARGE")
    return len(data).to_bytes(HEADER_BYTES, "big") + data


def unpack(data: bytes) -> object:
    """Return the value of a frame's content.

    Raises:
        pickle.UnpicklingError: the content names anything but plain values, or is damaged.
    """
    value: object = _PlainUnpickler(io.BytesIO(data)).load()
    return value


def pack_error(error: errors.IssuerError) -> bytes:
    """Return the frame that carries an error."""
    return pack((ERROR, type(error).__name__, error.detail, error.code, error.pointer, error.hint))


def make_error(
    name: str, detail: str, code: str, pointer: str | None, hint: str | None
) -> errors.IssuerError:
    """Return the error that a frame carries."""
    return _ERRORS.get(name, errors.IssuerError)(detail, code=code, pointer=pointer, hint=hint)
