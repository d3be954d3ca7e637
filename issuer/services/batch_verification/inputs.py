"""What somebody hands in for a batch, one badge each: a file by its name, or one line of NDJSON.

A line is one of: the credential itself as a JSON object; a compact JWT; or an object that names a badge by exactly
one of `credential` (object or compact JWT), `jwt`, `url` or `data` (base64 of a file), with `name`, `mediaType`,
`recipient`, `trust`, `trustHere`, `district` and `at` beside it. What cannot be read becomes an input with a
problem, so that the answer stands in its place and the batch goes on.
"""

import base64
import binascii
from dataclasses import dataclass, field, replace
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject, Limits
from issuer.documents.times import parse_time
from issuer.errors import InputError, IssuerError
from issuer.services.verification import NOTHING_MORE, Options
from issuer.terms import vc
from issuer.verify.intake import MAX_CONTAINER
from issuer.verify.summary import clean

MOST_INPUTS: Final = 2_000
MAX_FILE: Final = MAX_CONTAINER
MAX_LINE: Final = MAX_FILE * 4 // 3 + 64 * 1024
"""A file of the largest size in base64, and what stands around it."""
MOST_TRUSTED: Final = 1_000
_LIMITS: Final = Limits(max_bytes=MAX_LINE, max_keys=4_000, max_string=MAX_LINE)
_WAYS: Final = frozenset({"credential", "jwt", "url", "data"})
_BESIDE: Final = frozenset({"name", "mediaType", "recipient", "trust", "trustHere", "district", "at"})
_CONTEXT: Final = "@context"
_TOKEN: Final = b"ey"


@dataclass(frozen=True)
class Input:
    """One badge of a batch.

    Attributes:
        number: its place, from 1: the line of NDJSON, else the place of the file.
        name: what it is called; a label and nothing else.
        data: the bytes, b"" where there is a `url` or a `problem`.
        media_type: what the bringer says they are.
        url: the address at which the badge lies.
        options: what else is asked about it.
        trust_here: whether *Known issuer?* is asked by the list of this installation.
        problem: why it cannot be judged.
    """

    number: int
    name: str = ""
    data: bytes = field(default=b"", repr=False)
    media_type: str | None = None
    url: str | None = None
    options: Options = NOTHING_MORE
    trust_here: bool = False
    problem: IssuerError | None = None


def of_file(number: int, name: str, data: bytes | None, media_type: str | None = None) -> Input:
    """Return a file as an input; None in place of its bytes means that it was too large to be read."""
    if data is None:
        return too_large(number, name)
    return Input(number, clean(name), data, media_type)


def too_large(number: int, name: str = "") -> Input:
    """Return the input of a file or line that was passed over unread."""
    words = f"One file of a batch has at most {MAX_FILE // 2**20} MB; this one has more and was not read."
    return Input(number, clean(name), problem=InputError(words, code="INPUT_TOO_LARGE"))


def of_line(number: int, line: bytes) -> Input:
    """Return one line of NDJSON as an input."""
    line = line.strip()
    if line.startswith(_TOKEN):
        return Input(number, data=line, media_type=vc.MEDIA_VC_JWT)
    try:
        members = strict_json.parse_object(line, limits=_LIMITS)
    except InputError as exc:
        return Input(number, problem=exc)
    if _CONTEXT in members:
        return Input(number, data=line, media_type=vc.MEDIA_VC)
    name = members.get("name")
    named = Input(number, clean(name) if isinstance(name, str) else "")
    try:
        return _named(named, members)
    except InputError as exc:
        return replace(named, problem=exc)


def _named(named: Input, members: JsonObject) -> Input:
    unknown = members.keys() - _WAYS - _BESIDE
    if unknown:
        raise InputError(f"A line of a batch has no member {min(unknown)[:40]!r}.", pointer="")
    ways = sorted(_WAYS & members.keys())
    if len(ways) != 1:
        raise InputError(
            "A line names one badge: by `credential`, `jwt`, `url` or `data`.",
            hint="Or the line is the credential itself, or a compact JWT.",
        )
    options = Options(
        recipient=_text(members, "recipient"),
        trust=_trust(members.get("trust")),
        district=_text(members, "district"),
        at=None if members.get("at") is None else parse_time(members["at"], "/at"),
    )
    _text(members, "name")
    media_type = _text(members, "mediaType")
    here = members.get("trustHere", False)
    if not isinstance(here, bool) or (here and options.trust is not None):
        raise InputError(
            "`trustHere` of a line is true or false, and not beside `trust`.", pointer="/trustHere"
        )
    made = replace(named, options=options, media_type=media_type, trust_here=here)
    way, value = ways[0], members[ways[0]]
    if way == "credential" and isinstance(value, dict):
        return replace(made, data=strict_json.encode(value), media_type=media_type or vc.MEDIA_VC)
    text = _text(members, way)
    if not text:
        raise InputError(f"`{way}` of a line is empty.", pointer=f"/{way}")
    if way == "url":
        return replace(made, url=text)
    if way == "data":
        return replace(made, data=_decoded(text))
    return replace(made, data=text.encode(), media_type=media_type or vc.MEDIA_VC_JWT)


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise InputError("`data` of a line is the file in base64.", pointer="/data") from exc
    if len(data) > MAX_FILE:
        raise InputError(
            f"One file of a batch has at most {MAX_FILE // 2**20} MB.",
            code="INPUT_TOO_LARGE",
            pointer="/data",
        )
    return data


def _text(members: JsonObject, name: str) -> str | None:
    value = members.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"`{name}` of a line is a text.", pointer=f"/{name}")
    return value


def _trust(value: Json) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > MOST_TRUSTED:
        raise InputError(
            f"`trust` of a line is an array of at most {MOST_TRUSTED} issuer ids.", pointer="/trust"
        )
    ids = frozenset(item for item in value if isinstance(item, str))
    if len(ids) != len(value):
        raise InputError("`trust` of a line is an array of issuer ids, each once.", pointer="/trust")
    return ids
