"""Micro-endorsements: who completes which, from which components, and the reviews of those on hold."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from issuer.store.rows.achievements import ACHIEVEMENT_VERSIONS
from issuer.store.rows.credentials import CREDENTIALS, CredentialRecord
from issuer.store.rows.pathways import (
    COMPOSITION_PARTS,
    PATHWAY_AWARDS,
    PATHWAY_CLAIMS,
    PATHWAY_REVIEWS,
    PartRecord,
    PathwayAward,
    ReviewOutcome,
    ReviewRecord,
)
from issuer.store.statements import Statements

_AWARD = PATHWAY_AWARDS.c
_REVIEW = PATHWAY_REVIEWS.c
_CLAIM = PATHWAY_CLAIMS.c


class PathwayRepository:
    """What people complete. The rules of the tables say that nothing is completed twice."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add_award(self, award: PathwayAward) -> None:
        """Record that somebody completes a micro-endorsement, before anything is signed.

        Raises:
            ConflictError: they have one already, and this says who came second in a race.
        """
        self._statements.add(PATHWAY_AWARDS, award, conflict="This micro-endorsement is on its way already")

    def find_award(self, *, profile_id: str, person_id: str, achievement_id: str) -> PathwayAward | None:
        """Return what somebody completes or holds of a profile's micro-endorsement, or None."""
        query = select(PATHWAY_AWARDS).where(
            _AWARD.profile_id == profile_id,
            _AWARD.person_id == person_id,
            _AWARD.achievement_id == achievement_id,
            _AWARD.ended_at.is_(None),
        )
        return self._statements.find(PathwayAward, query)

    def find_by_external_id(self, profile_id: str, external_id: str) -> PathwayAward | None:
        """Return the award whose credential was asked for under an id, or None."""
        query = select(PATHWAY_AWARDS).where(
            _AWARD.profile_id == profile_id, _AWARD.external_id == external_id
        )
        return self._statements.find(PathwayAward, query)

    def awards_of(self, person_id: str) -> tuple[PathwayAward, ...]:
        """Return every award of a person, ended ones too, oldest first."""
        query = (
            select(PATHWAY_AWARDS).where(_AWARD.person_id == person_id).order_by(_AWARD.created_at, _AWARD.id)
        )
        return self._statements.all(PathwayAward, query)

    def recompose(self, award_id: str, attestation_id: str) -> None:
        """Note what an award is put together from now on.

        Raises:
            ConflictError: it has ended.
        """
        self._statements.change(
            update(PATHWAY_AWARDS)
            .where(_AWARD.id == award_id, _AWARD.ended_at.is_(None))
            .values(attestation_id=attestation_id),
            otherwise="This micro-endorsement has ended.",
        )

    def end_award(self, award_id: str, *, at: datetime) -> None:
        """End an award and free its components.

        Raises:
            ConflictError: it has ended already.
        """
        self._statements.change(
            update(PATHWAY_AWARDS)
            .where(_AWARD.id == award_id, _AWARD.ended_at.is_(None))
            .values(ended_at=at),
            otherwise="This micro-endorsement has ended already.",
        )
        self._statements.run(delete(PATHWAY_CLAIMS).where(_CLAIM.award_id == award_id))

    def add_parts(self, parts: Sequence[PartRecord]) -> None:
        """Keep what a frozen record was put together from.

        Raises:
            ConflictError: it is kept already, or a component is not here.
        """
        self._statements.add_all(COMPOSITION_PARTS, parts, conflict="These components cannot be kept")

    def parts(self, attestation_id: str) -> tuple[PartRecord, ...]:
        """Return the components of a frozen record, in order; none for an assessment."""
        query = (
            select(COMPOSITION_PARTS)
            .where(COMPOSITION_PARTS.c.attestation_id == attestation_id)
            .order_by(COMPOSITION_PARTS.c.place)
        )
        return self._statements.all(PartRecord, query)

    def claim(self, award: PathwayAward, component_ids: Collection[str]) -> None:
        """Let components count in an award, and free those that counted before.

        Raises:
            ConflictError: one counts in another profile's micro-endorsement of this achievement.
        """
        self._statements.run(delete(PATHWAY_CLAIMS).where(_CLAIM.award_id == award.id))
        rows = [
            {"achievement_id": award.achievement_id, "component_id": item, "award_id": award.id}
            for item in component_ids
        ]
        self._statements.run(
            PATHWAY_CLAIMS.insert(), rows, conflict="A component counts in another micro-endorsement"
        )

    def claims(self, achievement_id: str, component_ids: Collection[str]) -> dict[str, str]:
        """Return by component the award of an achievement in which it counts."""
        query = select(_CLAIM.component_id, _CLAIM.award_id).where(
            _CLAIM.achievement_id == achievement_id, _CLAIM.component_id.in_(sorted(component_ids))
        )
        return {row.component_id: row.award_id for row in self._statements.run(query)}

    def credentials_of(self, person_id: str) -> tuple[CredentialRecord, ...]:
        """Return every credential of a person, of every profile, in the order in which they were earned."""
        query = (
            select(CREDENTIALS)
            .where(CREDENTIALS.c.person_id == person_id)
            .order_by(CREDENTIALS.c.awarded_at, CREDENTIALS.c.id)
        )
        return self._statements.all(CredentialRecord, query)

    def people_with(self, achievement_ids: Collection[str]) -> tuple[str, ...]:
        """Return who was awarded any of some achievements, by row id."""
        query = (
            select(CREDENTIALS.c.person_id)
            .join(ACHIEVEMENT_VERSIONS, ACHIEVEMENT_VERSIONS.c.id == CREDENTIALS.c.achievement_version_id)
            .where(ACHIEVEMENT_VERSIONS.c.achievement_id.in_(sorted(achievement_ids)))
            .distinct()
            .order_by(CREDENTIALS.c.person_id)
        )
        return tuple(str(row.person_id) for row in self._statements.run(query))

    def open_review(self, review: ReviewRecord) -> None:
        """Record why a micro-endorsement is on hold.

        Raises:
            ConflictError: a review of it is open already.
        """
        self._statements.add(PATHWAY_REVIEWS, review, conflict="This review cannot be opened")

    def find_open_review(self, award_id: str) -> ReviewRecord | None:
        """Return the open review of an award, or None."""
        query = select(PATHWAY_REVIEWS).where(_REVIEW.award_id == award_id, _REVIEW.closed_at.is_(None))
        return self._statements.find(ReviewRecord, query)

    def close_review(self, review_id: str, *, at: datetime, outcome: ReviewOutcome, by: str) -> None:
        """Close a review, once.

        Raises:
            ConflictError: it is closed already.
        """
        self._statements.change(
            update(PATHWAY_REVIEWS)
            .where(_REVIEW.id == review_id, _REVIEW.closed_at.is_(None))
            .values(closed_at=at, outcome=outcome, decided_by=by),
            otherwise="This review is closed already.",
        )

    def reviews_of(self, credential_id: str) -> tuple[ReviewRecord, ...]:
        """Return the reviews of a micro-endorsement, oldest first."""
        query = (
            select(PATHWAY_REVIEWS)
            .where(_REVIEW.credential_id == credential_id)
            .order_by(_REVIEW.opened_at, _REVIEW.id)
        )
        return self._statements.all(ReviewRecord, query)

    def reviews_after(
        self, after: str, *, profile_id: str | None = None, limit: int = 1000
    ) -> tuple[ReviewRecord, ...]:
        """Return the reviews of one profile, or of all, by id, from after `after` on."""
        query = select(PATHWAY_REVIEWS).join(PATHWAY_AWARDS, _AWARD.id == _REVIEW.award_id)
        query = query.where(_REVIEW.id > after)
        if profile_id is not None:
            query = query.where(_AWARD.profile_id == profile_id)
        return self._statements.all(ReviewRecord, query.order_by(_REVIEW.id).limit(limit))

    def open_reviews(self, profile_id: str | None = None) -> tuple[ReviewRecord, ...]:
        """Return every open review, of one profile or of all, oldest first."""
        query = (
            select(PATHWAY_REVIEWS)
            .join(PATHWAY_AWARDS, _AWARD.id == _REVIEW.award_id)
            .where(_REVIEW.closed_at.is_(None))
            .order_by(_REVIEW.opened_at, _REVIEW.id)
        )
        if profile_id is not None:
            query = query.where(_AWARD.profile_id == profile_id)
        return self._statements.all(ReviewRecord, query)
