"""The two commits of the endorsing road, as `services.issuing.versions` has them for credentials.

Commit 1 records the intent with its statement and burns the slot, before anything is signed; commit 2
records the exact bytes with their event and leaf, before anything leaves.
"""

from datetime import datetime

from issuer.badges.endorsement import Endorsement, Related, build_endorsement
from issuer.badges.model import StatusSlot
from issuer.badges.rules import dates_are_in_order, issuer_is_a_did
from issuer.documents.lint import LintedDocument, lint
from issuer.documents.strict_json import JsonObject
from issuer.services import intents, keys, profiles, securing, status_lists
from issuer.services.endorsements import statements
from issuer.services.endorsements.commands import IssueEndorsement
from issuer.services.endorsements.statements import Drafted
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import (
    Audience,
    Carries,
    EndorsementRecord,
    KeyPurpose,
    ProfileRecord,
    Unit,
    VersionState,
)
from issuer.terms import vc
from issuer.verify import Verdict

SCHEMA = "emit/endorsement"
RULES = (dates_are_in_order, issuer_is_a_did)


def draft(
    toolkit: Toolkit,
    profile: ProfileRecord,
    command: IssueEndorsement,
    *,
    request_digest: str,
    audience: Audience,
    statement: Drafted | None,
) -> EndorsementRecord:
    """Draw an id and a slot, and build the plain document that names both; nothing is recorded yet.

    Raises:
        KeyUnavailableError: the profile has no active key; a profile that cannot sign burns no slot.
        StoreUnavailableError: others kept taking what was drawn; ask again.
    """
    keys.get_active(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    status_list, index = status_lists.choose_slot(toolkit, profile, Carries.ENDORSEMENTS)
    with toolkit.database.reader() as reader:
        endorser = profiles.value(reader, profile)
    now = toolkit.clock()
    bound = () if statement is None else (Related(statement.url, statement.digest),)
    said = Endorsement(
        credential_id=toolkit.randomness.urn(),
        endorser=endorser,
        subject_id=command.subject.id,
        name=command.name,
        comment=command.comment,
        valid_from=command.valid_from or now,
        valid_until=command.valid_until,
        status_slot=StatusSlot(status_lists.address(toolkit, status_list), index),
        related=(*bound, *command.related),
    )
    return EndorsementRecord(
        id=said.credential_id,
        profile_id=profile.id,
        external_id=command.external_id,
        request_digest=request_digest,
        subject_id=command.subject.id,
        subject_type=command.subject.type,
        subject_version=command.subject.version,
        name=command.name,
        audience=audience,
        state=VersionState.PREPARED,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        status_list_id=status_list.id,
        status_index=index,
        intent={"document": build_endorsement(said), "carried": command.carried},
        prepared_at=now,
    )


def lint_endorsement(document: JsonObject) -> LintedDocument:
    """Hold a plain endorsement against schema, contexts, our content rules and JSON-LD safe mode.

    Raises:
        ConformanceError: it breaks one; everything that was found is named.
    """
    return lint(document, schema=SCHEMA, rules=RULES)


def intended_document(endorsement: EndorsementRecord) -> JsonObject:
    """Return the plain document that a prepared endorsement is to become.

    Raises:
        SigningError: the intent is damaged.
    """
    return intents.intended_document(endorsement.intent, endorsement.id)


def finish(
    unit: Unit, toolkit: Toolkit, principal: Principal, prepared: EndorsementRecord, secured: Secured
) -> EndorsementRecord:
    """Record the exact bytes of a prepared endorsement, with their event and leaf.

    Raises:
        ConflictError: it was finished or abandoned by another.
    """
    sha256 = unit.endorsements.finish(
        prepared.id,
        body=secured.body,
        key_id=secured.key.id,
        context_hashes=secured.context_hashes,
        issued_at=toolkit.clock(),
    )
    act = Act(
        action="endorsement.issued",
        object=prepared.id,
        profile=unit.profiles.get(prepared.profile_id).did,
        kind="endorse",
        endorsement=prepared.id,
        sha256=sha256,
        after="sha256:" + sha256,
    )
    record(unit, toolkit, principal, act)
    return unit.endorsements.get(prepared.id)


def abandon(
    unit: Unit, toolkit: Toolkit, principal: Principal, endorsement: EndorsementRecord, *, category: str
) -> None:
    """Give a prepared endorsement up; its slot stays burned, and the next try is a new endorsement.

    Args:
        unit: where.
        toolkit: what to work with.
        principal: who gives it up.
        endorsement: the prepared endorsement.
        category: why, one word: "stale" or "unverified".

    Raises:
        ConflictError: it was finished or abandoned by another.
    """
    unit.endorsements.abandon(endorsement.id, at=toolkit.clock())
    act = Act(
        action="endorsement.abandoned",
        object=endorsement.id,
        profile=unit.profiles.get(endorsement.profile_id).did,
        endorsement=endorsement.id,
        category=category,
    )
    record(unit, toolkit, principal, act)


def require_verified(
    toolkit: Toolkit, principal: Principal, pending: EndorsementRecord, secured: Secured
) -> None:
    """Return quietly when signed bytes verify, their statement too; else give them up: they never leave.

    Raises:
        SigningError: they do not verify.
    """
    expected = _expected(pending, toolkit.clock())
    with intents.giving_up(
        toolkit, lambda unit: abandon(unit, toolkit, principal, pending, category="unverified")
    ):
        beside = statements.bound_to(toolkit, pending)
        securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, expected, beside=beside)


def _expected(endorsement: EndorsementRecord, now: datetime) -> Verdict:
    """Return what the pipeline must say: an agreement may begin later, and a past one may be put on record."""
    if endorsement.valid_from > now:
        return Verdict.NOT_YET_VALID
    if endorsement.valid_until is not None and endorsement.valid_until <= now:
        return Verdict.EXPIRED
    return Verdict.VALID
