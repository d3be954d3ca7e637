"""Writing our own DID documents, key sets and bare keys (design.md section 6).

Every key is one verification method of one form: Multikey under `<did>#<publicKeyMultibase>` for
Data Integrity, JsonWebKey under `<did>#<thumbprint>` for tokens. A retired key stays, because what
it signed lives on; a revoked one stays too, marked and out of `assertionMethod`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.signing.keys import ED25519, PublicKey
from issuer.terms import did as terms


class KeyForm(StrEnum):
    """The one form in which a key is published; the values are the types of DID documents."""

    MULTIKEY = terms.MULTIKEY
    JSON_WEB_KEY = terms.JSON_WEB_KEY


@dataclass(frozen=True)
class PublishedKey:
    """A key of an issuer, as the world may see it.

    Attributes:
        public_key: the key.
        form: how it is published; RSA keys only as JsonWebKey.
        revoked: since when nothing it signed counts.
        expires: after when it does not sign any more; its old signatures stay good.
    """

    public_key: PublicKey
    form: KeyForm = KeyForm.MULTIKEY
    revoked: datetime | None = None
    expires: datetime | None = None


def method_id(issuer: str, key: PublishedKey) -> str:
    """Return the id under which `issuer` publishes `key`."""
    public = key.public_key
    return f"{issuer}#{public.multibase() if key.form is KeyForm.MULTIKEY else public.thumbprint()}"


def verification_method(issuer: str, key: PublishedKey) -> JsonObject:
    """Return the entry of one key in `verificationMethod`."""
    entry: JsonObject = {"id": method_id(issuer, key), "type": key.form.value, "controller": issuer}
    if key.form is KeyForm.MULTIKEY:
        entry["publicKeyMultibase"] = key.public_key.multibase()
    else:
        entry["publicKeyJwk"] = _for_signatures(key.public_key)
    if key.expires is not None:
        entry["expires"] = format_time(key.expires)
    if key.revoked is not None:
        entry["revoked"] = format_time(key.revoked)
    return entry


def _for_signatures(key: PublicKey) -> JsonObject:
    # RFC 9864 calls it Ed25519; readers of today know the older name of RFC 8037.
    algorithm = "EdDSA" if key.algorithm == ED25519 else key.algorithm
    return {**key.jwk(), "alg": algorithm, "use": "sig"}


def build(issuer: str, keys: Sequence[PublishedKey], also_known_as: Sequence[str] = ()) -> JsonObject:
    """Return the DID document of `issuer`, keys in the order given."""
    context = [terms.DID_CONTEXT, terms.MULTIKEY_CONTEXT]
    if any(key.form is KeyForm.JSON_WEB_KEY for key in keys):
        context.append(terms.JWK_CONTEXT)
    document: JsonObject = {"@context": [*context], "id": issuer}
    if also_known_as:
        document["alsoKnownAs"] = [*also_known_as]
    document["verificationMethod"] = [verification_method(issuer, key) for key in keys]
    document["assertionMethod"] = [method_id(issuer, key) for key in keys if key.revoked is None]
    return document


def bare_jwk(issuer: str, key: PublishedKey, *, kid: str) -> JsonObject:
    """Return one key as it lies at its own address `kid`, naming its issuer."""
    return {**_for_signatures(key.public_key), "kid": kid, "iss": issuer}


def jwks(keys: Sequence[tuple[str, PublishedKey]]) -> JsonObject:
    """Return the key set of an origin: the token keys of its issuers, each with `iss`.

    Args:
        keys: issuer id and key; keys of another form, and revoked ones, are left out.
    """
    entries: list[Json] = [
        bare_jwk(issuer, key, kid=method_id(issuer, key))
        for issuer, key in keys
        if key.form is KeyForm.JSON_WEB_KEY and key.revoked is None
    ]
    return {"keys": entries}
