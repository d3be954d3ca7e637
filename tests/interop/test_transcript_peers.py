"""A transcript across languages: the other implementation accepts it with its parts, and refuses a change."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from issuer.badges.credential import build_credential
from issuer.badges.model import StatusSlot
from issuer.badges.rules import OPEN_BADGE_RULES, dates_are_in_order, issuer_is_a_did
from issuer.badges.transcript import SCHEMA, Transcript, build_transcript
from issuer.documents.lint import LintedDocument, lint
from issuer.signing import data_integrity
from issuer.signing.key_types import KeyType
from tests.badges import samples
from tests.interop.conftest import Peer
from tests.interop.test_data_integrity_peers import CREATED, _publish
from tests.signing.makers import CONTROLLER, method_of, signer_for

pytestmark = pytest.mark.interop
SUITE = "eddsa-rdfc-2022"


def signed(linted: LintedDocument) -> dict[str, Any]:
    signer = signer_for(KeyType.ED25519)
    return data_integrity.secure(
        linted, cryptosuite=SUITE, signer=signer, verification_method=method_of(signer), created=CREATED
    )


def test_they_accept_a_transcript_and_refuse_another_part(peer: Peer) -> None:
    _publish(peer, signer_for(KeyType.ED25519))
    award: dict[str, Any] = build_credential(samples.stack_award())
    award["issuer"]["id"] = CONTROLLER
    part = signed(lint(award, schema="emit/credential", rules=OPEN_BADGE_RULES))
    plain: dict[str, Any] = build_transcript(
        Transcript(
            credential_id="urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c99",
            issuer=samples.ISSUER,
            subject_id=award["credentialSubject"]["id"],
            credentials=[part],
            valid_from=samples.AWARDED,
            valid_until=samples.AWARDED + timedelta(days=30),
            is_partial=False,
            status_slot=StatusSlot("https://badges.demo.example/s/scsc-1", 7),
        )
    )
    plain["issuer"]["id"] = CONTROLLER
    made = signed(lint(plain, schema=SCHEMA, rules=(dates_are_in_order, issuer_is_a_did)))
    now = made["validFrom"]
    answer = peer.ask("verify", document=made, suite=SUITE, now=now)
    assert answer["verified"], answer
    inside = made["credentialSubject"]["verifiableCredential"][0]
    assert peer.ask("verify", document=inside, suite=SUITE, now=now)["verified"]
    changed = copy.deepcopy(made)
    changed["credentialSubject"]["verifiableCredential"][0]["name"] = "Another"
    assert not peer.ask("verify", document=changed, suite=SUITE, now=now)["verified"]
    changed = copy.deepcopy(made)
    changed["partial"] = True
    assert not peer.ask("verify", document=changed, suite=SUITE, now=now)["verified"]
