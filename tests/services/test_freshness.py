"""Whatever a process keeps in memory, what another one changed counts from the next request on.

`elsewhere` is the same installation opened a second time, as another process opens it; `world` has issued before,
so that everything that can be kept is kept.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import ConflictError, KeyUnavailableError, SigningError
from issuer.services import api_keys, catalog, keys
from issuer.services.api_keys import Scope
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.store import KeyPurpose
from tests.badges import samples
from tests.services.worlds import World, reopened_world

DATA = KeyPurpose.DATA_INTEGRITY


@pytest.fixture
def elsewhere(world: World) -> Iterator[World]:
    world.issue()
    other = reopened_world(world.home)
    yield other
    other.toolkit.database.close()


def document_of(issued: IssuedCredential) -> dict[str, Any]:
    return strict_json.parse_object(issued.version.body or b"")


def test_a_revoked_api_key_opens_nothing(world: World, elsewhere: World) -> None:
    made = api_keys.new(world.toolkit, OPERATOR, "scsc", label="Portal", scopes=(Scope.CREDENTIALS_ISSUE,))
    for _ in range(2):
        assert api_keys.caller(world.toolkit, made.token) is not None
    api_keys.revoke(elsewhere.toolkit, OPERATOR, made.token)
    assert api_keys.caller(world.toolkit, made.token) is None


def test_a_key_that_took_over_signs(world: World, elsewhere: World) -> None:
    before = document_of(world.issue())["proof"][0]["verificationMethod"]
    new = keys.rotate(elsewhere.toolkit, OPERATOR, "scsc", DATA).verification_method
    assert before != new == document_of(world.issue())["proof"][0]["verificationMethod"]


def test_a_revoked_key_signs_nothing(world: World, elsewhere: World) -> None:
    method = document_of(world.issue())["proof"][0]["verificationMethod"]
    keys.revoke(elsewhere.toolkit, OPERATOR, method)
    with pytest.raises(KeyUnavailableError, match="no active"):
        world.issue()


def test_a_key_that_is_revoked_between_signing_and_checking_releases_nothing(
    world: World, elsewhere: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The self-check asks for the DID document as it is then, not as this process read it."""
    honest = keys.active_signer

    def revoking(*args: Any, **kwargs: Any) -> Any:
        found = honest(*args, **kwargs)
        keys.revoke(elsewhere.toolkit, OPERATOR, found[0].verification_method)
        return found

    monkeypatch.setattr(keys, "active_signer", revoking)
    with pytest.raises(SigningError, match="nothing was released"):
        world.issue(external_id="revoked-meanwhile")
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        credential = reader.credentials.find_by_external_id(profile.id, "revoked-meanwhile")
        assert credential is not None
        assert reader.credentials.find_newest(credential.id) is None


def test_a_retired_version_is_not_awarded(world: World, elsewhere: World) -> None:
    catalog.retire_version(elsewhere.toolkit, OPERATOR, "SEL-01", "1.0")
    with pytest.raises(ConflictError, match="retired"):
        world.issue()


def test_a_new_version_can_be_awarded(world: World, elsewhere: World) -> None:
    record = samples.record(version="1.1", name="Another name")
    catalog.publish_version(elsewhere.toolkit, OPERATOR, "msc", record)
    digest = samples.achievement(**record).rubric_digest()
    attested = samples.attested(externalId="sub-new", achievementVersion="1.1", rubricDigest=digest)
    issued = world.issue(attestation=attested)
    assert document_of(issued)["credentialSubject"]["achievement"]["name"] == "Another name"


def test_an_issuer_that_changed_its_name_says_so(world: World, elsewhere: World) -> None:
    with elsewhere.toolkit.database.unit() as unit:
        profile = unit.profiles.get_by_slug("scsc")
        unit.profiles.change(profile.id, name="Another Cooperative (demonstration)", data=profile.data)
    assert document_of(world.issue())["issuer"]["name"] == "Another Cooperative (demonstration)"
