"""Rules, values, approvals, employment facts, decisions and used credits."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from issuer.store.rows.credits import (
    CREDIT_EQUIVALENCIES,
    CREDIT_USES,
    EMPLOYMENTS,
    LANE_DECISIONS,
    LANE_RULES,
    PRE_APPROVALS,
    CreditUseRecord,
    EmploymentRecord,
    EquivalencyRecord,
    LaneDecisionRecord,
    LaneRulesRecord,
    PreApprovalRecord,
)
from issuer.store.statements import Statements


class CreditRepository:
    """What districts and other recognisers say about credit. Nothing but employment facts ever changes."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add_rules(self, rules: LaneRulesRecord) -> None:
        """Keep a version of a district's rules.

        Raises:
            ConflictError: the district has a version of this name.
        """
        self._statements.add(LANE_RULES, rules, conflict="These rules cannot be added")

    def rules_of(self, district_id: str) -> tuple[LaneRulesRecord, ...]:
        """Return every version of a district's rules, oldest first."""
        query = select(LANE_RULES).where(LANE_RULES.c.district_id == district_id)
        return self._statements.all(LaneRulesRecord, query.order_by(LANE_RULES.c.created_at, LANE_RULES.c.id))

    def districts_with_rules(self) -> tuple[str, ...]:
        """Return the profile ids of districts that have rules."""
        query = select(LANE_RULES.c.district_id).distinct().order_by(LANE_RULES.c.district_id)
        return tuple(row[0] for row in self._statements.run(query))

    def add_equivalency(self, equivalency: EquivalencyRecord) -> None:
        """Keep a version of a value.

        Raises:
            ConflictError: its external id or its number is taken.
        """
        self._statements.add(CREDIT_EQUIVALENCIES, equivalency, conflict="This value cannot be added")

    def find_equivalency(self, recogniser_id: str, external_id: str) -> EquivalencyRecord | None:
        """Return what was stated under an external id, or None."""
        query = select(CREDIT_EQUIVALENCIES).where(
            CREDIT_EQUIVALENCIES.c.recogniser_id == recogniser_id,
            CREDIT_EQUIVALENCIES.c.external_id == external_id,
        )
        return self._statements.find(EquivalencyRecord, query)

    def next_number(self, recogniser_id: str, achievement_id: str, version: str) -> int:
        """Return the number of the next statement about an achievement version."""
        query = select(func.max(CREDIT_EQUIVALENCIES.c.number)).where(
            CREDIT_EQUIVALENCIES.c.recogniser_id == recogniser_id,
            CREDIT_EQUIVALENCIES.c.achievement_id == achievement_id,
            CREDIT_EQUIVALENCIES.c.achievement_version == version,
        )
        newest = self._statements.run(query).scalar()
        return 1 if newest is None else int(newest) + 1

    def equivalencies(
        self, *, recogniser_id: str | None = None, achievement_id: str | None = None
    ) -> tuple[EquivalencyRecord, ...]:
        """Return statements of one recogniser, about one achievement, or all; oldest first."""
        query = select(CREDIT_EQUIVALENCIES)
        if recogniser_id is not None:
            query = query.where(CREDIT_EQUIVALENCIES.c.recogniser_id == recogniser_id)
        if achievement_id is not None:
            query = query.where(CREDIT_EQUIVALENCIES.c.achievement_id == achievement_id)
        query = query.order_by(
            CREDIT_EQUIVALENCIES.c.created_at, CREDIT_EQUIVALENCIES.c.number, CREDIT_EQUIVALENCIES.c.id
        )
        return self._statements.all(EquivalencyRecord, query)

    def add_preapproval(self, approval: PreApprovalRecord) -> None:
        """Keep an approval.

        Raises:
            ConflictError: its external id is taken, or this version is approved for the person already.
        """
        self._statements.add(PRE_APPROVALS, approval, conflict="This approval cannot be added")

    def find_preapproval(self, district_id: str, external_id: str) -> PreApprovalRecord | None:
        """Return what was approved under an external id, or None."""
        query = select(PRE_APPROVALS).where(
            PRE_APPROVALS.c.district_id == district_id, PRE_APPROVALS.c.external_id == external_id
        )
        return self._statements.find(PreApprovalRecord, query)

    def preapprovals(self, district_id: str, person_id: str) -> tuple[PreApprovalRecord, ...]:
        """Return a person's approvals in a district, oldest first."""
        query = select(PRE_APPROVALS).where(
            PRE_APPROVALS.c.district_id == district_id, PRE_APPROVALS.c.person_id == person_id
        )
        return self._statements.all(
            PreApprovalRecord, query.order_by(PRE_APPROVALS.c.created_at, PRE_APPROVALS.c.id)
        )

    def set_employment(self, employment: EmploymentRecord) -> None:
        """Keep what a district knows of a person, in place of what was known."""
        values = vars(employment)
        changed = {name: value for name, value in values.items() if name not in {"district_id", "person_id"}}
        statement = self._statements.upsert(EMPLOYMENTS).values(**values)
        self._statements.run(
            statement.on_conflict_do_update(index_elements=["district_id", "person_id"], set_=changed),
            conflict="These facts cannot be kept",
        )

    def find_employment(self, district_id: str, person_id: str) -> EmploymentRecord | None:
        """Return what a district knows of a person, or None."""
        query = select(EMPLOYMENTS).where(
            EMPLOYMENTS.c.district_id == district_id, EMPLOYMENTS.c.person_id == person_id
        )
        return self._statements.find(EmploymentRecord, query)

    def employments_in(self, district_id: str) -> tuple[EmploymentRecord, ...]:
        """Return what a district knows of everybody."""
        query = select(EMPLOYMENTS).where(EMPLOYMENTS.c.district_id == district_id)
        return self._statements.all(EmploymentRecord, query.order_by(EMPLOYMENTS.c.person_id))

    def erase_employments(self, person_id: str) -> None:
        """Forget what every district knows of a person."""
        self._statements.run(delete(EMPLOYMENTS).where(EMPLOYMENTS.c.person_id == person_id))

    def add_decision(self, decision: LaneDecisionRecord, uses: Sequence[CreditUseRecord]) -> None:
        """Keep a decision with the credits that it uses up.

        Raises:
            ConflictError: its external id is taken, or one of the credits was used in this district before.
        """
        self._statements.add(LANE_DECISIONS, decision, conflict="This decision cannot be added")
        self._statements.add_all(CREDIT_USES, uses, conflict="A credit was used in this district before")

    def find_decision(self, district_id: str, external_id: str) -> LaneDecisionRecord | None:
        """Return what was decided under an external id, or None."""
        query = select(LANE_DECISIONS).where(
            LANE_DECISIONS.c.district_id == district_id, LANE_DECISIONS.c.external_id == external_id
        )
        return self._statements.find(LaneDecisionRecord, query)

    def get_decision(self, decision_id: str) -> LaneDecisionRecord:
        """Return a decision by its id.

        Raises:
            NotFoundError: there is none.
        """
        query = select(LANE_DECISIONS).where(LANE_DECISIONS.c.id == decision_id)
        return self._statements.get(
            LaneDecisionRecord, query, missing=f"There is no lane decision {decision_id[:80]!r}."
        )

    def decisions(self, *, district_id: str, person_id: str | None = None) -> tuple[LaneDecisionRecord, ...]:
        """Return a district's decisions, or those about one person; oldest first."""
        query = select(LANE_DECISIONS).where(LANE_DECISIONS.c.district_id == district_id)
        if person_id is not None:
            query = query.where(LANE_DECISIONS.c.person_id == person_id)
        query = query.order_by(LANE_DECISIONS.c.decided_at, LANE_DECISIONS.c.id)
        return self._statements.all(LaneDecisionRecord, query)

    def decisions_after(
        self, after: str, *, district_id: str | None = None, limit: int = 1000
    ) -> tuple[LaneDecisionRecord, ...]:
        """Return the decisions of one district, or of all, by id, from after `after` on."""
        query = select(LANE_DECISIONS).where(LANE_DECISIONS.c.id > after)
        if district_id is not None:
            query = query.where(LANE_DECISIONS.c.district_id == district_id)
        return self._statements.all(LaneDecisionRecord, query.order_by(LANE_DECISIONS.c.id).limit(limit))

    def uses_of(self, person_id: str) -> tuple[CreditUseRecord, ...]:
        """Return every credit of a person that any district used up."""
        query = select(CREDIT_USES).where(CREDIT_USES.c.person_id == person_id)
        return self._statements.all(
            CreditUseRecord, query.order_by(CREDIT_USES.c.used_on, CREDIT_USES.c.credential_id)
        )

    def uses_in(self, district_id: str) -> tuple[CreditUseRecord, ...]:
        """Return every credit that a district used up, oldest first."""
        query = select(CREDIT_USES).where(CREDIT_USES.c.district_id == district_id)
        return self._statements.all(
            CreditUseRecord, query.order_by(CREDIT_USES.c.used_on, CREDIT_USES.c.credential_id)
        )
