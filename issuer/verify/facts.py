"""Who is named as issuer: identifier, name, and the domain as a person reads it.

A domain is shown in its own letters and, where these are not Latin, also in ASCII (punycode, RFC 3492), so
that a look-alike can be told. Labels that do not decode are shown as they stand.
"""

from collections.abc import Iterator
from urllib.parse import unquote

from issuer.documents.strict_json import JsonObject
from issuer.verify.case import objects, text_of, words_of
from issuer.verify.report import IssuerFacts

_DID_WEB = "did:web:"
_PUNYCODE = "xn--"


def issuer_facts(document: JsonObject) -> IssuerFacts | None:
    """Return who a document names as its issuer, None when it names nobody."""
    issuer = document.get("issuer", document.get("holder"))
    identifier = text_of(issuer, "id")
    if not identifier:
        return None
    name = issuer.get("name") if isinstance(issuer, dict) else None
    if not isinstance(name, str):
        name = words_of(name) or None
    if name is None:
        # Two mentions of one id are one node (JSON-LD), so the name may stand with the other one.
        name = next(
            (item["name"] for item in _profiles(document) if item.get("id") == identifier and "name" in item),
            None,
        )
    host = host_of(identifier)
    return IssuerFacts(
        id=identifier,
        name=name if isinstance(name, str) else None,
        domain=None if host is None else readable(host),
        ascii_domain=host,
    )


def _profiles(document: JsonObject) -> Iterator[JsonObject]:
    for subject in objects(document.get("credentialSubject")):
        yield from objects(subject.get("source"))
        for achievement in objects(subject.get("achievement")):
            yield from objects(achievement.get("creator"))


def host_of(identifier: str) -> str | None:
    """Return the host name behind a did:web or https identifier in lower case, None for others."""
    if identifier.startswith(_DID_WEB):
        authority = unquote(identifier[len(_DID_WEB) :].split(":", 1)[0])
    elif identifier.startswith("https://"):
        authority = identifier.removeprefix("https://").split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    else:
        return None
    return authority.rpartition("@")[2].partition(":")[0].lower() or None


def readable(host: str) -> str:
    """Return a host name with its punycode labels in their own letters."""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
