"""Every kind that we sign, judged by another implementation: keys and lists resolved, safe mode, a changed copy refused."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.interop.conftest import Peer
from tests.services.every_kind import KINDS, Made, make
from tests.services.worlds import furnished_world

pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    world = furnished_world(tmp_path_factory.mktemp("every-kind"))
    yield make(world)
    world.toolkit.database.close()


def judge(peer: Peer, made: Made, document: dict[str, Any], *, network: dict[str, Any] | None = None) -> Any:
    text = json.dumps(document)
    return peer.ask("judge", text=text, network=network or made.network, now=made.now)


@pytest.mark.parametrize("kind", KINDS)
def test_they_accept_it_with_its_key_and_its_status(peer: Peer, made: Made, kind: str) -> None:
    answer = peer.ask("judge", text=made.bodies[kind].decode(), network=made.network, now=made.now)
    assert answer["verified"], answer["why"]


@pytest.mark.parametrize("kind", KINDS)
def test_they_refuse_a_changed_copy(peer: Peer, made: Made, kind: str) -> None:
    changed = made.document(kind)
    changed["name"] = "Another name"
    assert not judge(peer, made, changed)["verified"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"endorsement", "transcript"}])
def test_they_refuse_another_digest_of_what_it_binds(peer: Peer, made: Made, kind: str) -> None:
    changed = made.document(kind)
    changed["relatedResource"][0]["digestMultibase"] = "uEiA" + "A" * 43
    assert not judge(peer, made, changed)["verified"]


@pytest.mark.parametrize("kind", KINDS)
def test_their_safe_mode_would_have_named_what_it_loses(peer: Peer, made: Made, kind: str) -> None:
    """The proof that the judge above ran in safe mode: a member that no context defines is an error by name."""
    changed = made.document(kind)
    changed["credentialSubject"]["unheardOf"] = "value"
    answer = judge(peer, made, changed)
    assert not answer["verified"]
    assert "afe mode" in answer["why"], answer["why"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_issuer_s_keys_they_accept_nothing(peer: Peer, made: Made, kind: str) -> None:
    keyless = {url: document for url, document in made.network.items() if not url.endswith("/did.json")}
    assert not judge(peer, made, made.document(kind), network=keyless)["verified"]


def test_they_accept_what_is_carried_inside(peer: Peer, made: Made) -> None:
    badge = made.document("micro-credential")
    (carried,) = badge["credentialSubject"]["achievement"]["endorsement"]
    assert judge(peer, made, carried)["verified"]
    held = made.document("transcript")["credentialSubject"]["verifiableCredential"]
    assert len(held) == 4
    assert all(judge(peer, made, item)["verified"] for item in held)
