"""What was handed in, once its bytes are recognised and parsed; nothing in it is trusted yet."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.jose import CompactJws
from issuer.terms import ob, status, vc


class Kind(StrEnum):
    """What a document is, by its types; the heaviest name wins where it has several.

    `assertion` is the award of Open Badges 2.0 and before; it is told by its form (`open_badges_2.edition`).
    """

    PRESENTATION = "presentation"
    STATUS_LIST = "status_list"
    TRANSCRIPT = "transcript"
    ENDORSEMENT = "endorsement"
    BADGE = "badge"
    CREDENTIAL = "credential"
    ASSERTION = "assertion"


OPEN_BADGES: Final = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.TRANSCRIPT})
"""The kinds that the standards of Open Badges and CLR define."""


class Form(StrEnum):
    """How a document is secured."""

    EMBEDDED = "embedded"
    JWT = "jwt"
    NONE = "none"
    CONTAINER = "container"
    HOSTED = "hosted"
    JWS = "jws"


@dataclass(frozen=True)
class Presented:
    """One document out of the bytes that were handed in.

    Attributes:
        document: the parsed object: the credential itself, or the payload of the token.
        data: the exact bytes of the secured document (JSON or token), without a picture around it.
        media_type: media type of the bytes that were handed in, as recognised.
        token: the token, where it is one.
        address: where a badge of Open Badges 2.0 lies, when the file holds nothing but that.
        beside: other JSON files that came with it, such as a statement; nothing in them is trusted.
        objects: every object in `document`, where the parse has noted them.
    """

    document: JsonObject
    data: bytes
    media_type: str
    token: CompactJws | None = None
    address: str | None = None
    beside: tuple[bytes, ...] = ()
    objects: list[JsonObject] | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> bytes | None:
        """The JSON text that `document` was parsed from; None where it may say more than `document` does.

        That is where it came from a token or out of another document, and where a fraction stands in it: its last digits
        may be lost in the number that was read, and nobody signed them.
        """
        if self.objects is None or self.token is not None or _has_fraction(self.objects):
            return None
        return self.data


def _has_fraction(objects: list[JsonObject]) -> bool:
    """Say whether a number of these objects was read as a fraction; a list in a list counts as one, and is not looked into."""
    values = [value for one in objects for value in one.values()]
    inside = {type(item) for value in values if isinstance(value, list) for item in value}
    return float in map(type, values) or not inside.isdisjoint({float, list})


@dataclass(frozen=True)
class Link:
    """An address in place of a document: what a code on a picture leads to.

    Attributes:
        url: the address, as the code spells it.
        media_type: media type of the bytes that were handed in, as recognised.
        why: where it was found, in words.
    """

    url: str
    media_type: str
    why: str


def types_of(document: JsonObject) -> tuple[str, ...]:
    """Return the types of a document, whether it has one or a list; what is no text is left out."""
    value: Json = document.get("type")
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


_KINDS = {
    vc.VERIFIABLE_PRESENTATION: Kind.PRESENTATION,
    status.STATUS_LIST_CREDENTIAL: Kind.STATUS_LIST,
    status.STATUS_LIST_2021_CREDENTIAL: Kind.STATUS_LIST,
    ob.CLR_CREDENTIAL: Kind.TRANSCRIPT,
    ob.ENDORSEMENT_CREDENTIAL: Kind.ENDORSEMENT,
    ob.OPEN_BADGE_CREDENTIAL: Kind.BADGE,
    ob.ACHIEVEMENT_CREDENTIAL: Kind.BADGE,
}


def kinds_of(document: JsonObject) -> tuple[Kind, ...]:
    """Return every kind that a document claims to be, the heaviest first; a credential when none."""
    claimed = {_KINDS[name] for name in types_of(document) if name in _KINDS}
    return tuple(kind for kind in Kind if kind in claimed) or (Kind.CREDENTIAL,)
