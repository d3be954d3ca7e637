"""Decide what counts for a person, record it once, sign it, and decide it again years later.

`preview` keeps nothing. `decide` walks two commits: first the decision with the credits that it uses up, under
the database's law that a credit is used once in a district; then the signed credential, which travels.
What a crash leaves behind: after the first commit the decision stands, and asking again under the same
external id signs it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from issuer.credits import Decision, Equivalency, Kind, Request, RuleSet, inputs, read, units, whatif
from issuer.credits import decide as decide_it
from issuer.credits.whatif import Prospect
from issuer.documents import jcs, strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, InputError, StoreUnavailableError
from issuer.services import people
from issuer.services.credits import signing
from issuer.services.credits.gathering import Wanted, gather
from issuer.services.endorsements import IssuedEndorsement
from issuer.services.principal import Principal
from issuer.services.recognition.reading import holding, values_of
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import (
    CreditUseRecord,
    EmploymentRecord,
    LaneDecisionRecord,
    LaneRulesRecord,
    PersonRecord,
    ProfileRecord,
    Unit,
)

TRIES: Final = 10


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is asked to be decided.

    Attributes:
        district: slug of the district's profile.
        person: reference of the person.
        on: the day of the request.
        credentials: ids or certificate numbers; None for everything that the person earned by then, which
            only who acts for the whole installation may ask.
    """

    district: str
    person: str
    on: date
    credentials: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Decided:
    """A recorded decision.

    Attributes:
        row: its row; `row.body` is what was decided, canonically.
        credential: the signed decision; None where it is about no credential.
        is_new: whether this very call recorded it.
    """

    row: LaneDecisionRecord
    credential: IssuedEndorsement | None
    is_new: bool

    @property
    def content(self) -> JsonObject:
        """The decision as it was recorded."""
        return strict_json.parse_object(self.row.body)


@dataclass(frozen=True)
class _Case:
    """Everything that one decision rests on."""

    district: ProfileRecord
    person: PersonRecord
    row: LaneRulesRecord
    rules: RuleSet
    request: Request
    known: tuple[Equivalency, ...]

    def decide(self) -> Decision:
        return decide_it(self.rules, self.request, self.known)


def preview(toolkit: Toolkit, principal: Principal, ask: Ask) -> Decision:
    """Decide without keeping anything.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile, person or credential, or no rules hold on the day.
        InputError: a restricted principal named no credentials.
    """
    return _case(toolkit, principal, ask).decide()


def what_if(
    toolkit: Toolkit, principal: Principal, ask: Ask, *, kind: Kind, each: str, unit: str = "semesterHour"
) -> Prospect:
    """Say how many more of one kind reach the next lane.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: as `preview`.
        InputError: `each` is no amount, or a restricted principal named no credentials.
    """
    if unit not in units.UNITS:
        raise InputError(f"The unit is one of {', '.join(units.UNITS)}.", pointer="/unit")
    case = _case(toolkit, principal, ask)
    amount = units.read_amount(each, "/hours")
    return whatif.what_if(case.rules, case.request, case.known, kind=kind, each=amount, unit=unit)


def decide(toolkit: Toolkit, principal: Principal, ask: Ask, external_id: str) -> Decided:
    """Record a decision and sign it, or return the one that was recorded under this external id.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: as `preview`.
        InputError: a restricted principal named no credentials.
        ConflictError: the external id was used for another request.
        KeyUnavailableError: the district has no active key.
        SigningError: the signed decision did not verify; nothing was released.
        StoreUnavailableError: others kept deciding about the same credits; ask again.
    """
    for _ in range(TRIES):
        known = _recorded(toolkit, principal, ask, external_id)
        row = known or _record(toolkit, principal, _case(toolkit, principal, ask), external_id)
        if row is not None:
            return Decided(row, signing.sign(toolkit, principal, row), is_new=known is None)
    raise StoreUnavailableError("Others kept deciding about the same credits; ask again.")


def of_person(toolkit: Toolkit, principal: Principal, district: str, person: str) -> tuple[Decided, ...]:
    """Return a district's decisions about a person, oldest first.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or person.
    """
    principal.require(district)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        who = people.get_by_reference(reader, person)
        rows = reader.credits.decisions(district_id=profile.id, person_id=who.id)
    return tuple(Decided(row, signing.sign(toolkit, principal, row), is_new=False) for row in rows)


