"""Lint before signing: only what this module has seen may be signed.

Order: schema, exact context arrays, rules of the caller (Open Badges rules live above), no clear
personal data, and the JSON-LD safe mode last because it costs most. What passes becomes a
`LintedDocument`, which gives its document away exactly once; `signing` accepts nothing else.
"""

import copy
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from issuer.documents import canonical, contexts, schemas
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError, SigningError

Rule: TypeAlias = Callable[[JsonObject], Iterable[Violation]]

_KEY: Final = object()
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_SOCIAL_SECURITY: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", re.ASCII)
_OPAQUE: Final = frozenset({"proofValue", "proof", "endorsement", "@context"})


class LintedDocument:
    """A document that passed `lint`; made nowhere else, taken once.

    Attributes:
        schema: the name of the schema it fits.
    """

    __slots__ = ("_document", "schema")

    def __init__(self, key: object, document: JsonObject, schema: str) -> None:
        """Refuse every caller but `lint`."""
        if key is not _KEY:
            raise SigningError("only the linter makes a linted document")
        self._document: JsonObject | None = document
        self.schema = schema

    def take(self) -> JsonObject:
        """Give the document away; the second call is refused, so nothing is signed twice by mistake.

        Raises:
            SigningError: it was taken before.
        """
        if self._document is None:
            raise SigningError("this linted document was taken before; lint again to sign again")
        document, self._document = self._document, None
        return document


def personal_data(document: JsonObject) -> list[Violation]:
    """Find mail addresses and social security numbers in clear text.

    Signed documents inside (proofs, endorsements) are somebody else's words and are passed over.
    """
    return list(_personal(document, ""))


def _personal(value: Json, pointer: str) -> Iterable[Violation]:
    if isinstance(value, str):
        if _EMAIL.search(value):
            yield Violation(pointer, "a mail address in clear text does not belong into a credential")
        if _SOCIAL_SECURITY.search(value):
            yield Violation(pointer, "this looks like a social security number")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _personal(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _OPAQUE:
                yield from _personal(item, f"{pointer}/{name}")


def lint(document: JsonObject, *, schema: str, rules: Sequence[Rule] = ()) -> LintedDocument:
    """Check a document before it is signed.

    Args:
        document: the plain document, without proofs.
        schema: the name of the schema it must fit, such as "emit/credential".
        rules: further rules; each yields what it finds.

    Raises:
        ConformanceError: SCHEMA_VIOLATION, CONTEXT_NOT_ALLOWED or DATA_LOSS_DETECTION_ERROR; a
            SCHEMA_VIOLATION names everything that was found.
    """
    if "proof" in document:
        raise ConformanceError(
            "the document carries a proof already", code="SCHEMA_VIOLATION", pointer="/proof"
        )
    schemas.require(document, schema)
    contexts.require_known_arrays(document)
    found = [violation for rule in (*rules, personal_data) for violation in rule(document)]
    if found:
        schemas.raise_violations(found)
    canonical.canonical_nquads(document)
    return LintedDocument(_KEY, copy.deepcopy(document), schema)
