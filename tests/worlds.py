"""A world in memory: issuers with keys, the hosts of their documents and lists, behind one `Fetch`.

Instead of mocks: change the world, verify again. A world signs with real keys, publishes real DID
documents and status lists, and counts what was fetched. It implements the interface of production.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from issuer.dids import did_web_url
from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import FetchError
from issuer.fetch import MAX_BYTES, Fetched, check_url
from issuer.signing import base58, base64url, multikey, signers
from issuer.signing.cryptosuites import CRYPTOSUITES
from issuer.signing.data_integrity import signed_data
from issuer.signing.key_types import KeyType
from issuer.signing.signers import LocalSigner
from issuer.verify import Policy, Report, trust_list_of, verify
from issuer.workers import InProcess
from tests.papers import AWARDED, NOW, changed, status_list

ALGORITHMS: Final = {
    KeyType.ED25519: "EdDSA",
    KeyType.P256: "ES256",
    KeyType.P384: "ES384",
    KeyType.RSA: "RS256",
}
_SIZES: Final = {KeyType.ED25519: 32, KeyType.P256: 32, KeyType.P384: 48}


@dataclass
class Key:
    """One key of an issuer and how it is published."""

    signer: LocalSigner
    method: str
    form: str = "Multikey"
    relationships: tuple[str, ...] = ("assertionMethod",)
    members: dict[str, Json] = field(default_factory=dict)

    def entry(self) -> JsonObject:
        """Return the entry of `verificationMethod`."""
        public = self.signer.public_key
        value: JsonObject = (
            {"publicKeyMultibase": public.multibase()}
            if self.form == "Multikey"
            else {"publicKeyJwk": public.jwk()}
        )
        return {
            "id": self.method,
            "type": self.form,
            "controller": self.signer.controller,
            **value,
            **self.members,
        }


@dataclass
class Issuer:
    """An organisation that signs: its identifier, its keys, and the list of what it withdrew."""

    id: str
    name: str = "Lakes Cooperative"
    keys: list[Key] = field(default_factory=list)

    def key(self, name: str = "first", key_type: KeyType = KeyType.ED25519, **more: Any) -> Key:
        """Return the key of this name, made and published when it is first asked for."""
        secret = hashlib.sha512(f"{self.id} {name} {key_type}".encode()).digest()[: _SIZES[key_type]]
        signer = signers.from_private_bytes(key_type, secret, controller=self.id)
        method = f"{self.id}#{signer.public_key.multibase()}"
        known = next((key for key in self.keys if key.method == method), None)
        if known is None:
            known = Key(signer, method, **more)
            self.keys.append(known)
        return known

    def did_document(self) -> JsonObject:
        """Return what the issuer publishes."""
        names = sorted({name for key in self.keys for name in key.relationships})
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.id,
            "verificationMethod": [key.entry() for key in self.keys],
            **{name: [key.method for key in self.keys if name in key.relationships] for name in names},
        }

    def profile(self) -> JsonObject:
        """Return the profile that credentials embed."""
        return {"id": self.id, "type": ["Profile"], "name": self.name}


class World:
    """Hosts and what lies there. Give it to `verify` as its fetcher.

    Attributes:
        issuer: the issuer that most tests need.
        documents: further documents by address.
        down: addresses that do not answer, with the code of the failure.
        asked: every address that was asked, in order.
    """

    def __init__(self) -> None:
        self.issuers: dict[str, Issuer] = {}
        self.documents: dict[str, tuple[str, bytes]] = {}
        self.down: dict[str, str] = {}
        self.asked: list[str] = []
        self.issuer = self.add("did:web:badges.example:p:lakes")

    def add(self, identifier: str, name: str = "Lakes Cooperative") -> Issuer:
        """Add an issuer with one Ed25519 key."""
        made = self.issuers[identifier] = Issuer(identifier, name)
        made.key()
        return made

    def publish(self, url: str, value: "Json | bytes", media_type: str = "application/json") -> None:
        """Let a document lie at an address."""
        body = value if isinstance(value, bytes) else strict_json.encode(value)
        self.documents[url] = (media_type, body)

    def publish_list(
        self, url: str, *set_bits: int, signed_by: Issuer | None = None, **change: Any
    ) -> JsonObject:
        """Sign and publish a status list; `change` replaces members before it is signed."""
        issuer = signed_by or self.issuer
        made = status_list(url, issuer.id, *set_bits, purpose=change.pop("purpose", "revocation"))
        signed = sign(changed(made, **change), issuer.key())
        self.publish(url, signed, "application/vc")
        return signed

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Answer like a fetcher: documents first, then the DID documents of the issuers."""
        del accept
        check_url(url)
        self.asked.append(url)
        if url in self.down:
            raise FetchError("the host does not answer", code=self.down[url])
        found = self.documents.get(url) or self._did_documents().get(url)
        if found is None or len(found[1]) > max_bytes:
            raise FetchError("there is no such document in this world")
        return Fetched(url=url, media_type=found[0], body=found[1])

    def _did_documents(self) -> Mapping[str, tuple[str, bytes]]:
        return {
            did_web_url(name) if name.startswith("did:web:") else name: (
                "application/did+json",
                strict_json.encode(issuer.did_document()),
            )
            for name, issuer in self.issuers.items()
            if not name.startswith("did:key:")
        }

    def verify(
        self, document: JsonObject | bytes | str, *, trust: list[str] | None = None, **policy: Any
    ) -> Report:
        """Verify a document in this world at NOW; `trust_list` is a whole list in place of ids."""
        known = policy.pop("trust_list", None if trust is None else trust_list_of([*trust]))
        data = document.encode() if isinstance(document, str) else document
        return verify(
            data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode(),
            media_type=policy.pop("media_type", None),
            policy=replace(Policy(now=NOW, trust=known), **policy),
            fetch=self,
            workers=InProcess(),
        )


