"""Reading a controlled identifier document (DID document) strictly.

Follows Controlled Identifiers 1.0 section 2 and the steps of its section 3.3. The frame is checked
as a whole: id, unique method ids, well-formed relationships. A key is read only when it is asked
for, so that one weak or foreign key does not take the others with it.
Whether a key may speak for an issuer is `authority`'s question; whether it was in force at a
moment is the verifier's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError, ResolutionError
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey, from_jwk, from_multibase
from issuer.terms import did as terms

MAX_METHODS: Final = 256
MAX_ID: Final = 2048

_MULTIBASE_TYPES: Final = frozenset({terms.MULTIKEY, terms.ED25519_KEY_2020})
_JWK_TYPES: Final = frozenset({terms.JSON_WEB_KEY, terms.JSON_WEB_KEY_2020})
_PRIVATE_PREFIXES: Final = ("secretKey", "privateKey")


@dataclass(frozen=True)
class VerificationMethod:
    """One public key of one controller.

    Attributes:
        id: the method's full id.
        controller: who controls it, equal to the id of the document it came from.
        public_key: the key, checked by its type's rules.
        revoked: from when on nothing it signs counts; None while it is good.
        expires: after when it must not sign; None where no end is set.
        relationships: what it may be used for, such as `assertionMethod`.
    """

    id: str
    controller: str
    public_key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None
    relationships: frozenset[str] = frozenset()

    @property
    def is_withdrawn(self) -> bool:
        """Whether its controller marked it `revoked` and publishes it for nothing any more."""
        return self.revoked is not None and not self.relationships


def malformed(detail: str, pointer: str = "") -> ResolutionError:
    """Return the refusal of a document whose frame is not well formed."""
    return ResolutionError(detail, code="INVALID_CONTROLLED_IDENTIFIER_DOCUMENT", pointer=pointer)


def invalid_method(detail: str) -> ResolutionError:
    """Return the refusal of one verification method."""
    return ResolutionError(detail, code="INVALID_VERIFICATION_METHOD")


@dataclass(frozen=True)
class DidDocument:
    """A document whose frame is sound.

    Attributes:
        id: the identifier that the document is about.
        also_known_as: its other names, which it claims and nobody has checked.
        raw: the document as it was read.
    """

    id: str
    also_known_as: tuple[str, ...]
    raw: JsonObject
    _entries: Mapping[str, JsonObject]
    _relationships: Mapping[str, frozenset[str]]
    _methods: dict[str, VerificationMethod] = field(default_factory=dict, compare=False, repr=False)

    def method_ids(self, relationship: str | None = None) -> tuple[str, ...]:
        """Return the ids of the methods, in order, or of those with one relationship."""
        return tuple(
            name
            for name in self._entries
            if relationship is None or relationship in self._relationships.get(name, frozenset())
        )

    def method(self, method_id: str) -> VerificationMethod:
        """Return one verification method with its key.

        Raises:
            ResolutionError: INVALID_VERIFICATION_METHOD when there is no such method or it is not
                well formed, INVALID_CONTROLLED_IDENTIFIER_DOCUMENT when another controls it,
                KEY_TOO_WEAK, or KEY_COMPROMISED when its private key is published.
        """
        found = self._methods.get(method_id)
        if found is None:
            # What it says hangs on the document alone, which is kept and asked for again.
            found = self._methods[method_id] = self._read_method(method_id)
        return found

    def _read_method(self, method_id: str) -> VerificationMethod:
        entry = self._entries.get(method_id)
        if entry is None:
            raise invalid_method(f"{self.id} publishes no verification method {method_id[:200]!r}.")
        if any(name.startswith(_PRIVATE_PREFIXES) for name in entry):
            raise ResolutionError(f"{method_id[:200]} publishes its private key.", code="KEY_COMPROMISED")
        if entry.get("controller") != self.id:
            raise malformed(f"{method_id[:200]} is not controlled by {self.id}.")
        return VerificationMethod(
            id=method_id,
            controller=self.id,
            public_key=_read_key(entry),
            revoked=_moment(entry, "revoked"),
            expires=_moment(entry, "expires"),
            relationships=self._relationships.get(method_id, frozenset()),
        )

    def find(self, public_key: PublicKey, *, relationship: str) -> VerificationMethod | None:
        """Return the method of this relationship that holds this key, None where there is none.

        Methods that cannot be read are passed over: they are not this key.
        """
        return next(self._holding(public_key, self.method_ids(relationship)), None)

    def find_withdrawn(self, public_key: PublicKey) -> VerificationMethod | None:
        """Return the withdrawn method that holds this key, None where there is none."""
        found = self._holding(public_key, self.method_ids())
        return next((method for method in found if method.is_withdrawn), None)

    def _holding(self, public_key: PublicKey, method_ids: Iterable[str]) -> Iterator[VerificationMethod]:
        for method_id in method_ids:
            try:
                method = self.method(method_id)
            except ResolutionError:
                continue
            if method.public_key == public_key:
                yield method


def _read_key(entry: JsonObject) -> PublicKey:
    kind, multibase, jwk = entry.get("type"), entry.get("publicKeyMultibase"), entry.get("publicKeyJwk")
    if not isinstance(kind, str):
        raise invalid_method("A verification method has one type.")
    if multibase is not None and jwk is not None:
        raise invalid_method("A verification method holds its key in two forms.")
    if kind in _MULTIBASE_TYPES and isinstance(multibase, str):
        key = from_multibase(multibase)
        if kind == terms.ED25519_KEY_2020 and key.key_type is not KeyType.ED25519:
            raise invalid_method("The key is of another kind than its verification method says.")
        return key
    if kind in _JWK_TYPES and isinstance(jwk, dict):
        return from_jwk(jwk)
    raise invalid_method(f"A verification method of type {kind[:80]!r} with this key form is not known here.")


def _moment(entry: JsonObject, name: str) -> datetime | None:
    if name not in entry:
        return None
    try:
        return parse_time(entry[name], f"/{name}")
    except InputError as exc:
        raise invalid_method(f"`{name}` of a verification method is not a time.") from exc


def read_document(raw: JsonObject, *, expected_id: str) -> DidDocument:
    """Check the frame of a document that was resolved for `expected_id`.

    Raises:
        ResolutionError: INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID when it is about another
            identifier, INVALID_CONTROLLED_IDENTIFIER_DOCUMENT when its frame is not well formed.
    """
    document_id = raw.get("id")
    if not isinstance(document_id, str):
        raise malformed("The document has no id.", "/id")
    if document_id != expected_id:
        raise ResolutionError(
            f"The document is about {document_id[:200]!r}, not about {expected_id[:200]!r}.",
            code="INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
            pointer="/id",
        )
    entries: dict[str, JsonObject] = {}
    for pointer, item in _items(raw, "verificationMethod"):
        _add(entries, item, document_id, pointer)
    relationships: dict[str, set[str]] = {}
    for name in terms.RELATIONSHIPS:
        for pointer, item in _items(raw, name):
            method_id = (
                _absolute(item, document_id, pointer)
                if isinstance(item, str)
                else _add(entries, item, document_id, pointer)
            )
            relationships.setdefault(method_id, set()).add(name)
    return DidDocument(
        id=document_id,
        also_known_as=_names(raw),
        raw=raw,
        _entries=entries,
        _relationships={method_id: frozenset(names) for method_id, names in relationships.items()},
    )


def _items(raw: JsonObject, name: str) -> Iterator[tuple[str, Json]]:
    value = raw.get(name, [])
    if not isinstance(value, list):
        raise malformed(f"`{name}` is not an array.", f"/{name}")
    if len(value) > MAX_METHODS:
        raise malformed(f"`{name}` has more than {MAX_METHODS} entries.", f"/{name}")
    for number, item in enumerate(value):
        yield f"/{name}/{number}", item


def _add(entries: dict[str, JsonObject], item: Json, document_id: str, pointer: str) -> str:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise malformed("A verification method has no id.", pointer)
    method_id = _absolute(item["id"], document_id, pointer)
    if method_id in entries:
        raise malformed(f"The method id {method_id[:200]!r} occurs twice.", pointer)
    entries[method_id] = item
    return method_id


def _absolute(value: Json, document_id: str, pointer: str) -> str:
    """Return a method id in full; `#key-1` stands for that fragment of the document's own id."""
    if not isinstance(value, str) or not value or len(value) > MAX_ID:
        raise malformed("A method id is not a DID URL.", pointer)
    return document_id + value if value.startswith("#") else value


def _names(raw: JsonObject) -> tuple[str, ...]:
    value = raw.get("alsoKnownAs", [])
    if not isinstance(value, list):
        raise malformed("`alsoKnownAs` is not an array.", "/alsoKnownAs")
    return tuple(name for name in value if isinstance(name, str))
