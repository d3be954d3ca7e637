"""People who can receive: a pseudonymous reference, a subject id per issuer, and details that can be erased.

Names and addresses lie in one side row and nowhere else: not in credentials, events, leaves or logs. The
subject id is a fresh `urn:uuid:` for every person and issuer, so that two issuers' credentials do not
tell that they are about one person.
"""

import re
import unicodedata
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import PersonRecord, ProfileRecord, SubjectRecord, Unit
from issuer.terms.mail import ADDRESS

_REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#-]{0,199}")
"""As attestations name people: no space, no @."""
ADDRESSES: Final = ("personalEmail", "email")
"""Details of a person that hold an address, the one that is kept after a change of district first."""
MOST_DETAILS: Final = 40
LONGEST_DETAIL: Final = 500
_DID: Final = re.compile(r"did:(?:key|jwk|web):[A-Za-z0-9._:%-]{1,2000}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def register(
    toolkit: Toolkit, principal: Principal, reference: str, details: JsonObject | None = None
) -> PersonRecord:
    """Make a person known, or return who is known; details that are given replace the ones that are kept.

    Args:
        toolkit: what to work with.
        principal: who asks.
        reference: the pseudonymous id under which attestations name the person.
        details: names and addresses, a flat object of texts such as {"name": …, "email": …}, kept in the
            erasable side row in Unicode NFC. None leaves them as they are.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        InputError: reference or details have the wrong form.
    """
    principal.require_all()
    if not _REFERENCE.fullmatch(reference):
        raise InputError(
            "A reference has letters, digits and . _ : / # -, without spaces and without @.",
            pointer="/reference",
        )
    kept = None if details is None else _normal(details)
    with toolkit.database.unit("people.register") as unit:
        known = unit.people.find_by_reference(reference)
        if known is None:
            known = PersonRecord(id=toolkit.randomness.urn(), reference=reference, created_at=toolkit.clock())
            unit.people.add(known, details=kept)
            record(unit, toolkit, principal, Act(action="person.registered", object=known.id))
        elif kept is not None and unit.people.find_details(known.id) != kept:
            unit.people.set_details(known.id, kept, at=toolkit.clock())
            record(unit, toolkit, principal, Act(action="person.details_changed", object=known.id))
    return known


def erase(toolkit: Toolkit, principal: Principal, reference: str) -> PersonRecord:
    """Erase names and addresses for ever; credentials and events stay, and name nobody.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        NotFoundError: nobody is registered under this reference.
    """
    principal.require_all()
    with toolkit.database.unit("people.erase") as unit:
        person = get_by_reference(unit, reference)
        unit.people.erase_details(person.id, at=toolkit.clock())
        unit.credits.erase_employments(person.id)
        record(unit, toolkit, principal, Act(action="person.erased", object=person.id))
        return unit.people.get(person.id)


def all_people(toolkit: Toolkit) -> tuple[PersonRecord, ...]:
    """Return everybody, by reference."""
    with toolkit.database.reader() as reader:
        return reader.people.all()


def find_details(toolkit: Toolkit, person_id: str) -> JsonObject | None:
    """Return names and addresses of a person, None when there are none or they were erased."""
    with toolkit.database.reader() as reader:
        return reader.people.find_details(person_id)


def mail_address(unit: Unit, person_id: str) -> str | None:
    """Return where a person's mail goes, None when no address is kept or all were erased."""
    details = unit.people.find_details(person_id) or {}
    for name in ADDRESSES:
        address = details.get(name)
        if isinstance(address, str) and ADDRESS.fullmatch(address):
            return address
    return None


def get_by_reference(unit: Unit, reference: str) -> PersonRecord:
    """Return a person by reference.

    Raises:
        NotFoundError: nobody is registered under it.
    """
    person = unit.people.find_by_reference(reference)
    if person is None:
        raise NotFoundError(f"Nobody is registered under {reference[:60]!r}.")
    return person


def ensure_subject(
    unit: Unit, toolkit: Toolkit, person: PersonRecord, profile: ProfileRecord
) -> SubjectRecord:
    """Return who a person is towards an issuer, made now if need be."""
    return unit.people.ensure_subject(new_subject(toolkit, person.id, profile.id))


def bind_did(toolkit: Toolkit, principal: Principal, reference: str, slug: str, did: str) -> SubjectRecord:
    """Let every credential of a profile name a person by a DID of theirs, from the first one on.

    Whether the person controls the DID is for whoever asks this to know: ask for a signed presentation first.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        NotFoundError: nobody is registered under this reference, or there is no such profile.
        InputError: it is no DID of a method that can be checked here.
        ConflictError: the person has another subject id towards this profile, or the DID is somebody else's.
    """
    principal.require_all()
    if not _DID.fullmatch(did):
        raise InputError(
            "A holder's DID is a did:key, did:jwk or did:web without a fragment.", pointer="/did"
        )
    with toolkit.database.unit("people.bind_did") as unit:
        person, profile = get_by_reference(unit, reference), unit.profiles.get_by_slug(slug)
        wanted = SubjectRecord(person.id, profile.id, did, toolkit.clock())
        known = unit.people.find_subject(person.id, profile.id)
        if known is None:
            known = unit.people.ensure_subject(wanted)
            record(
                unit,
                toolkit,
                principal,
                Act(action="person.did_bound", object=person.id, profile=profile.did),
            )
        if known.subject_id != did:
            raise ConflictError(
                "Credentials of this profile name this person in another way already, and that never changes.",
                hint="A DID is bound before the first credential is issued.",
            )
    return known


def new_subject(toolkit: Toolkit, person_id: str, profile_id: str) -> SubjectRecord:
    """Return a fresh subject id for a person and an issuer; nothing is kept yet."""
    return SubjectRecord(
        person_id=person_id,
        profile_id=profile_id,
        subject_id=toolkit.randomness.urn(),
        created_at=toolkit.clock(),
    )


def _normal(details: JsonObject) -> JsonObject:
    if len(details) > MOST_DETAILS:
        raise InputError(f"A person has at most {MOST_DETAILS} details.", pointer="/details")
    return {name: _normal_text(name, item) for name, item in details.items()}


def _normal_text(name: str, item: Json) -> str:
    if not isinstance(item, str) or len(item) > LONGEST_DETAIL or _CONTROL.search(item):
        raise InputError(
            f"A detail is a text of at most {LONGEST_DETAIL} visible characters.", pointer=f"/details/{name}"
        )
    return unicodedata.normalize("NFC", item)