def sign(document: JsonObject, key: Key, cryptosuite: str = "eddsa-rdfc-2022", **change: Json) -> JsonObject:
    """Put a proof on a document as anybody may who does not lint; `change` alters the proof's options."""
    suite = CRYPTOSUITES[cryptosuite]
    options: JsonObject = {
        "type": suite.proof_type,
        "created": AWARDED,
        "verificationMethod": key.method,
        "proofPurpose": "assertionMethod",
    }
    if suite.proof_type == "DataIntegrityProof":
        options["cryptosuite"] = suite.name
    options = suite.transformation.complete_options(changed(options, **change), document)
    present = document.get("proof", [])
    proofs: list[Json] = [*present] if isinstance(present, list) else [present]
    draft: JsonObject = {**options, "proofValue": "z" + base58.encode(bytes(64))}
    data = signed_data(
        {**document, "proof": [*proofs, draft]}, draft, key_type=key.signer.public_key.key_type
    )
    signature = key.signer.sign(data, algorithm=key.signer.public_key.algorithm)
    made: JsonObject = {**options, "proofValue": multikey.BASE58_PREFIX + base58.encode(signature)}
    return {**document, "proof": [*proofs, made]}


def token(document: JsonObject, key: Key, *, header: Mapping[str, Json] | None = None, **claims: Json) -> str:
    """Return a credential as a token; `header` and `claims` replace members, None removes them."""
    made: JsonObject = {"alg": ALGORITHMS[key.signer.public_key.key_type], "kid": key.method, "typ": "JWT"}
    payload = {**document, **token_claims(document)}
    return compact(changed(made, **(header or {})), changed(payload, **claims), key)


def token_claims(document: JsonObject) -> JsonObject:
    """Return the claims that repeat a credential."""
    issuer, about = document["issuer"], document["credentialSubject"]
    assert isinstance(about, dict)
    name = issuer["id"] if isinstance(issuer, dict) else issuer
    made: JsonObject = {"iss": name, "jti": document["id"], "sub": about["id"]}
    for claim, name in (("nbf", "validFrom"), ("exp", "validUntil")):
        if name in document:
            made[claim] = int(datetime.fromisoformat(str(document[name])).timestamp())
    return made


def compact(header: JsonObject, payload: JsonObject | bytes, key: Key) -> str:
    """Return a compact JWS over any header and payload."""
    body = payload if isinstance(payload, bytes) else strict_json.encode(payload)
    signing_input = base64url.encode(strict_json.encode(header)) + "." + base64url.encode(body)
    signature = key.signer.sign(signing_input.encode(), algorithm=key.signer.public_key.algorithm)
    return signing_input + "." + base64url.encode(signature)


def codes(report: Report) -> list[str]:
    """Return the codes of the checks that did not pass."""
    return [check.code for check in report.checks if check.code]
