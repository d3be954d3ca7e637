"""Districts' rules, values of districts and the university, approvals, and the decisions that follow from the awards.

Everything goes through the doors that everybody uses, and again changes nothing. Employment facts are
invented like everything else here: everybody was hired and has a degree before the first award, and had
approved what they began.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from issuer.credits import Basis, read_collection, units
from issuer.demo import partners, school_calendar
from issuer.demo.dataset import Dataset, Educator, read_file
from issuer.demo.plan import PlannedAward
from issuer.services.credits import decisions, employments, equivalencies, preapprovals, rules
from issuer.services.credits.decisions import Ask
from issuer.services.credits.employments import Employment
from issuer.services.credits.equivalencies import StateEquivalency
from issuer.services.credits.preapprovals import PreApprove
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit

REQUESTS_OPEN: Final = (9, 1)
_YEARS_BEFORE: Final = 5


def set_up(
    toolkit: Toolkit, principal: Principal, dataset: Dataset, awards: tuple[PlannedAward, ...]
) -> None:
    """Make rules, values, facts and approvals known where they are not yet: all of it before the first award.

    Raises:
        ConflictError: something of the same name says something else here.
        KeyUnavailableError: the keyring cannot be opened.
    """
    known = read_collection(read_file("salary_rules.json"))
    start = dataset.figures.founded
    for slug, document in known.items():
        rules.import_rules(toolkit, principal, slug, document)
        _state_values(toolkit, principal, dataset, slug, start)
    for university in partners.universities(dataset):
        _state_values(toolkit, principal, dataset, university.slug, start)
    wanted = begun(dataset, awards)
    for person in (item for item in dataset.educators if item.district in known):
        lane = _first_lane(known[person.district])
        _know(toolkit, principal, person, lane, start)
        for code in wanted.get(person.id, ()):
            _approve(toolkit, principal, person, code, start)


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


def begun(dataset: Dataset, awards: tuple[PlannedAward, ...]) -> dict[str, tuple[str, ...]]:
    """Return by person the micro-endorsements of which they earn a part."""
    parts: dict[str, set[str]] = {}
    for record in dataset.micro_endorsements:
        rule: Any = record["componentRule"]
        parts[str(record["code"])] = {*rule.get("all", ()), *rule.get("chooseN", {"from": ()})["from"]}
    earned: dict[str, set[str]] = {}
    for award in awards:
        earned.setdefault(award.person, set()).add(award.code)
    return {
        person: tuple(code for code, named in parts.items() if named & codes)
        for person, codes in earned.items()
    }


def moment_of_requests(dataset: Dataset, *, last: datetime, now: datetime) -> datetime:
    """Return when the requests of the autumn after the school year are decided, never after now."""
    opens = date(dataset.figures.school_year.last.year, *REQUESTS_OPEN)
    return min(max(school_calendar.office_opens(opens), last + timedelta(minutes=1)), now)


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


def _know(toolkit: Toolkit, principal: Principal, person: Educator, lane: str, start: date) -> None:
    """Keep invented facts where none are kept: a decision has moved them on since."""
    with toolkit.database.reader() as reader:
        who = reader.people.find_by_reference(person.id)
        profile = reader.profiles.get_by_slug(person.district)
        if who is None or reader.credits.find_employment(profile.id, who.id) is not None:
            return
    hired = start.replace(year=start.year - _YEARS_BEFORE)
    facts = Employment(
        district=person.district,
        person=person.id,
        hired_on=hired,
        degree_on=hired,
        lane=lane,
        on_file=units.read_amount(0),
    )
    employments.keep(toolkit, principal, facts)


def _approve(toolkit: Toolkit, principal: Principal, person: Educator, code: str, start: date) -> None:
    preapprovals.grant(
        toolkit,
        principal,
        PreApprove(
            district=person.district,
            person=person.id,
            achievement=code,
            version="1.0",
            external_id=f"demo-{person.id}-{code.lower()}",
            granted_on=start,
        ),
    )
