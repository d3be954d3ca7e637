"""Questions to a holder that are still open or were answered a short time ago: is this credential yours?

Rows of work, forgotten after a day: they say nothing about who asked. Laws: nothing of a question changes but
that tries only count up and that it is proven once (`holder_proofs_are_proven_once`); a question has a challenge
or the hash of a code, never both. A code is kept as a slow salted hash, because six to eight digits are few.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class ProofMethod(StrEnum):
    """How a holder answers: by a signature of the DID in the credential, or by a code sent to an address."""

    DID = "did"
    CODE = "code"


HOLDER_PROOFS: Final = Table(
    "holder_proofs",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False),
    Column("method", Choice(ProofMethod), nullable=False),
    Column("challenge", TEXT, nullable=True),
    Column("code_hash", LargeBinary, nullable=True),
    Column("salt", LargeBinary, nullable=True),
    moment("created_at"),
    moment("expires_at"),
    Column("tries", Integer, nullable=False),
    moment("proven_at", nullable=True),
    Column("proven_by", TEXT, nullable=True),
    Index("ix_holder_proofs_credential_id_created_at", "credential_id", "created_at"),
    Index("ix_holder_proofs_created_at", "created_at"),
    CheckConstraint(one_of("method", ProofMethod), name="method"),
    CheckConstraint("(challenge IS NULL) <> (code_hash IS NULL)", name="challenge_or_code"),
    CheckConstraint("(code_hash IS NULL) = (salt IS NULL)", name="code_is_salted"),
    CheckConstraint("(proven_at IS NULL) = (proven_by IS NULL)", name="proven_by_something"),
    CheckConstraint("expires_at > created_at", name="period"),
)


@dataclass(frozen=True)
class HolderProofRecord:
    """One question to a holder.

    Attributes:
        challenge: what a signed answer must repeat; None where a code is asked for.
        code_hash: slow salted hash of the code; None where a signature is asked for.
        tries: how many answers were tried.
        proven_by: the DID that signed, or "code".
    """

    id: str
    credential_id: str
    method: ProofMethod
    challenge: str | None
    code_hash: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    proven_at: datetime | None = None
    proven_by: str | None = None
