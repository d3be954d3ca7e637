"""Names and domains that look like known ones (security.md threat 8; Unicode TS 39 in spirit).

Letters of other scripts that are drawn like Latin ones, digits that stand for letters, accents, case and
separators are folded away; what is then equal, or one letter apart, looks alike to a hurried reader. This
points out, it never decides: an issuer is known or unknown by its identifier alone.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from issuer.verify.facts import host_of, readable
from issuer.verify.report import IssuerFacts
from issuer.verify.trust import TrustEntry, TrustList

MAX_NAME: Final = 200
_SHORTEST: Final = 6
"""Names with fewer letters are one letter apart too often."""

_DRAWN_ALIKE: Final = str.maketrans(
    {
        **dict(zip("авекмнорстухіјѕһԁԛԝӏ", "abekmhopctyxijshdqwl", strict=True)),
        **dict(zip("αβεικνορτυχγη", "abeiknoptuxyn", strict=True)),
        **dict(zip("0135@$", "oleoas", strict=False)),
        "\u0131": "i",  # i without a dot
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "|": "l",
        "!": "l",
        "i": "l",
        "j": "l",
    }
)
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))


@dataclass(frozen=True)
class Near:
    """A known issuer that an unknown one looks like.

    Attributes:
        entry: the known issuer.
        code: LOOKALIKE_DOMAIN or LOOKALIKE_NAME.
        sentence: what looks alike, for a person.
    """

    entry: TrustEntry
    code: str
    sentence: str


def skeleton(text: str) -> str:
    """Return a text as a hurried reader sees it: what looks alike comes out equal."""
    plain = unicodedata.normalize("NFKD", text[:MAX_NAME]).casefold()
    letters = plain.translate(_DRAWN_ALIKE)
    kept = "".join(letter for letter in letters if letter.isalnum())
    for pair, single in _PAIRS:
        kept = kept.replace(pair, single)
    return kept


def nearest(facts: IssuerFacts | None, trust: TrustList) -> Near | None:
    """Return the known issuer that an unknown one looks like most, None when it looks like none."""
    if facts is None:
        return None
    for entry in trust.entries:
        host = host_of(entry.issuer)
        if (
            facts.ascii_domain
            and host
            and facts.ascii_domain != host
            and _alike(readable(facts.ascii_domain), readable(host))
        ):
            shown = (
                facts.domain
                if facts.domain == facts.ascii_domain
                else f"{facts.domain} ({facts.ascii_domain})"
            )
            return Near(
                entry, "LOOKALIKE_DOMAIN", f"Its address {shown} looks like {host}, which is another one."
            )
    for entry in trust.entries:
        if facts.name and entry.name and _alike(facts.name, entry.name):
            words = f"Its name is like {entry.name}, but the address is another."
            return Near(entry, "LOOKALIKE_NAME", words)
    return None


def _alike(one: str, other: str) -> bool:
    first, second = skeleton(one), skeleton(other)
    if not first or not second:
        return False
    return first == second or (min(len(first), len(second)) >= _SHORTEST and _one_apart(first, second))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out or swapped with its neighbor."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
