"""Contexts that only the W3C vectors use: term tables of our own, never part of the product.

`credentials/examples/v2` is one `@vocab`. Of `citizenship/v4rc1`, which no package carries, the table
holds the terms that the vectors use, with the IRIs and datatypes that the published canonical N-Quads
show.
"""

from functools import cache
from types import MappingProxyType

from issuer.documents.contexts import ContextSet, bundled
from issuer.documents.strict_json import Json

_CITIZENSHIP = "https://w3id.org/citizenship#"
_SCHEMA = "https://schema.org/"
_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


@cache
def with_examples() -> ContextSet:
    """Return the bundled contexts and the two of the vectors."""
    terms: dict[str, Json] = {"@protected": True, "Person": f"{_SCHEMA}Person"}
    for name in ("EmployablePerson", "EmploymentAuthorizationDocument", "birthCountry"):
        terms[name] = _CITIZENSHIP + name
    for name in ("EmploymentAuthorizationDocumentCredential", "lprCategory", "lprNumber"):
        terms[name] = _CITIZENSHIP + name
    for name in ("additionalName", "familyName", "gender", "givenName", "identifier"):
        terms[name] = _SCHEMA + name
    terms["employmentAuthorizationDocument"] = {
        "@id": f"{_CITIZENSHIP}employmentAuthorizationDocument",
        "@type": "@id",
    }
    terms["residentSince"] = {"@id": f"{_CITIZENSHIP}residentSince", "@type": _DATE_TIME}
    terms["birthDate"] = {"@id": f"{_SCHEMA}birthDate", "@type": _DATE_TIME}
    terms["image"] = {"@id": f"{_SCHEMA}image", "@type": "@id"}
    return MappingProxyType(
        {
            **bundled(),
            "https://www.w3.org/ns/credentials/examples/v2": {
                "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
            },
            "https://w3id.org/citizenship/v4rc1": {"@context": terms},
        }
    )
