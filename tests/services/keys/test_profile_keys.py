"""Keys of a profile: one active per purpose, rotated or revoked, published as the DID document says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from issuer.dids import read_document
from issuer.documents import strict_json
from issuer.errors import (
    ConflictError,
    InputError,
    KeyUnavailableError,
    NotAuthorizedError,
    NotFoundError,
)
from issuer.services import keys, profiles, publication, sequencer
from issuer.services.principal import OPERATOR, Principal
from issuer.store import KeyPurpose, KeyRecord, KeyState
from tests.services.worlds import START, World

DID = "did:web:badges.demo.example:p:scsc"
DATA = KeyPurpose.DATA_INTEGRITY


def did_document(world: World) -> dict[str, Any]:
    return strict_json.parse_object(publication.document_at(world.toolkit, "/p/scsc/did.json").body)


def first(world: World, purpose: KeyPurpose = DATA) -> KeyRecord:
    return next(key for key in keys.of_profile(world.toolkit, "scsc") if key.purpose is purpose)


@pytest.mark.parametrize(
    ("purpose", "key_type", "form"),
    [
        (KeyPurpose.DATA_INTEGRITY, "Ed25519", "Multikey"),
        (KeyPurpose.JWT, "P-256", "JsonWebKey"),
        (KeyPurpose.JWT_RSA, "RSA", "JsonWebKey"),
    ],
)
def test_a_key_is_published_in_the_form_of_its_purpose(
    world: World, purpose: KeyPurpose, key_type: str, form: str
) -> None:
    made = keys.new(world.toolkit, OPERATOR, "msc", purpose)
    raw = strict_json.parse_object(publication.document_at(world.toolkit, "/p/msc/did.json").body)
    document = read_document(raw, expected_id="did:web:badges.demo.example:p:msc")
    method = document.method(made.verification_method)
    assert (made.key_type, method.public_key.key_type.value) == (key_type, key_type)
    assert document.method_ids("assertionMethod") == (made.verification_method,)
    entries: Any = raw["verificationMethod"]
    assert [entry["type"] for entry in entries] == [form]
    assert world.events(made.verification_method) == ["key.created"]


def test_there_is_one_active_key_of_a_purpose(world: World) -> None:
    with pytest.raises(ConflictError, match="has an active"):
        keys.new(world.toolkit, OPERATOR, "scsc", DATA)
    with pytest.raises(ConflictError, match="no active"):
        keys.rotate(world.toolkit, OPERATOR, "msc", DATA)
    assert len(keys.of_profile(world.toolkit, "scsc")) == 2


def test_a_rotated_key_stays_published_and_signs_no_more(world: World) -> None:
    old = first(world)
    new = keys.rotate(world.toolkit, OPERATOR, "scsc", DATA)
    states = {key.verification_method: key.state for key in keys.of_profile(world.toolkit, "scsc")}
    assert (states[old.verification_method], states[new.verification_method]) == (
        KeyState.RETIRED,
        KeyState.ACTIVE,
    )
    document = did_document(world)
    assert {old.verification_method, new.verification_method} <= set(document["assertionMethod"])
    assert all("revoked" not in entry for entry in document["verificationMethod"])
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
    assert keys.get_active(world.toolkit, profile, DATA) == new
    assert sorted(world.events(old.verification_method)) == ["key.created", "key.retired"]


@pytest.mark.parametrize("rotate_first", [False, True], ids=["active", "retired"])
def test_a_revoked_key_is_marked_and_asserts_nothing(world: World, *, rotate_first: bool) -> None:
    old = first(world)
    if rotate_first:
        keys.rotate(world.toolkit, OPERATOR, "scsc", DATA)
    at = world.clock.forward(days=1)
    revoked = keys.revoke(world.toolkit, OPERATOR, old.verification_method)
    assert (revoked.state, revoked.revoked_at, revoked.compromised_since) == (KeyState.REVOKED, at, None)
    document = did_document(world)
    (entry,) = [e for e in document["verificationMethod"] if e["id"] == old.verification_method]
    assert entry["revoked"] == "2026-03-17T12:00:00Z"
    assert old.verification_method not in document["assertionMethod"]
    assert keys.revoke(world.toolkit, OPERATOR, old.verification_method) == revoked
    assert world.events(old.verification_method).count("key.revoked") == 1


def test_after_a_revocation_a_new_key_is_made(world: World) -> None:
    keys.revoke(world.toolkit, OPERATOR, first(world).verification_method)
    with pytest.raises(KeyUnavailableError, match="no active"):
        world.issue()
    keys.new(world.toolkit, OPERATOR, "scsc", DATA)
    assert world.issue().is_new


def test_a_compromise_may_become_known_later_and_then_stays(world: World) -> None:
    method = first(world).verification_method
    world.clock.forward(days=2)
    keys.revoke(world.toolkit, OPERATOR, method)
    since = START + timedelta(hours=1)
    marked = keys.revoke(world.toolkit, OPERATOR, method, compromised_since=since)
    assert marked.compromised_since == since
    (entry,) = [e for e in did_document(world)["verificationMethod"] if e["id"] == method]
    assert entry["revoked"] == "2026-03-16T13:00:00Z"
    assert keys.revoke(world.toolkit, OPERATOR, method, compromised_since=since) == marked
    with pytest.raises(ConflictError, match="another moment"):
        keys.revoke(world.toolkit, OPERATOR, method, compromised_since=START)
    with world.toolkit.database.reader() as reader:
        categories = [event.category for event in reader.events.of_object(method)]
    assert sorted(map(str, categories)) == ["None", "None", "key_compromise"]


def test_a_key_cannot_be_compromised_in_the_future(world: World) -> None:
    with pytest.raises(InputError):
        keys.revoke(
            world.toolkit,
            OPERATOR,
            first(world).verification_method,
            compromised_since=START + timedelta(seconds=1),
        )
    assert first(world).state is KeyState.ACTIVE


def test_a_withdrawn_token_key_leaves_its_address_and_the_key_set(world: World) -> None:
    key = first(world, KeyPurpose.JWT)
    path = "/p/scsc/keys/" + key.verification_method.rpartition("#")[2]
    key_set: Any = strict_json.parse_object(
        publication.document_at(world.toolkit, "/.well-known/jwks.json").body
    )
    bare = strict_json.parse_object(publication.document_at(world.toolkit, path).body)
    assert (bare["iss"], bare["kid"], bare["alg"]) == (DID, world.toolkit.url(path), "ES256")
    assert key.verification_method in {entry["kid"] for entry in key_set["keys"]}
    keys.revoke(world.toolkit, OPERATOR, key.verification_method)
    with pytest.raises(NotFoundError):
        publication.document_at(world.toolkit, path)
    key_set = strict_json.parse_object(publication.document_at(world.toolkit, "/.well-known/jwks.json").body)
    assert {entry["iss"] for entry in key_set["keys"]} == {"did:web:badges.demo.example:p:nesc"}


def test_only_the_profile_may_touch_its_keys(world: World) -> None:
    stranger = Principal(id="staff-7", profiles=frozenset({"nesc"}))
    method = first(world).verification_method
    with pytest.raises(NotAuthorizedError):
        keys.new(world.toolkit, stranger, "scsc", KeyPurpose.JWT_RSA)
    with pytest.raises(NotAuthorizedError):
        keys.rotate(world.toolkit, stranger, "scsc", DATA)
    with pytest.raises(NotAuthorizedError):
        keys.revoke(world.toolkit, stranger, method)
    assert first(world).state is KeyState.ACTIVE
    own = Principal(id="staff-8", profiles=frozenset({"scsc"}))
    assert keys.rotate(world.toolkit, own, "scsc", DATA).state is KeyState.ACTIVE


def test_a_key_that_is_not_there_cannot_be_revoked(world: World) -> None:
    with pytest.raises(NotFoundError):
        keys.revoke(world.toolkit, OPERATOR, f"{DID}#z6Mk")
    with pytest.raises(NotFoundError):
        keys.signed_with(world.toolkit, f"{DID}#z6Mk")


def test_nothing_is_signed_while_the_clock_is_behind_the_log(world: World) -> None:
    world.issue()
    world.clock.forward(minutes=-6)
    with pytest.raises(KeyUnavailableError) as refused:
        world.issue()
    assert refused.value.code == "CLOCK_BEHIND"
    world.clock.now = START
    sequencer.run(world.toolkit)
    world.clock.forward(hours=-1)
    with pytest.raises(KeyUnavailableError, match="nothing is signed"):
        world.issue()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    # It is asked before anything is recorded.
    assert (counts.issued, counts.prepared, counts.abandoned) == (1, 0, 0)


def test_a_little_and_what_the_operator_answers_for_is_forgiven(world: World) -> None:
    world.issue()
    world.clock.forward(minutes=-4)
    world.issue()
    world.clock.forward(hours=-1)
    settings = replace(world.toolkit.settings, allow_clock_behind_log=True)
    keys.require_clock(replace(world.toolkit, settings=settings))


def test_a_status_list_is_signed_whatever_the_clock_says(world: World) -> None:
    world.issue()
    world.clock.forward(hours=-1)
    key, _signer = keys.active_signer(world.toolkit, profiles.get(world.toolkit, "scsc"), DATA)
    assert key.state is KeyState.ACTIVE
