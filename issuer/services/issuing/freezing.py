"""Freezing the assessment record that comes with a request, in the unit of whoever needs it.

`prepare` reads and writes nothing; `keep` writes what it found, in the same commit as what stands on it, so that
a record that supports nothing is not kept for that. `attestations.import_record` freezes one by itself.
"""

from dataclasses import dataclass

from issuer.badges import attestation as rules
from issuer.badges.model import Attestation
from issuer.documents import schemas
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError
from issuer.services import attestations, people
from issuer.services.principal import Principal
from issuer.services.recording import record
from issuer.services.toolkit import Toolkit
from issuer.store import AttestationRecord, ProfileRecord, SubjectRecord, Unit


@dataclass(frozen=True)
class Ready:
    """A record without gaps at one moment; nothing of it is kept yet, unless it is known.

    Attributes:
        row: the record that is known, or the one to keep.
        judged: its values.
        is_known: whether it is kept already.
        beside: the other records under its external id.
        subject: who its person is towards the profile.
        is_new_subject: whether that is to be kept too.
    """

    row: AttestationRecord
    judged: Attestation
    is_known: bool
    beside: tuple[AttestationRecord, ...]
    subject: SubjectRecord
    is_new_subject: bool


def prepare(reader: Unit, toolkit: Toolkit, profile: ProfileRecord, document: JsonObject) -> Ready:
    """Hold a record against the catalogue and what is frozen, in a reader; `keep` freezes it in a unit.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming every gap, with the first pointer.
        ConflictError: another record has the same external id and attempt.
    """
    looked = attestations.look(reader, document)
    if looked.gaps or looked.person is None or looked.version is None:
        schemas.raise_violations(looked.gaps)
    value = rules.read_sound(document)
    digest = value.digest()
    rows = reader.attestations.by_external_id(profile.id, value.external_id)
    attestations.require_no_clash(value, digest, rows)
    person, version = looked.person, looked.version
    subject = reader.people.find_subject(person.id, profile.id)
    known = next((row for row in rows if row.digest == digest), None)
    return Ready(
        row=known or attestations.freeze(toolkit, profile, value, person_id=person.id, version_id=version.id),
        judged=value,
        is_known=known is not None,
        beside=rows,
        subject=subject or people.new_subject(toolkit, person.id, profile.id),
        is_new_subject=subject is None,
    )


def keep(unit: Unit, toolkit: Toolkit, principal: Principal, profile: ProfileRecord, ready: Ready) -> None:
    """Freeze a prepared record, in the unit of whoever needs it; one that is known is left as it is.

    Raises:
        ConflictError: somebody froze a record under its external id since, or met the person first; prepare again.
    """
    if ready.is_new_subject and unit.people.ensure_subject(ready.subject) != ready.subject:
        raise ConflictError("Another unit recorded who this person is towards this profile.")
    if ready.is_known:
        return
    if unit.attestations.by_external_id(profile.id, ready.row.external_id) != ready.beside:
        raise ConflictError(f"Under {ready.row.external_id}, {attestations.CLASH}.")
    unit.attestations.add(ready.row)
    record(unit, toolkit, principal, attestations.imported_act(profile, ready.row))
