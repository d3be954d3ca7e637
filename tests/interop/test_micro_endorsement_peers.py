"""A micro-endorsement across languages: the other implementation accepts it in its safe mode, and refuses a change."""

import copy
from typing import Any

import pytest

from issuer.badges.credential import build_credential
from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.documents.lint import lint
from issuer.signing import data_integrity
from issuer.signing.key_types import KeyType
from tests.badges import samples
from tests.interop.conftest import Peer
from tests.interop.test_data_integrity_peers import CREATED, _publish
from tests.signing.makers import CONTROLLER, method_of, signer_for

pytestmark = pytest.mark.interop
SUITE = "eddsa-rdfc-2022"


def test_they_accept_a_micro_endorsement_and_refuse_another_component(peer: Peer) -> None:
    signer = signer_for(KeyType.ED25519)
    _publish(peer, signer)
    document: dict[str, Any] = build_credential(samples.stack_award())
    document["issuer"]["id"] = CONTROLLER
    signed: dict[str, Any] = data_integrity.secure(
        lint(document, schema="emit/credential", rules=OPEN_BADGE_RULES),
        cryptosuite=SUITE,
        signer=signer,
        verification_method=method_of(signer),
        created=CREATED,
    )
    answer = peer.ask("verify", document=signed, suite=SUITE, now=signed["validFrom"])
    assert answer["verified"], answer
    for member, place in (("evidence", 0), ("relatedResource", 2)):
        changed = copy.deepcopy(signed)
        changed[member][place]["digestMultibase"] = changed["relatedResource"][0]["digestMultibase"]
        assert not peer.ask("verify", document=changed, suite=SUITE, now=signed["validFrom"])["verified"]
