"""Asking a holder: a challenge to sign, or a one-time code to an address that the record binds to the credential.

Whoever asks never learns an address, or whether there is one: the answer is the same, and as much work is done.
How often a code is sent for one credential is limited, whoever asks.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.documents import strict_json
from issuer.errors import ConflictError, ConformanceError, NotFoundError
from issuer.services import credentials, outbox, people
from issuer.services.outbox import Letter
from issuer.services.principal import SYSTEM
from issuer.services.showing import sharing
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import HolderProofRecord, ProofMethod, Unit, VersionRecord

LIVES_FOR: Final = timedelta(minutes=10)
KEPT_FOR: Final = timedelta(days=1)
CODES_WITHIN: Final = timedelta(minutes=15)
MOST_CODES: Final = 3
CHALLENGE_BYTES: Final = 24
SALT_BYTES: Final = 16
DIGITS: Final = 8
NOBODY: Final = "nobody@invalid.invalid"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}
_TEXT: Final = """\
{code} is the code for your credential "{title}" ({number}).

Somebody who checks this credential asks whether it is yours. If you are with them, give them the code. It ends in
ten minutes. If you do not know of this, do nothing: without the code nothing is proven, and nothing is changed.

Whoever asks was told neither your address nor your name.
{host}
"""


@dataclass(frozen=True)
class AskedProof:
    """A question that is open.

    Attributes:
        id: names the question.
        credential_id: the credential that it is about.
        method: how it is answered.
        challenge: what a presentation must repeat; None for a code.
        domain: for whom a presentation must be made; None for a code.
        did: the DID that must sign; None for a code.
        expires_at: from when on no answer counts.
    """

    id: str
    credential_id: str
    method: ProofMethod
    challenge: str | None
    domain: str | None
    did: str | None
    expires_at: datetime


def ask(toolkit: Toolkit, name: str, method: ProofMethod) -> AskedProof:
    """Ask the holder of a credential.

    Args:
        toolkit: what to work with.
        name: its id, the bare uuid, its certificate number, or the address of its page here.
        method: how the holder shall answer.

    Raises:
        NotFoundError: no credential of this name was issued here.
        ConformanceError: HOLDER_WITHOUT_DID: a signature is asked for, and the credential names no DID.
        ConflictError: TOO_MANY_CODES.
        StoreUnavailableError: the code could not be put on its way.
    """
    found = credentials.get(toolkit, SYSTEM, _name(toolkit, name))
    if found.newest is None:
        raise NotFoundError("No credential of this name was issued here.")
    if method is ProofMethod.DID:
        return _challenge(toolkit, found.newest)
    return _code(toolkit, found.newest, found.achievement.name, found.credential.certificate_number)


def forget_old(toolkit: Toolkit) -> int:
    """Forget questions that are older than a day and return how many; a job calls this."""
    with toolkit.database.unit("holder_proofs.forget") as unit:
        return unit.holder_proofs.forget(before=toolkit.clock() - KEPT_FOR)


def subject_of(version: VersionRecord) -> str:
    """Return the id of whom a credential is about, as it was signed."""
    subject = strict_json.parse_object(version.body or b"").get("credentialSubject")
    found = subject.get("id") if isinstance(subject, dict) else None
    return found if isinstance(found, str) else ""


def hash_of(code: str, salt: bytes) -> bytes:
    """Return the slow salted hash of a code (scrypt, RFC 7914; 16 MiB): eight digits are few."""
    return hashlib.scrypt(code.encode(), salt=salt, dklen=32, **_COST)


def _challenge(toolkit: Toolkit, version: VersionRecord) -> AskedProof:
    did = subject_of(version)
    if not did.startswith("did:"):
        raise ConformanceError(
            "This credential names its holder by a number and not by a DID, so that nobody can sign for it.",
            code="HOLDER_WITHOUT_DID",
            hint="Ask for a code instead.",
        )
    challenge = base64url.encode(toolkit.randomness.token(CHALLENGE_BYTES))
    kept = _record(toolkit, version, ProofMethod.DID, challenge=challenge)
    with toolkit.database.unit("holder_proofs.ask") as unit:
        _keep(unit, toolkit, kept)
    return AskedProof(kept.id, kept.credential_id, kept.method, challenge, toolkit.host, did, kept.expires_at)


def _code(toolkit: Toolkit, version: VersionRecord, title: str, number: str) -> AskedProof:
    code = f"{toolkit.randomness.below(10**DIGITS):0{DIGITS}}"
    salt = toolkit.randomness.token(SALT_BYTES)
    kept = _record(toolkit, version, ProofMethod.CODE, code_hash=hash_of(code, salt), salt=salt)
    with toolkit.database.unit("holder_proofs.ask") as unit:
        # Locking the credential lets two who ask at once be counted one after the other.
        credential = unit.credentials.lock(version.credential_id)
        since = toolkit.clock() - CODES_WITHIN
        if unit.holder_proofs.count_since(credential.id, ProofMethod.CODE, since=since) >= MOST_CODES:
            raise ConflictError("Too many codes were asked for this credential.", code="TOO_MANY_CODES")
        _keep(unit, toolkit, kept)
        address = people.mail_address(unit, credential.person_id)
    text = _TEXT.format(code=f"{code[:4]} {code[4:]}", title=title, number=number, host=toolkit.host)
    letter = Letter(
        to=address or NOBODY, subject="Your code for a credential", text=text, ends_at=kept.expires_at
    )
    written = outbox.put(toolkit, letter)
    if address is None:
        # The same was done as for somebody with an address, so that the time it takes tells nothing.
        written.unlink(missing_ok=True)
    return AskedProof(kept.id, kept.credential_id, kept.method, None, None, None, kept.expires_at)


def _record(
    toolkit: Toolkit,
    version: VersionRecord,
    method: ProofMethod,
    *,
    challenge: str | None = None,
    code_hash: bytes | None = None,
    salt: bytes | None = None,
) -> HolderProofRecord:
    now = toolkit.clock()
    return HolderProofRecord(
        id=toolkit.randomness.urn(),
        credential_id=version.credential_id,
        method=method,
        challenge=challenge,
        code_hash=code_hash,
        salt=salt,
        created_at=now,
        expires_at=now + LIVES_FOR,
    )


def _keep(unit: Unit, toolkit: Toolkit, proof: HolderProofRecord) -> None:
    unit.holder_proofs.forget(before=toolkit.clock() - KEPT_FOR)
    unit.holder_proofs.add(proof)


def _name(toolkit: Toolkit, name: str) -> str:
    """Return the id behind the address of a page of ours; anything else as it is."""
    wanted = name.strip()
    prefix = toolkit.url("/c/")
    if not wanted.startswith(prefix):
        return wanted
    address = wanted.removeprefix(prefix).partition(".")[0]
    return sharing.find(toolkit, address).credential.id
