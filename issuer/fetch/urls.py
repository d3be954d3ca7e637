"""Which spellings of an address may be fetched at all (RFC 3986, security rule 7).

An address that two readers could take for two hosts is refused before anything is resolved:
only https, only port 443, only a DNS name in plain ASCII letters, digits and hyphens, no user
information, no IP literal in any spelling, no dot segments, no fragment. International names are
taken in their punycode form only. Which addresses a name may lead to is decided in `addresses`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from issuer.errors import FetchError

MAX_URL: Final = 2048
MAX_HOST: Final = 253
"""RFC 1035 section 2.3.4, in text form without the root dot."""

_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label is alphabetic or punycode: WHATWG URL reads a name that ends in a number as IPv4.
_TOP: Final = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
_CHAR: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"

_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+{_TOP}")
_URL: Final = re.compile(rf"https://([^/?#]*)((?:/{_CHAR}*)*)(\?(?:{_CHAR}|[/?])*)?")
_DOT_SEGMENT: Final = re.compile(r"/(?:\.|%2[Ee]){1,2}(?:/|$)")

SPECIAL_USE_TOPS: Final = frozenset(
    {"alt", "arpa", "internal", "invalid", "local", "localhost", "onion", "test"}
)
"""Names that never belong to a public host (IANA special-use domain names, ICANN `internal`).

`example` is special too, but it cannot be registered by anyone; documentation and the
demonstration stand there.
"""


@dataclass(frozen=True)
class ParsedUrl:
    """An address that may be fetched.

    Attributes:
        url: the spelling that was given.
        host: the DNS name in lower case.
        target: path and query for the request line.
    """

    url: str
    host: str
    target: str


def _blocked(why: str, url: str) -> FetchError:
    return FetchError(
        f"The address {url[:120]!r} may not be fetched: {why}.",
        code="FETCH_BLOCKED",
        hint="An issuer's documents lie at https addresses with a plain DNS name and no port.",
    )


@lru_cache(maxsize=256)
def check_url(url: str) -> ParsedUrl:
    """Read `url` by the one grammar above.

    Raises:
        FetchError: FETCH_BLOCKED, with the rule that the spelling breaks.
    """
    if len(url) > MAX_URL:
        raise _blocked(f"it is longer than {MAX_URL} characters", url)
    if not url.startswith("https://"):
        raise _blocked("only https is fetched", url)
    match = _URL.fullmatch(url)
    if match is None:
        raise _blocked("it holds a fragment or a character that a URL may not hold", url)
    authority, path, query = match[1], match[2], match[3] or ""
    if "@" in authority:
        raise _blocked("it names a user", url)
    host, colon, port = authority.partition(":")
    if colon and port != "443":
        raise _blocked("only port 443 is fetched, and only a DNS name", url)
    if len(host) > MAX_HOST or not _HOST.fullmatch(host):
        raise _blocked("its host is not a DNS name in letters, digits and hyphens", url)
    host = host.lower()
    if host.rpartition(".")[2] in SPECIAL_USE_TOPS:
        raise _blocked("its host is not a public name", url)
    if _DOT_SEGMENT.search(path):
        raise _blocked("its path holds a dot segment", url)
    return ParsedUrl(url=url, host=host, target=(path or "/") + query)
