"""One document under verification: what every check may look at.

A case is made once per document, after intake, and never changed: what a later check needs from an
earlier one travels as a value between them.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from issuer.dids import Resolver
from issuer.documents.canonical import SlowRoad, slow_road_in
from issuer.documents.contexts import DataModel
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.survey import Survey, survey, survey_parsed
from issuer.documents.times import parse_time
from issuer.errors import InputError
from issuer.fetch import Fetch
from issuer.verify.policy import Policy
from issuer.verify.presented import Form, Kind, Presented
from issuer.workers import Workers


@dataclass(frozen=True)
class Case:
    """A document and the means to judge it.

    Attributes:
        document: the credential: what was parsed, without the claims around it when it is a token.
        presented: as it was handed in.
        kinds: what it claims to be.
        policy: what the verifier brings along.
        fetch: the network door of this verification.
        workers: runs library code.
        data_model: "1.1" for the members of VCDM 1.1, else "2.0".
        token_end: the earlier of `exp` and the end of the credential, for a token.
    """

    document: JsonObject
    presented: Presented
    kinds: tuple[Kind, ...]
    policy: Policy
    fetch: Fetch
    workers: Workers
    data_model: DataModel = "2.0"
    token_end: datetime | None = None

    @property
    def form(self) -> Form:
        """How the document is secured."""
        if self.presented.token is not None:
            return Form.JWT
        return Form.EMBEDDED if "proof" in self.document else Form.NONE

    @property
    def kind(self) -> Kind:
        """The heaviest of the kinds."""
        return self.kinds[0]

    @cached_property
    def sha256(self) -> str:
        """The digest of the secured document, as the issuance log would know it."""
        return hashlib.sha256(self.presented.data).hexdigest()

    @property
    def resolver(self) -> Resolver:
        """Resolves identifiers through the fetcher of this verification."""
        return Resolver(self.fetch)

    @property
    def slow_road(self) -> SlowRoad:
        """Where the library code of canonicalization runs on this document."""
        return slow_road_in(self.workers)

    @cached_property
    def seen(self) -> Survey:
        """What one look at every object of the document has gathered."""
        objects = self.presented.objects
        if objects is None or self.document is not self.presented.document:
            return survey(self.document)
        return survey_parsed(self.document, objects)

    @cached_property
    def issuer(self) -> str:
        """The issuer's identifier, "" where there is none (the data model then refuses the document)."""
        return text_of(self.document.get("issuer"), "id")

    @cached_property
    def subjects(self) -> tuple[JsonObject, ...]:
        """The subjects that are objects."""
        return objects(self.document.get("credentialSubject"))

    def moment(self, name: str) -> datetime | None:
        """Return a date of the credential under its VCDM 2.0 name, None where it has none.

        Raises:
            InputError: it is malformed; the data model check has refused such a document before.
        """
        member = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}.get(name, name)
        value = self.document.get(member if self.data_model == "1.1" else name)
        return None if value is None else parse_time(value, f"/{name}")


def text_of(value: Json, member: str) -> str:
    """Return a reference written as text, or the text member of an object; "" for anything else."""
    found = value.get(member) if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def words_of(value: Json) -> str:
    """Return a text, or the first of the texts with their languages (VCDM 2.0 section 11.1); "" for anything else."""
    return next((text_of(item, "@value") for item in (value if isinstance(value, list) else [value])), "")


def objects(value: Json) -> tuple[JsonObject, ...]:
    """Return one object or the objects of a list as a tuple; what is no object is left out."""
    if isinstance(value, dict):
        return (value,)
    return tuple([item for item in value if isinstance(item, dict)]) if isinstance(value, list) else ()


def moment_or_none(value: Json) -> datetime | None:
    """Return the moment that a text spells, None where it spells none."""
    if value is None:
        return None
    try:
        return parse_time(value)
    except InputError:
        return None
