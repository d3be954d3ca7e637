"""Achievements and their immutable versions."""

from datetime import datetime

from sqlalchemy import select, update

from issuer.errors import NotFoundError
from issuer.store.rows.achievements import (
    ACHIEVEMENT_VERSIONS,
    ACHIEVEMENTS,
    AchievementRecord,
    AchievementVersionRecord,
)
from issuer.store.statements import Statements

_VERSIONS = ACHIEVEMENT_VERSIONS.c


class AchievementRepository:
    """What can be awarded. A version never changes after it was added; it can only be retired."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, achievement: AchievementRecord) -> None:
        """Keep a new achievement.

        Raises:
            ConflictError: code or address is taken.
        """
        self._statements.add(ACHIEVEMENTS, achievement, conflict="This achievement cannot be added")

    def add_version(self, version: AchievementVersionRecord) -> None:
        """Keep a new version, for ever.

        Raises:
            ConflictError: the achievement has a version of this name, or is not here.
        """
        self._statements.add(ACHIEVEMENT_VERSIONS, version, conflict="This version cannot be added")

    def retire_version(self, version_id: str, *, at: datetime) -> None:
        """Award nothing new under a version.

        Raises:
            ConflictError: there is no such version, or it is retired already.
        """
        self._statements.change(
            update(ACHIEVEMENT_VERSIONS)
            .where(_VERSIONS.id == version_id, _VERSIONS.retired_at.is_(None))
            .values(retired_at=at),
            otherwise=f"The achievement version {version_id} is retired already, or not here.",
        )

    def get(self, achievement_id: str) -> AchievementRecord:
        """Return an achievement by its row id.

        Raises:
            NotFoundError: there is none.
        """
        found = self._find("id", achievement_id)
        if found is None:
            raise NotFoundError(f"There is no achievement {achievement_id}.")
        return found

    def find_by_code(self, code: str) -> AchievementRecord | None:
        """Return an achievement by its code, or None."""
        return self._find("code", code)

    def find_by_url(self, url: str) -> AchievementRecord | None:
        """Return an achievement by its stable address, or None."""
        return self._find("url", url)

    def all(self) -> tuple[AchievementRecord, ...]:
        """Return every achievement, by code."""
        return self._statements.recall_all(
            ("achievements",), AchievementRecord, lambda: select(ACHIEVEMENTS).order_by(ACHIEVEMENTS.c.code)
        )

    def get_version(self, version_id: str) -> AchievementVersionRecord:
        """Return a version by its row id.

        Raises:
            NotFoundError: there is none.
        """
        found = self._statements.recall(
            ("achievement version", version_id),
            AchievementVersionRecord,
            lambda: select(ACHIEVEMENT_VERSIONS).where(_VERSIONS.id == version_id),
        )
        if found is None:
            raise NotFoundError(f"There is no achievement version {version_id}.")
        return found

    def find_version(self, achievement_id: str, version: str) -> AchievementVersionRecord | None:
        """Return one version of an achievement by the version's name, or None."""
        return self._statements.recall(
            ("achievement version", achievement_id, version),
            AchievementVersionRecord,
            lambda: select(ACHIEVEMENT_VERSIONS).where(
                _VERSIONS.achievement_id == achievement_id, _VERSIONS.version == version
            ),
        )

    def versions(self, achievement_id: str) -> tuple[AchievementVersionRecord, ...]:
        """Return the versions of an achievement, oldest first."""
        return self._statements.recall_all(
            ("achievement versions", achievement_id),
            AchievementVersionRecord,
            lambda: (
                select(ACHIEVEMENT_VERSIONS)
                .where(_VERSIONS.achievement_id == achievement_id)
                .order_by(_VERSIONS.created_at, _VERSIONS.version)
            ),
        )

    def every_version(self) -> tuple[AchievementVersionRecord, ...]:
        """Return the versions of every achievement, oldest first."""
        query = select(ACHIEVEMENT_VERSIONS).order_by(_VERSIONS.created_at, _VERSIONS.version)
        return self._statements.all(AchievementVersionRecord, query)

    def _find(self, column: str, value: str) -> AchievementRecord | None:
        return self._statements.recall(
            ("achievement", column, value),
            AchievementRecord,
            lambda: select(ACHIEVEMENTS).where(ACHIEVEMENTS.c[column] == value),
        )
