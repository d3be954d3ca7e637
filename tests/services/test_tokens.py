"""The JWT form: made once per version and algorithm, kept, and good for a stranger."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from issuer.documents import strict_json
from issuer.errors import InputError, KeyUnavailableError, NotFoundError, SigningError
from issuer.services import keys, publication, revocation, tokens, verification
from issuer.services.principal import OPERATOR
from issuer.signing import jose
from issuer.store import Category, KeyPurpose
from issuer.verify import Verdict
from tests.services.worlds import World


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_a_token_repeats_the_credential_without_its_proof(world: World, algorithm: str) -> None:
    keys.new(world.toolkit, OPERATOR, "scsc", KeyPurpose.JWT_RSA)
    issued = world.issue()
    token = jose.parse_compact(tokens.jwt_form(world.toolkit, issued.credential.id, None, algorithm).encode())
    document = strict_json.parse_object(issued.version.body or b"")
    del document["proof"]
    assert jose.require_claims_equal(token.payload).credential == document
    assert token.header["alg"] == algorithm
    path = str(token.header["kid"]).removeprefix(world.toolkit.base_url)
    bare = strict_json.parse_object(publication.document_at(world.toolkit, path).body)
    assert (bare["kid"], bare["iss"]) == (token.header["kid"], "did:web:badges.demo.example:p:scsc")


def test_a_token_is_made_once(world: World) -> None:
    issued = world.issue()
    first = tokens.jwt_form(world.toolkit, issued.credential.id)
    keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.JWT)
    assert tokens.jwt_form(world.toolkit, issued.credential.id) == first
    assert world.events(issued.credential.id).count("credential.jwt_issued") == 1
    with world.toolkit.database.reader() as reader:
        kinds = {leaf.kind: leaf for leaf in reader.leaves.of_version(issued.credential.id, 1)}
    entry = strict_json.parse_object(kinds["jwt"].entry)
    assert entry["document"] == "sha256:" + hashlib.sha256(first.encode()).hexdigest()
    world.require_whole()


def test_callers_at_once_get_one_token(world: World) -> None:
    issued = world.issue()
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: tokens.jwt_form(world.toolkit, issued.credential.id), range(8)))
    assert len(found) == 1


def test_every_version_has_its_own(world: World) -> None:
    issued = world.issue()
    old = tokens.jwt_form(world.toolkit, issued.credential.id)
    revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert tokens.jwt_form(world.toolkit, issued.credential.id, 1) == old
    assert tokens.jwt_form(world.toolkit, issued.credential.id) != old


def test_what_cannot_be_made_is_refused(world: World) -> None:
    issued = world.issue()
    with pytest.raises(InputError, match="not one of ES256, RS256"):
        tokens.jwt_form(world.toolkit, issued.credential.id, None, "none")
    with pytest.raises(KeyUnavailableError, match="no active jwt-rsa key"):
        tokens.jwt_form(world.toolkit, issued.credential.id, None, "RS256")
    with pytest.raises(NotFoundError):
        tokens.jwt_form(world.toolkit, issued.credential.id, 2)
    with pytest.raises(NotFoundError):
        tokens.jwt_form(world.toolkit, "urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11")


def test_a_token_is_made_for_what_was_withdrawn_or_ended_too(world: World) -> None:
    revoked, expired = world.issue(), world.issue(valid_until=world.clock.now.replace(day=20))
    revocation.revoke(world.toolkit, OPERATOR, revoked.credential.id, Category.FRAUD)
    world.clock.forward(days=9)
    for issued, verdict in ((revoked, Verdict.REVOKED), (expired, Verdict.EXPIRED)):
        token = tokens.jwt_form(world.toolkit, issued.credential.id)
        assert verification.check(world.toolkit, token.encode()).verdict is verdict


def test_a_token_that_does_not_verify_is_not_released(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = world.issue()
    honest = jose.secure
    monkeypatch.setattr(jose, "secure", lambda *args, **kwargs: honest(*args, **kwargs)[:-4] + "AAAA")
    with pytest.raises(SigningError, match="invalid instead of valid"):
        tokens.jwt_form(world.toolkit, issued.credential.id)
    monkeypatch.undo()
    assert "credential.jwt_issued" not in world.events(issued.credential.id)
    tokens.jwt_form(world.toolkit, issued.credential.id)
