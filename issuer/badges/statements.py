"""Structured statements: what a machine may read beside the words of an endorsement (design.md section 6).

An EndorsementCredential has room for a comment alone. What it says in facts is a canonical (RFC 8785) JSON
object of a published schema, bound into the signed credential by `relatedResource` (VCDM 2.0 section 5.3):
its address, its digest, its media type. `KINDS` is the one list of kinds; a kind is one file
`schemas/statements/<kind>-<version>.json`, with an example in it, and one row here. Nothing is signed,
stored or fetched here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from issuer.documents import jcs, schemas
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject, Limits

ROOM: Final = "statements/"
PATH: Final = "/schemas/statements/"
LIMITS: Final = Limits(max_keys=20_000)
"""A statement has the bytes of a credential; a report on many files has more members."""


@dataclass(frozen=True)
class StatementKind:
    """One kind of statement in one version of its schema.

    Attributes:
        kind: the member `type` of the statement.
        version: the member `version`; a changed schema is a new version, and the old one stays.
        title: what a person calls it.
        is_personal: whether it holds facts about one person: such a statement is never public, lies at an
            address that nobody can guess, and can be erased.
    """

    kind: str
    version: str
    title: str
    is_personal: bool

    @property
    def name(self) -> str:
        """The last part of the schema's address, without its ending."""
        return f"{self.kind}-{self.version}"

    @property
    def schema(self) -> str:
        """The name by which `documents.schemas` knows the schema."""
        return ROOM + self.name


KINDS: Final[tuple[StatementKind, ...]] = (
    StatementKind("issuer-approval", "1", "Approval of an issuer", is_personal=False),
    StatementKind("verification-report", "1", "Verification report", is_personal=True),
    StatementKind("credit-equivalency", "1", "Value of an achievement", is_personal=False),
    StatementKind("lane-decision", "1", "Salary-lane decision", is_personal=True),
    StatementKind("pre-approval", "1", "Pre-approval", is_personal=True),
)


def find_kind(kind: object, version: object) -> StatementKind | None:
    """Return a kind by the members `type` and `version` of a statement, None where it is not one of ours."""
    return next((known for known in KINDS if (known.kind, known.version) == (kind, version)), None)


def schema_url(base_url: str, kind: StatementKind) -> str:
    """Return the public address of a kind's schema."""
    return f"{base_url}{PATH}{kind.name}.json"


def build_statement(kind: StatementKind, facts: JsonObject, *, base_url: str) -> JsonObject:
    """Return a statement: its facts, and the three members that say how to read them.

    Args:
        kind: which schema it follows.
        facts: every other member; amounts as text, moments as in credentials.
        base_url: `https://host` of the installation that publishes the schema.
    """
    head: JsonObject = {"type": kind.kind, "version": kind.version, "schema": schema_url(base_url, kind)}
    return {**facts, **head}


def canonical_bytes(statement: JsonObject) -> bytes:
    """Return the exact bytes that the digest covers (RFC 8785).

    Raises:
        InputError: NUMBER_RANGE: a number has no JSON form.
    """
    return jcs.canonicalize(statement)


def violations(statement: JsonObject, kind: StatementKind) -> Iterable[Violation]:
    """Return what is wrong with a statement of a kind; nothing when it fits its schema."""
    return schemas.find_violations(statement, kind.schema)
