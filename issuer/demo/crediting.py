"""Districts with their rules, a university, values, approvals, and the decisions that follow from the awards.

Everything goes through the doors that everybody uses, and again changes nothing. Employment facts are
invented like everything else here: everybody was hired and has a degree before the first award.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from issuer.badges.model import DEMONSTRATION
from issuer.credits import Basis, read_collection, units
from issuer.demo import school_calendar
from issuer.demo.dataset import Dataset, read_file
from issuer.services import keys, profiles
from issuer.services.credits import decisions, employments, equivalencies, preapprovals, rules
from issuer.services.credits.decisions import Ask
from issuer.services.credits.employments import Employment
from issuer.services.credits.equivalencies import StateEquivalency
from issuer.services.credits.preapprovals import PreApprove
from issuer.services.principal import Principal
from issuer.services.profiles import CreateProfile
from issuer.services.recognition.reading import ACCREDITOR
from issuer.services.toolkit import Toolkit
from issuer.store import KeyPurpose

UNIVERSITY: Final = "university"
FICTIONAL: Final = " (fictional)"
ACCREDITED_BY: Final = "Fictional Accreditor"
REQUESTS_OPEN: Final = (9, 1)
_NOT_REAL: Final = "A demonstration: nothing that it states is real."
_YEARS_BEFORE: Final = 5


def slugs(dataset: Dataset) -> frozenset[str]:
    """Return the slugs of the profiles that this module makes."""
    return frozenset(
        [item.slug for item in dataset.districts] + [item.slug for item in _universities(dataset)]
    )


def set_up(toolkit: Toolkit, principal: Principal, dataset: Dataset) -> None:
    """Make districts, the university, rules, values, facts and approvals known where they are not yet.

    Raises:
        ConflictError: something of the same name says something else here.
        KeyUnavailableError: the keyring cannot be opened.
    """
    for district in dataset.districts:
        identifiers = (("ext:ncesLeaId", district.leaid),) if district.leaid else ()
        _profile(toolkit, principal, district.slug, district.name, identifiers)
    for partner in _universities(dataset):
        _profile(toolkit, principal, partner.slug, partner.name, ((ACCREDITOR, ACCREDITED_BY),))
    known = read_collection(read_file("salary_rules.json"))
    start = dataset.figures.founded
    for slug, document in known.items():
        rules.import_rules(toolkit, principal, slug, document)
        _state_values(toolkit, principal, dataset, slug, start)
    for partner in _universities(dataset):
        _state_values(toolkit, principal, dataset, partner.slug, start)
    for person in (item for item in dataset.educators if item.district in known):
        lane = _first_lane(known[person.district])
        _know(toolkit, principal, dataset, person.id, person.district, lane, start)


def decide(toolkit: Toolkit, principal: Principal, dataset: Dataset) -> int:
    """Decide once for everybody whose district has rules but for one; return how many decisions are new.

    The one is left for whoever looks around: a request that counts and is still to be decided. All badges are
    there before this is asked, micro-endorsements too: a decision sees what was earned until its day.

    Raises:
        IssuerError: as `decisions.decide`; what was decided stays, and another run goes on from there.
    """
    asks = _asks(toolkit, dataset)
    kept = [decisions.of_person(toolkit, principal, ask.district, ask.person) for ask in asks]
    open_asks = [ask for ask, found in zip(asks, kept, strict=True) if not found]
    counting = [ask for ask in open_asks if decisions.preview(toolkit, principal, ask).hours]
    is_one_decided = any(units.read_amount(item.row.hours) for found in kept for item in found)
    waiting = counting[-1] if counting and (is_one_decided or len(counting) > 1) else None
    return sum(
        decisions.decide(toolkit, principal, ask, f"demo-{ask.person}").is_new
        for ask in open_asks
        if ask is not waiting
    )


def _asks(toolkit: Toolkit, dataset: Dataset) -> list[Ask]:
    known = read_collection(read_file("salary_rules.json"))
    day = toolkit.clock().date()
    with toolkit.database.reader() as reader:
        return [
            Ask(district=person.district, person=person.id, on=day)
            for person in dataset.educators
            if person.district in known and reader.people.find_by_reference(person.id) is not None
        ]


def moment_of_requests(dataset: Dataset, *, last: datetime, now: datetime) -> datetime:
    """Return when the requests of the autumn after the school year are decided, never after now."""
    opens = date(dataset.figures.school_year.last.year, *REQUESTS_OPEN)
    return min(max(school_calendar.office_opens(opens), last + timedelta(minutes=1)), now)


def _universities(dataset: Dataset) -> list[Any]:
    return [item for item in dataset.partners if item.kind == UNIVERSITY]


def _profile(
    toolkit: Toolkit, principal: Principal, slug: str, name: str, identifiers: tuple[tuple[str, str], ...]
) -> None:
    shown = name.removesuffix(FICTIONAL).removesuffix(DEMONSTRATION) + DEMONSTRATION
    profiles.create(
        toolkit,
        principal,
        CreateProfile(
            slug=slug, name=shown, identifiers=identifiers, timezone="America/Chicago", description=_NOT_REAL
        ),
    )
    if not keys.of_profile(toolkit, slug):
        keys.new(toolkit, principal, slug, KeyPurpose.DATA_INTEGRITY)


def _state_values(toolkit: Toolkit, principal: Principal, dataset: Dataset, slug: str, start: date) -> None:
    """State the value of every micro-endorsement: as many hours as it has components."""
    for record in dataset.micro_endorsements:
        code = str(record["code"])
        equivalencies.state(
            toolkit,
            principal,
            StateEquivalency(
                recogniser=slug,
                external_id=f"demo-{code.lower()}",
                achievement=code,
                value=units.read_amount(record["creditsAvailable"]),
                unit="semesterHour",
                basis=Basis.EQUIVALENT,
                valid_from=start,
                conditions="Invented for the demonstration.",
            ),
        )


def _first_lane(document: dict[str, Any]) -> str:
    lane = document["lanes"][0]
    return str(lane["name"] if isinstance(lane, dict) else lane)


def _know(  # noqa: PLR0917  (one use)
    toolkit: Toolkit,
    principal: Principal,
    dataset: Dataset,
    person: str,
    district: str,
    lane: str,
    start: date,
) -> None:
    """Keep invented facts where none are kept: a decision has moved them on since."""
    with toolkit.database.reader() as reader:
        who = reader.people.find_by_reference(person)
        profile = reader.profiles.get_by_slug(district)
        is_known = who is None or reader.credits.find_employment(profile.id, who.id) is not None
    if not is_known:
        hired = start.replace(year=start.year - _YEARS_BEFORE)
        facts = Employment(
            district=district,
            person=person,
            hired_on=hired,
            degree_on=hired,
            lane=lane,
            on_file=units.read_amount(0),
        )
        employments.keep(toolkit, principal, facts)
    if who is None:
        return
    for record in dataset.micro_endorsements:
        code = str(record["code"])
        preapprovals.grant(
            toolkit,
            principal,
            PreApprove(
                district=district,
                person=person,
                achievement=code,
                version="1.0",
                external_id=f"demo-{person}-{code.lower()}",
                granted_on=start,
            ),
        )