def decide_again(toolkit: Toolkit, principal: Principal, decision_id: str) -> bool:
    """Say whether the recorded inputs still give the recorded decision, byte for byte (CRD-08).

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such decision.
    """
    with toolkit.database.reader() as reader:
        row = reader.credits.get_decision(decision_id)
        district = reader.profiles.get(row.district_id)
        principal.require(district.slug)
        kept = next(item for item in reader.credits.rules_of(district.id) if item.id == row.rules_id)
    request, known = inputs.from_json(row.inputs)
    found = decide_it(read(kept.document, district=district.slug), request, known)
    return jcs.canonicalize(found.to_json()) == row.body


def _case(toolkit: Toolkit, principal: Principal, ask: Ask) -> _Case:
    principal.require(ask.district)
    if ask.credentials is None:
        # Who holds a credential's id was handed it; all of a person's credentials are nobody's to list.
        principal.require_all()
    with toolkit.database.reader() as reader:
        district = reader.profiles.get_by_slug(ask.district)
        person = people.get_by_reference(reader, ask.person)
        row, rule_set = holding(reader, district, ask.on)
        known = values_of(reader, district)
    request = gather(toolkit, Wanted(district, person, ask.on, ask.credentials))
    return _Case(district, person, row, rule_set, request, known)


def _recorded(
    toolkit: Toolkit, principal: Principal, ask: Ask, external_id: str
) -> LaneDecisionRecord | None:
    """Return what was decided under the external id.

    Raises:
        ConflictError: it was another request.
    """
    principal.require(ask.district)
    with toolkit.database.reader() as reader:
        district = reader.profiles.get_by_slug(ask.district)
        row = reader.credits.find_decision(district.id, external_id)
        if row is None:
            return None
        person = people.get_by_reference(reader, ask.person)
    named: Any = row.inputs.get("credentials")
    ids = {item["id"] for item in named}
    other = ask.credentials is not None and not ids.issuperset(
        name for name in ask.credentials if name.startswith("urn:uuid:")
    )
    if row.person_id != person.id or row.requested_on != ask.on.isoformat() or other:
        raise ConflictError(
            f"Another request was decided under {external_id!r}.", hint="Use a new external id."
        )
    return row


def _record(
    toolkit: Toolkit, principal: Principal, case: _Case, external_id: str
) -> LaneDecisionRecord | None:
    """Commit a decision with the credits that it uses up; None when another decision came between."""
    found = case.decide()
    body = jcs.canonicalize(found.to_json())
    row = LaneDecisionRecord(
        id=toolkit.randomness.urn(),
        district_id=case.district.id,
        person_id=case.person.id,
        external_id=external_id,
        rules_id=case.row.id,
        requested_on=found.on.isoformat(),
        effective_on=found.window.effective.isoformat(),
        hours=units.exact(found.hours),
        lane_changed=int(found.move is not None and found.move.steps > 0),
        inputs=inputs.to_json(case.request, case.known),
        body=body,
        digest="sha256:" + hashlib.sha256(body).hexdigest(),
        decided_at=toolkit.clock(),
    )
    try:
        with toolkit.database.unit("credits.decide") as unit:
            unit.credits.add_decision(row, _uses(case, found, row) if case.rules.single_use else ())
            _move_on_file(unit, case, found, row)
            act = Act(action="credit.decided", object=row.id, profile=case.district.did, after=row.digest)
            record(unit, toolkit, principal, act)
    except ConflictError:
        return None
    return row


def _uses(case: _Case, found: Decision, row: LaneDecisionRecord) -> list[CreditUseRecord]:
    """Return one use for every counted credential and for every component that is known in it."""
    earned = {item.id: item for item in case.request.credentials}
    used: dict[str, str] = {}
    before = {
        key
        for use in case.request.teacher.uses
        if use.district == case.district.slug
        for key in (use.credit, use.code)
    }
    for item in found.items:
        if not item.consumed:
            continue
        one = earned[item.credit]
        for key, code in (
            (one.id, one.code),
            *((part.id or f"{one.id}#{part.code}", part.code) for part in one.components),
        ):
            if key not in before and code not in before and code not in used.values():
                used[key] = code
    return [
        CreditUseRecord(case.district.id, case.person.id, key, code, row.id, row.requested_on)
        for key, code in used.items()
    ]


def _move_on_file(unit: Unit, case: _Case, found: Decision, row: LaneDecisionRecord) -> None:
    """Move the teacher's lane and hours on file, so that the next decision goes on from there."""
    known = unit.credits.find_employment(case.district.id, case.person.id)
    if known is None or found.move is None or not found.hours:
        return
    unit.credits.set_employment(
        EmploymentRecord(
            known.district_id,
            known.person_id,
            known.hired_on,
            known.degree_on,
            found.move.after.name,
            units.exact(found.move.total),
            row.decided_at,
        )
    )
