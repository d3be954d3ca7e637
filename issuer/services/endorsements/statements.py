"""Statements of endorsements on this installation: made, held against their schema, and where they lie.

The address of a statement cannot be guessed, so that it tells nothing to whoever does not hold the signed
endorsement that names it. What holds a person's facts is in no list, may be kept by no cache, and can be
erased; the digest in the endorsement stays.
"""

import base64
from dataclasses import dataclass
from typing import Final

from issuer.badges.digests import digest_multibase
from issuer.badges.statements import build_statement, canonical_bytes, find_kind, violations
from issuer.documents import schemas
from issuer.documents.lint import personal_data
from issuer.documents.strict_json import CREDENTIAL_LIMITS
from issuer.errors import ConformanceError, InputError
from issuer.services.endorsements.commands import IssueEndorsement, Statement
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import Audience, EndorsementRecord, StatementRecord, SubjectType

TOKEN_BYTES: Final = 24
PATH: Final = "/statements/"


@dataclass(frozen=True)
class Drafted:
    """A statement that fits its schema; nothing of it is recorded yet.

    Attributes:
        token: last part of its address.
        url: its address.
        body: its exact canonical bytes.
        is_personal: whether it holds a person's facts.
    """

    kind: str
    version: str
    token: str
    url: str
    body: bytes
    is_personal: bool

    @property
    def digest(self) -> str:
        """`digestMultibase` of the bytes."""
        return digest_multibase(self.body)


def address(toolkit: Toolkit, token: str) -> str:
    """Return the address of a statement."""
    return toolkit.url(PATH + token)


def draft(toolkit: Toolkit, said: Statement) -> Drafted:
    """Put a statement in its canonical form and hold it against its schema.

    Raises:
        InputError: there is no such kind, or a member is said twice.
        ConformanceError: SCHEMA_VIOLATION, or a mail address or social security number in clear text.
    """
    kind = find_kind(said.kind, said.version)
    if kind is None:
        raise InputError(
            f"There is no statement {said.kind!r} of version {said.version!r}.", pointer="/statement"
        )
    if said.facts.keys() & {"type", "version", "schema"}:
        raise InputError("Type, version and schema of a statement are added here.", pointer="/statement")
    document = build_statement(kind, said.facts, base_url=toolkit.base_url)
    found = [*violations(document, kind), *personal_data(document)]
    if found:
        schemas.raise_violations(found)
    body = canonical_bytes(document)
    if len(body) > CREDENTIAL_LIMITS.max_bytes:
        raise ConformanceError("This statement is too long to be read again.", pointer="/statement")
    token = base64.urlsafe_b64encode(toolkit.randomness.token(TOKEN_BYTES)).decode("ascii")
    return Drafted(kind.kind, kind.version, token, address(toolkit, token), body, kind.is_personal)


def audience_of(command: IssueEndorsement, statement: Drafted | None) -> Audience:
    """Return who may read an endorsement.

    Raises:
        InputError: it is to be public and holds a person's facts.
    """
    is_personal = statement is not None and statement.is_personal
    is_personal = is_personal or command.subject.type is SubjectType.CREDENTIAL
    if is_personal and command.audience is Audience.PUBLIC:
        raise InputError("What is about one person is not published.", pointer="/audience")
    return command.audience or (Audience.HOLDER if is_personal else Audience.PUBLIC)


def row(statement: Drafted, endorsement: EndorsementRecord) -> StatementRecord:
    """Return what commit 1 records of a statement."""
    return StatementRecord(
        token=statement.token,
        endorsement_id=endorsement.id,
        kind=statement.kind,
        version=statement.version,
        audience=endorsement.audience,
        body=statement.body,
        created_at=endorsement.prepared_at,
    )


def bound_to(toolkit: Toolkit, endorsement: EndorsementRecord) -> tuple[bytes, ...]:
    """Return the bytes of the statement that an endorsement binds, if it binds one and it was not erased."""
    with toolkit.database.reader() as reader:
        found = reader.endorsements.statement_of(endorsement.id)
    return () if found is None else (found.body,)


def erase(toolkit: Toolkit, principal: Principal, endorsement_id: str) -> None:
    """Erase the statement of an endorsement for the holder; the endorsement stays as it was signed.

    Raises:
        NotFoundError: there is no such endorsement.
        NotAuthorizedError: the principal may not act for the endorser.
        ConflictError: the statement is public.
    """
    with toolkit.database.unit("statement.erase") as unit:
        endorsement = unit.endorsements.lock(endorsement_id)
        profile = unit.profiles.get(endorsement.profile_id)
        principal.require(profile.slug)
        if unit.endorsements.statement_of(endorsement_id) is None:
            return
        unit.endorsements.erase_statement(endorsement_id)
        act = Act(
            action="statement.erased",
            object=endorsement_id,
            profile=profile.did,
            endorsement=endorsement_id,
        )
        record(unit, toolkit, principal, act)
