"""Issue one endorsement credential: the two-commit road of design.md section 4, as `services.issuing.issuance`.

What can go wrong between any two lines, and what then is true:
- before commit 1 nothing is recorded and nothing is signed; asking again begins anew;
- after commit 1 the intent, its statement and its slot are recorded; asking again finishes that very
  intent, and gives the same id; `sweep` gives it up when nobody asks;
- after commit 2 the exact bytes are recorded; asking again gives them.
"""

import hashlib
import re
from typing import Final

from issuer.documents import jcs
from issuer.documents.strict_json import Json
from issuer.documents.times import format_time
from issuer.errors import ConflictError, ConformanceError, InputError, StoreUnavailableError
from issuer.services import securing
from issuer.services.endorsements import road, statements
from issuer.services.endorsements.commands import IssuedEndorsement, IssueEndorsement
from issuer.services.endorsements.statements import Drafted
from issuer.services.principal import Principal
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import EndorsementRecord, ProfileRecord, SubjectType, VersionState

TRIES: Final = 10
EXTERNAL_ID: Final = re.compile(r"[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,198}[^\x00-\x20\x7f])?")
LONGEST_NAME: Final = 200


def issue(toolkit: Toolkit, principal: Principal, command: IssueEndorsement) -> IssuedEndorsement:
    """Issue an endorsement, or return the one that was issued for the same request.

    Raises:
        NotAuthorizedError: the principal may not act for the endorser.
        NotFoundError: there is no such profile.
        InputError: a value has the wrong form, or there is no such kind of statement.
        ConformanceError: the statement does not fit its schema, or the document breaks a rule.
        ConflictError: the external id was used for another request.
        KeyUnavailableError: the profile has no active key.
        SigningError: the signed endorsement did not verify; nothing was released.
        StoreUnavailableError: the database did not answer; ask again for the same endorsement.
    """
    # (1) May this caller speak for this profile? (2) Who, what and since when, as values.
    principal.require(command.profile)
    _require_form(command)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(command.profile)
    digest = request_digest(command)
    for _ in range(TRIES):
        known = _look(toolkit, profile, command, digest)
        if known is not None and known.state is VersionState.ISSUED:
            return IssuedEndorsement(known, is_new=False)
        if known is None:
            # (3) A statement of the right form, a random id, a random slot. (4) The plain document, (5) linted.
            statement = None if command.statement is None else statements.draft(toolkit, command.statement)
            audience = statements.audience_of(command, statement)
            drafted = road.draft(
                toolkit, profile, command, request_digest=digest, audience=audience, statement=statement
            )
            linted = road.lint_endorsement(road.intended_document(drafted))
            # (6) Commit 1: the intent, the statement and the burned slot, before anything is signed.
            known = _commit_intent(toolkit, drafted, statement)
            if known is None:
                continue
        else:
            linted = road.lint_endorsement(road.intended_document(known))
        # (7) Sign, (8) and verify as a stranger would.
        secured = securing.secure(toolkit, profile, linted, created=known.prepared_at)
        road.require_verified(toolkit, principal, known, secured)
        # (9) Commit 2: the exact bytes, their event and their log leaf. (10) Only now does anything leave.
        issued = _commit_bytes(toolkit, principal, known, secured)
        if issued is not None:
            return issued
    raise StoreUnavailableError("Others kept coming between; ask again for the same endorsement.")


def request_digest(command: IssueEndorsement) -> str:
    """Return the digest of everything that was asked, so that two requests can be compared."""
    statement: Json = None
    if command.statement is not None:
        asked = command.statement
        statement = {"kind": asked.kind, "version": asked.version, "facts": asked.facts}
    asked_for: Json = {
        "subject": [command.subject.id, command.subject.type.value, command.subject.version],
        "name": command.name,
        "comment": command.comment,
        "statement": statement,
        "related": [[item.id, item.digest_multibase, item.media_type] for item in command.related],
        "validFrom": None if command.valid_from is None else format_time(command.valid_from),
        "validUntil": None if command.valid_until is None else format_time(command.valid_until),
        "carried": command.carried,
        "audience": None if command.audience is None else command.audience.value,
    }
    return "sha256:" + hashlib.sha256(jcs.canonicalize(asked_for)).hexdigest()


def _require_form(command: IssueEndorsement) -> None:
    if not EXTERNAL_ID.fullmatch(command.external_id):
        raise InputError("An external id has 1 to 200 visible characters.", pointer="/externalId")
    if not command.name.strip() or len(command.name) > LONGEST_NAME:
        raise InputError(f"A name has 1 to {LONGEST_NAME} characters.", pointer="/name")
    if not command.comment.strip():
        raise InputError("An endorser says something: the comment is missing.", pointer="/comment")
    if command.subject.version is not None and command.subject.type is not SubjectType.ACHIEVEMENT:
        raise InputError("Only an achievement has versions to endorse.", pointer="/subject/version")
    if command.carried and command.subject.type is not SubjectType.ACHIEVEMENT:
        raise InputError(
            "Only an endorsement of an achievement is carried in credentials.", pointer="/carried"
        )
    start, end = command.valid_from, command.valid_until
    if start is not None and end is not None and end <= start:
        raise ConformanceError("An endorsement ends after it begins.", pointer="/validUntil")


def _look(
    toolkit: Toolkit, profile: ProfileRecord, command: IssueEndorsement, digest: str
) -> EndorsementRecord | None:
    """Return what was issued or prepared for this request.

    Raises:
        ConflictError: the external id was used for another request.
    """
    with toolkit.database.reader() as reader:
        known = reader.endorsements.find_by_external_id(profile.id, command.external_id)
    if known is not None and known.request_digest != digest:
        raise ConflictError(
            f"Another endorsement was asked for under {command.external_id!r}.",
            hint="Use a new external id; to change an endorsement, withdraw it and issue another.",
        )
    return known


def _commit_intent(
    toolkit: Toolkit, drafted: EndorsementRecord, statement: Drafted | None
) -> EndorsementRecord | None:
    """Record intent, statement and slot; None when another caller or a taken slot came between."""
    row = None if statement is None else statements.row(statement, drafted)
    try:
        with toolkit.database.unit("endorse.prepare") as unit:
            unit.endorsements.prepare(drafted, row)
            return unit.endorsements.get(drafted.id)
    except ConflictError:
        return None


def _commit_bytes(
    toolkit: Toolkit, principal: Principal, pending: EndorsementRecord, secured: Secured
) -> IssuedEndorsement | None:
    """Record the bytes with event and leaf; None when another caller finished or swept it."""
    try:
        with toolkit.database.unit("endorse.finish") as unit:
            return IssuedEndorsement(road.finish(unit, toolkit, principal, pending, secured), is_new=True)
    except ConflictError:
        return None
