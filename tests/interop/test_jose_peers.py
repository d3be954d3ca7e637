"""VC-JWT across languages: `jose` accepts our tokens, we accept its tokens, both refuse changed ones."""

import pytest

from issuer.documents.lint import lint
from issuer.documents.strict_json import JsonObject
from issuer.errors import IssuerError, ProofError
from issuer.signing import base64url, jose, keys
from issuer.signing.claims import claims_for
from issuer.signing.key_types import KeyType
from tests.interop.badges import Badges
from tests.interop.conftest import Peer
from tests.signing.makers import CONTROLLER, method_of, signer_for

pytestmark = pytest.mark.interop
ALGORITHMS = {
    "ES256": KeyType.P256,
    "ES384": KeyType.P384,
    "EdDSA": KeyType.ED25519,
    "RS256": KeyType.RSA,
}
TOKENS = 25


def _changed(token: str) -> str:
    header, payload, signature = token.split(".")
    text = base64url.decode(payload).replace(b'"name":"', b'"name":"x', 1)
    return f"{header}.{base64url.encode(text)}.{signature}"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_they_accept_our_tokens(peer: Peer, algorithm: str) -> None:
    signer = signer_for(ALGORITHMS[algorithm])
    badges = Badges(seed=500, issuer=CONTROLLER)
    for _ in range(TOKENS):
        credential = badges.credential()
        token = jose.secure(
            lint(credential, schema="emit/credential"),
            signer=signer,
            kid=method_of(signer),
            algorithm=algorithm,
        )
        asked = {"jwk": signer.public_key.jwk(), "alg": algorithm, "now": credential["validFrom"]}
        answer = peer.ask("jwtVerify", token=token, **asked)
        assert answer["verified"], answer
        assert answer["header"] == {"alg": algorithm, "typ": "JWT", "kid": method_of(signer)}
        assert answer["payload"] == {**credential, **claims_for(credential)}
        assert not peer.ask("jwtVerify", token=_changed(token), **asked)["verified"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_we_accept_their_tokens(peer: Peer, algorithm: str) -> None:
    name = f"jwt-{algorithm}"
    public_key = keys.from_jwk(peer.ask("jwtKey", name=name, alg=algorithm)["jwk"])
    badges = Badges(seed=600, issuer=CONTROLLER)
    for _ in range(TOKENS):
        credential: JsonObject = badges.credential()
        token = peer.ask(
            "jwtSign",
            payload={**credential, **claims_for(credential)},
            header={"alg": algorithm, "typ": "JWT", "kid": f"{CONTROLLER}#{public_key.thumbprint()}"},
            key=name,
        )["token"]
        parsed = jose.parse_compact(token.encode())
        jose.verify(parsed, public_key)
        assert jose.require_claims_equal(parsed.payload).credential == credential
        with pytest.raises(ProofError):
            jose.verify(jose.parse_compact(_changed(token).encode()), public_key)
        with pytest.raises(IssuerError):
            jose.parse_compact(token.encode() + b"\n")
