"""May this key speak for this issuer? (security rule 4: keys come only from the issuer)

1 the key's id is the issuer's id with a fragment, or, for a token, an https address on the issuer's
own origin that answers one bare JWK; 2 the issuer's document is read at the issuer;
3 the key stands there under `assertionMethod`, controlled by the issuer. A key that comes with the
message is at most a hint, compared with what the issuer publishes.
Nothing is fetched for an id that fails 1. Whether the key was in force is the verifier's question.
"""

from typing import Final

from issuer.dids.document import DidDocument, VerificationMethod, invalid_method
from issuer.dids.fetching import fetch_object
from issuer.dids.resolver import Resolver
from issuer.dids.web import did_web_base
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import FetchError, ResolutionError
from issuer.signing.keys import PublicKey, from_jwk
from issuer.terms import did as terms

MAX_JWKS: Final = 256


def _not_authorized(detail: str) -> ResolutionError:
    return ResolutionError(detail, code="KEY_NOT_AUTHORIZED")


def require_method_of(issuer: str, method_id: str) -> None:
    """Refuse the id of a verification method that is not the issuer's own.

    Raises:
        ResolutionError: KEY_NOT_AUTHORIZED for another identifier's, INVALID_VERIFICATION_METHOD
            for the issuer's id without a fragment.
    """
    if method_id.startswith(issuer + "#"):
        return
    if method_id == issuer:
        raise invalid_method("The proof names the issuer, but none of its keys.")
    raise _not_authorized(f"The key {method_id[:200]!r} is not one of {issuer[:200]!r}.")


def issuer_method(
    resolver: Resolver,
    *,
    issuer: str,
    method_id: str,
    relationship: str = terms.ASSERTION_METHOD,
    or_withdrawn: bool = False,
) -> VerificationMethod:
    """Return the verification method `method_id` of `issuer`, fit for `relationship`.

    Args:
        resolver: resolves the issuer.
        issuer: whose method it must be.
        method_id: the method's full id.
        relationship: what it must be published for.
        or_withdrawn: also return a method that the issuer marked `revoked` and took out of every
            relationship. The caller MUST then refuse it, unless it knows that a signature is older.

    Raises:
        ResolutionError: the key is not the issuer's, not published by it, or not for this use.
        FetchError: the issuer's document could not be brought.
    """
    require_method_of(issuer, method_id)
    method = resolver.dereference(method_id)
    if or_withdrawn and method.is_withdrawn:
        return method
    if relationship not in method.relationships:
        raise ResolutionError(
            f"The issuer does not publish {method_id[:200]!r} under `{relationship}`.",
            code="INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
        )
    return method


def issuer_key(
    resolver: Resolver, *, issuer: str, public_key: PublicKey, or_withdrawn: bool = False
) -> VerificationMethod:
    """Return the issuer's method that holds `public_key`, which came with a message or by an address.

    `or_withdrawn` is as in `issuer_method`.

    An https issuer whose document publishes no verification methods at all may publish its keys in
    `/.well-known/jwks.json`, each with `iss` naming it (Open Badges 3.0 implementation guide).

    Raises:
        ResolutionError: KEY_NOT_AUTHORIZED when the issuer does not publish this key for assertions.
        FetchError: the issuer's document could not be brought.
    """
    document = resolver.resolve(issuer)
    found = document.find(public_key, relationship=terms.ASSERTION_METHOD)
    if found is None and or_withdrawn:
        found = document.find_withdrawn(public_key)
    if found is None and issuer.startswith("https://") and not document.method_ids():
        found = _in_key_set(resolver, document, public_key)
    if found is None:
        raise _not_authorized(f"{issuer[:200]!r} does not publish this key for signing credentials.")
    return found


def token_key(
    resolver: Resolver,
    *,
    issuer: str,
    kid: str | None = None,
    jwk: JsonObject | None = None,
    or_withdrawn: bool = False,
) -> VerificationMethod:
    """Return the issuer's method that a token's header names by `kid`, by `jwk`, or by both.

    `or_withdrawn` is as in `issuer_method`; the address of a withdrawn key may answer no more, and is then
    taken for the thumbprint that it ends with.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD when the header names no key,
            KEY_NOT_AUTHORIZED when it is not the issuer's or `jwk` is another key than `kid`.
        FetchError: a document could not be brought.
    """
    hint = from_jwk(jwk) if jwk is not None else None
    if kid is None:
        if hint is None:
            raise invalid_method("The token names no key.")
        return issuer_key(resolver, issuer=issuer, public_key=hint, or_withdrawn=or_withdrawn)
    if kid.startswith("https://") and "#" not in kid:
        require_own_address(issuer, kid)
        method = _key_at(resolver, issuer, kid, or_withdrawn=or_withdrawn)
    else:
        method = issuer_method(resolver, issuer=issuer, method_id=kid, or_withdrawn=or_withdrawn)
    if hint is not None and hint != method.public_key:
        raise _not_authorized("The token carries another key than the one it names.")
    return method


def _key_at(resolver: Resolver, issuer: str, kid: str, *, or_withdrawn: bool) -> VerificationMethod:
    try:
        bare = from_jwk(fetch_object(resolver.fetch, kid, accept=terms.ACCEPT_JWK))
    except FetchError:
        named = f"{issuer}#{kid.rpartition('/')[2]}"
        document = resolver.resolve(issuer) if or_withdrawn else None
        if document is not None and named in document.method_ids() and document.method(named).is_withdrawn:
            return document.method(named)
        raise
    return issuer_key(resolver, issuer=issuer, public_key=bare, or_withdrawn=or_withdrawn)


def require_own_address(issuer: str, url: str) -> None:
    """Refuse an address that is not on the issuer's own origin.

    Which key lies there decides nothing by itself, so that the origin may be shared with other issuers.

    Raises:
        ResolutionError: KEY_NOT_AUTHORIZED.
    """
    if issuer.startswith("did:web:"):
        issuer = did_web_base(issuer)
    elif not issuer.startswith("https://"):
        raise _not_authorized(f"{issuer[:200]!r} has no address at which a key could lie.")
    origin = _origin(issuer)
    if not url.startswith(origin + "/"):
        raise _not_authorized(f"The key address {url[:200]!r} does not lie at {origin[:200]!r}.")


def _origin(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])


def _in_key_set(
    resolver: Resolver, document: DidDocument, public_key: PublicKey
) -> VerificationMethod | None:
    url = f"{_origin(document.id)}/.well-known/jwks.json"
    keys = fetch_object(resolver.fetch, url, accept=terms.ACCEPT_JWK_SET).get("keys")
    if not isinstance(keys, list) or len(keys) > MAX_JWKS:
        raise invalid_method(f"The key set at {url[:200]} is not well formed.")
    if not any(_is_this_key(item, document.id, public_key) for item in keys):
        return None
    return VerificationMethod(
        id=f"{url}#{public_key.thumbprint()}",
        controller=document.id,
        public_key=public_key,
        relationships=frozenset({terms.ASSERTION_METHOD}),
    )


def _is_this_key(item: Json, issuer: str, public_key: PublicKey) -> bool:
    if not isinstance(item, dict) or item.get("iss") != issuer:
        return False
    try:
        return from_jwk(item) == public_key
    except ResolutionError:
        return False
