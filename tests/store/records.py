"""Records for tests: one whole small world, and one of each kind with something changed."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from issuer import store
from issuer.store import Unit

T = TypeVar("T")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DID = "did:web:badges.demo.example:p:scsc"
SALT = bytes(range(16))
BODY = b'{"level":3}'
DIGEST = "sha256:" + hashlib.sha256(BODY).hexdigest()


def urn(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


def _with(record: T, change: dict[str, Any]) -> T:
    return replace(record, **change)  # type: ignore[type-var]


def profile(**change: Any) -> store.ProfileRecord:
    base = store.ProfileRecord(urn(1), "scsc", DID, "South Central", None, {"b": 1, "a": "ä"}, NOW)
    return _with(base, change)


def key(**change: Any) -> store.KeyRecord:
    base = store.KeyRecord(
        id=urn(2),
        profile_id=urn(1),
        verification_method=f"{DID}#z6Mk1",
        key_uri="file:1",
        key_type="Ed25519",
        public_key={"multibase": "z6Mk1"},
        purpose=store.KeyPurpose.DATA_INTEGRITY,
        state=store.KeyState.ACTIVE,
        created_at=NOW,
    )
    return _with(base, change)


def api_key(**change: Any) -> store.ApiKeyRecord:
    base = store.ApiKeyRecord("k1", urn(1), "Portal", "credentials:read", bytes(32), NOW)
    return _with(base, change)


def sign_in(**change: Any) -> store.SignInRecord:
    return _with(store.SignInRecord("5" * 64, "k1", NOW, LATER), change)


def share(**change: Any) -> store.ShareRecord:
    return _with(store.ShareRecord(urn(9), store.Visibility.LINK, "t" * 22, NOW, NOW), change)


def progress_link(**change: Any) -> store.ProgressLinkRecord:
    base = store.ProgressLinkRecord(
        id=urn(60),
        owner="installation",
        external_id="link-1",
        person_id=urn(5),
        profile_id=urn(1),
        district_id=None,
        token_hash=bytes(32),
        created_at=NOW,
        expires_at=LATER,
    )
    return _with(base, change)


def trust_event(**change: Any) -> store.TrustEventRecord:
    values: dict[str, Any] = {
        "issuer": "did:web:state.example",
        "number": 1,
        "action": store.TrustAction.ADDED,
        "name": "State Board (demonstration)",
        "reason": "It licenses teachers.",
        "added_by": "Data office",
        "source": None,
        "at": NOW,
    }
    return store.TrustEventRecord(**(values | change))


def bundle(**change: Any) -> store.BundleRecord:
    base = store.BundleRecord(
        urn(30), "installation", "move-1", urn(5), "North Tamarack", bytes(32), NOW, NOW + timedelta(days=30)
    )
    return _with(base, change)


def holder_proof(**change: Any) -> store.HolderProofRecord:
    base = store.HolderProofRecord(
        urn(40), urn(9), store.ProofMethod.DID, "challenge", None, None, NOW, NOW + timedelta(minutes=10)
    )
    return _with(base, change)


def achievement(**change: Any) -> store.AchievementRecord:
    base = store.AchievementRecord(urn(3), urn(1), "MC-1", "https://badges.demo.example/a/mc-1", NOW)
    return _with(base, change)


def achievement_version(**change: Any) -> store.AchievementVersionRecord:
    base = store.AchievementVersionRecord(urn(4), urn(3), "1.0", {"name": "Ask"}, DIGEST, NOW)
    return _with(base, change)


def person(**change: Any) -> store.PersonRecord:
    return _with(store.PersonRecord(urn(5), "person:1", NOW), change)


def subject(**change: Any) -> store.SubjectRecord:
    return _with(store.SubjectRecord(urn(5), urn(1), urn(6), NOW), change)


def attestation(**change: Any) -> store.AttestationRecord:
    base = store.AttestationRecord(
        id=urn(7),
        profile_id=urn(1),
        external_id="lms-1",
        person_id=urn(5),
        achievement_version_id=urn(4),
        body=BODY,
        digest=DIGEST,
        salt=SALT,
        salted_digest=hashlib.sha256(SALT + BODY).digest(),
        received_at=NOW,
    )
    return _with(base, change)


def status_list(**change: Any) -> store.StatusListRecord:
    base = store.StatusListRecord(urn(8), urn(1), 1, "scsc-1", "revocation", 131_072, NOW)
    return _with(base, change)


def credential(**change: Any) -> store.CredentialRecord:
    base = store.CredentialRecord(
        id=urn(9),
        profile_id=urn(1),
        external_id="lms-1",
        person_id=urn(5),
        achievement_version_id=urn(4),
        attestation_id=urn(7),
        attestation_digest=DIGEST,
        certificate_number="ABCD-1234",
        awarded_at=NOW,
        created_at=NOW,
    )
    return _with(base, change)


def prepared(**change: Any) -> store.PreparedVersion:
    base = store.PreparedVersion(
        credential_id=urn(9),
        number=1,
        valid_from=NOW,
        valid_until=None,
        status_list_id=urn(8),
        status_index=77,
        intent={"document": {"id": urn(9)}},
        prepared_at=NOW,
    )
    return _with(base, change)


def draft(**change: Any) -> store.EventDraft:
    base = store.EventDraft(
        id=urn(20),
        at=NOW,
        actor="operator",
        role="admin",
        action="credential.issued",
        object=urn(9),
        profile=DID,
        after_digest=DIGEST,
    )
    return _with(base, change)


def furnish(unit: Unit) -> None:
    """Put everything into a database that a first credential stands on."""
    unit.profiles.add(profile())
    unit.keys.add(key())
    unit.achievements.add(achievement())
    unit.achievements.add_version(achievement_version())
    unit.people.add(person(), details={"name": "Ada Example"})
    unit.people.ensure_subject(subject())
    unit.attestations.add(attestation())
    unit.status_lists.add(status_list())


def finish(unit: Unit, number: int = 1, body: bytes = b'{"proof":{}}') -> str:
    """Issue a prepared version of the credential."""
    return unit.credentials.finish(
        urn(9),
        number,
        body=body,
        key_id=urn(2),
        context_hashes={"https://www.w3.org/ns/credentials/v2": "00"},
        issued_at=NOW,
    )


def issue(unit: Unit) -> str:
    """Put one issued credential with its event and leaf into a furnished database."""
    unit.credentials.add(credential())
    unit.credentials.prepare(prepared())
    digest = finish(unit)
    unit.events.add(draft(details="free text", salt=SALT))
    unit.leaves.add(
        leaf_id=urn(30), kind="issue", entry=b"entry", at=NOW, credential_id=urn(9), version_number=1
    )
    return digest
