"""Pilots of districts: cohort, costs, incentives, answers, and what the cohort earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select, update

from issuer.documents.strict_json import JsonObject
from issuer.store.rows.achievements import ACHIEVEMENT_VERSIONS, ACHIEVEMENTS
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS, CREDENTIALS, VersionState
from issuer.store.rows.pilots import (
    INCENTIVES,
    PILOT_ANSWERS,
    PILOT_COSTS,
    PILOT_MEMBERS,
    PILOTS,
    IncentiveRecord,
    PilotAnswerRecord,
    PilotCostRecord,
    PilotMemberRecord,
    PilotRecord,
)
from issuer.store.rows.status_lists import STATUS_BITS
from issuer.store.statements import Statements

_PILOT, _MEMBER, _OWED = PILOTS.c, PILOT_MEMBERS.c, INCENTIVES.c


@dataclass(frozen=True)
class EarnedRow:
    """One credential of somebody in a cohort.

    Attributes:
        code: of its achievement.
        ended: whether its newest version was withdrawn or put on hold.
    """

    person_id: str
    credential_id: str
    certificate_number: str
    code: str
    awarded_at: datetime
    ended: int


class PilotRepository:
    """What districts keep of their pilots; credentials know nothing of it."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, pilot: PilotRecord) -> None:
        """Keep a new pilot.

        Raises:
            ConflictError: the district has one of this code.
        """
        self._statements.add(PILOTS, pilot, conflict="This pilot cannot be added")

    def change(self, pilot_id: str, document: JsonObject, *, at: datetime) -> None:
        """Keep what a district says of a pilot now."""
        self._statements.run(
            update(PILOTS).where(_PILOT.id == pilot_id).values(document=document, changed_at=at)
        )

    def find(self, district_id: str, code: str) -> PilotRecord | None:
        """Return a pilot of a district by its code, or None."""
        query = select(PILOTS).where(_PILOT.district_id == district_id, _PILOT.code == code)
        return self._statements.find(PilotRecord, query)

    def of_district(self, district_id: str) -> tuple[PilotRecord, ...]:
        """Return the pilots of a district, by code."""
        query = select(PILOTS).where(_PILOT.district_id == district_id).order_by(_PILOT.code)
        return self._statements.all(PilotRecord, query)

    def put_member(self, member: PilotMemberRecord) -> None:
        """Keep somebody in a cohort, in place of what was kept.

        Raises:
            ConflictError: there is no such pilot or person.
        """
        self._statements.run(
            self._statements.upsert(PILOT_MEMBERS)
            .values(**vars(member))
            .on_conflict_do_update(
                index_elements=[_MEMBER.pilot_id, _MEMBER.person_id], set_={"left_on": member.left_on}
            ),
            conflict="This person cannot be kept",
        )

    def members(self, pilot_id: str) -> tuple[PilotMemberRecord, ...]:
        """Return everybody who was ever in a cohort."""
        query = select(PILOT_MEMBERS).where(_MEMBER.pilot_id == pilot_id).order_by(_MEMBER.person_id)
        return self._statements.all(PilotMemberRecord, query)

    def earned(self, pilot_id: str, codes: Sequence[str]) -> tuple[EarnedRow, ...]:
        """Return what a cohort holds of some achievements, whoever issued it, oldest first."""
        version, bit = CREDENTIAL_VERSIONS.c, STATUS_BITS.c
        newest = (
            select(version.credential_id, func.max(version.number).label("number"))
            .join(CREDENTIALS, CREDENTIALS.c.id == version.credential_id)
            .join(PILOT_MEMBERS, _MEMBER.person_id == CREDENTIALS.c.person_id)
            .where(version.state == VersionState.ISSUED, _MEMBER.pilot_id == pilot_id)
            .group_by(version.credential_id)
            .subquery()
        )
        query = (
            select(
                CREDENTIALS.c.person_id,
                CREDENTIALS.c.id.label("credential_id"),
                CREDENTIALS.c.certificate_number,
                ACHIEVEMENTS.c.code,
                CREDENTIALS.c.awarded_at,
                case((bit.set_at.is_not(None), 1), else_=0).label("ended"),
            )
            .select_from(newest)
            .join(CREDENTIALS, CREDENTIALS.c.id == newest.c.credential_id)
            .join(ACHIEVEMENT_VERSIONS, ACHIEVEMENT_VERSIONS.c.id == CREDENTIALS.c.achievement_version_id)
            .join(ACHIEVEMENTS, ACHIEVEMENTS.c.id == ACHIEVEMENT_VERSIONS.c.achievement_id)
            .join(
                CREDENTIAL_VERSIONS,
                and_(version.credential_id == newest.c.credential_id, version.number == newest.c.number),
            )
            .outerjoin(
                STATUS_BITS,
                and_(bit.status_list_id == version.status_list_id, bit.status_index == version.status_index),
            )
            .where(ACHIEVEMENTS.c.code.in_(codes))
            .order_by(CREDENTIALS.c.awarded_at, CREDENTIALS.c.id)
        )
        return self._statements.all(EarnedRow, query)

    def add_cost(self, cost: PilotCostRecord) -> None:
        """Keep what was spent.

        Raises:
            ConflictError: its external id is taken.
        """
        self._statements.add(PILOT_COSTS, cost, conflict="This cost cannot be added")

    def costs(self, pilot_id: str) -> tuple[PilotCostRecord, ...]:
        """Return what was spent, oldest first."""
        cost = PILOT_COSTS.c
        query = select(PILOT_COSTS).where(cost.pilot_id == pilot_id)
        return self._statements.all(PilotCostRecord, query.order_by(cost.spent_on, cost.external_id))

    def add_incentive(self, incentive: IncentiveRecord) -> None:
        """Keep what is owed.

        Raises:
            ConflictError: it is owed for this credential already.
        """
        self._statements.add(INCENTIVES, incentive, conflict="This incentive cannot be added")

    def incentives(self, pilot_id: str) -> tuple[IncentiveRecord, ...]:
        """Return what is or was owed, oldest first."""
        query = select(INCENTIVES).where(_OWED.pilot_id == pilot_id).order_by(_OWED.owed_on, _OWED.id)
        return self._statements.all(IncentiveRecord, query)

    def pay(self, incentive_id: str, *, payroll: str, at: datetime) -> None:
        """Note the payroll that paid an incentive, once.

        Raises:
            ConflictError: it was paid already.
        """
        self._statements.run(
            update(INCENTIVES).where(_OWED.id == incentive_id).values(payroll=payroll, paid_at=at),
            conflict="This incentive was paid already",
        )

    def add_answers(self, answers: Sequence[PilotAnswerRecord]) -> None:
        """Keep answers, all or none.

        Raises:
            ConflictError: one of them is kept already.
        """
        self._statements.add_all(PILOT_ANSWERS, answers, conflict="An answer is kept already")

    def answers(self, pilot_id: str) -> tuple[PilotAnswerRecord, ...]:
        """Return every answer about a pilot."""
        query = select(PILOT_ANSWERS).where(PILOT_ANSWERS.c.pilot_id == pilot_id)
        return self._statements.all(PilotAnswerRecord, query.order_by(PILOT_ANSWERS.c.external_id))
