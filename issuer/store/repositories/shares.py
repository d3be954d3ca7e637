"""Shares of credentials, and what may be shown of many: public awards and totals without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, update

from issuer.store.fixed import Fixed
from issuer.store.rows.achievements import ACHIEVEMENT_VERSIONS
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS, CREDENTIALS, CredentialRecord, VersionState
from issuer.store.rows.shares import SHARES, ShareRecord, Visibility
from issuer.store.rows.status_lists import STATUS_BITS
from issuer.store.statements import Statements

_SHARE = Fixed(select(SHARES).where(SHARES.c.credential_id == bindparam("credential_id")))
_BY_TOKEN = Fixed(select(SHARES).where(SHARES.c.token == bindparam("token")))


@dataclass(frozen=True)
class Total:
    """How often a profile awarded one achievement version.

    Attributes:
        awarded: credentials with at least one issued version.
        ended: those whose newest version was withdrawn or put on hold.
        first: the first award.
    """

    achievement_version_id: str
    awarded: int
    ended: int
    first: datetime


class ShareRepository:
    """Who may see which page. A credential without a row is seen by nobody."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, share: ShareRecord) -> None:
        """Keep the first share of a credential.

        Raises:
            ConflictError: it has one, the token is taken, or there is no such credential.
        """
        self._statements.add(SHARES, share, conflict="This share cannot be added")

    def find(self, credential_id: str) -> ShareRecord | None:
        """Return how a credential is shared, or None."""
        return self._statements.find(ShareRecord, _SHARE, credential_id=credential_id)

    def find_by_token(self, token: str) -> ShareRecord | None:
        """Return whose link this is, or None."""
        return self._statements.find(ShareRecord, _BY_TOKEN, token=token)

    def change(self, credential_id: str, *, visibility: Visibility, token: str, at: datetime) -> None:
        """Change how a credential is shared.

        Raises:
            ConflictError: it has no share yet, or the token is taken.
        """
        self._statements.change(
            update(SHARES)
            .where(SHARES.c.credential_id == credential_id)
            .values(visibility=visibility, token=token, changed_at=at),
            otherwise=f"The credential {credential_id} has no share yet.",
        )

    def public_awards(
        self, *, achievement_id: str | None = None, profile_id: str | None = None, limit: int = 50
    ) -> tuple[CredentialRecord, ...]:
        """Return awards whose holders made them public, newest first."""
        query = (
            select(CREDENTIALS)
            .join(SHARES, SHARES.c.credential_id == CREDENTIALS.c.id)
            .join(ACHIEVEMENT_VERSIONS, ACHIEVEMENT_VERSIONS.c.id == CREDENTIALS.c.achievement_version_id)
            .where(SHARES.c.visibility == Visibility.PUBLIC)
            .order_by(CREDENTIALS.c.awarded_at.desc(), CREDENTIALS.c.id)
            .limit(limit)
        )
        if achievement_id is not None:
            query = query.where(ACHIEVEMENT_VERSIONS.c.achievement_id == achievement_id)
        if profile_id is not None:
            query = query.where(CREDENTIALS.c.profile_id == profile_id)
        return self._statements.all(CredentialRecord, query)

    def awarding(self) -> frozenset[str]:
        """Return the row ids of the profiles that awarded anything."""
        return frozenset(self._statements.run(select(CREDENTIALS.c.profile_id).distinct()).scalars())

    def holders(self, profile_ids: Sequence[str]) -> int:
        """Return how many people hold something that one of these profiles issued, each person once."""
        issued = select(CREDENTIAL_VERSIONS.c.credential_id).where(
            CREDENTIAL_VERSIONS.c.state == VersionState.ISSUED
        )
        query = select(func.count(CREDENTIALS.c.person_id.distinct())).where(
            CREDENTIALS.c.profile_id.in_(profile_ids), CREDENTIALS.c.id.in_(issued)
        )
        return int(self._statements.run(query).scalar() or 0)

    def totals(self, profile_id: str) -> tuple[Total, ...]:
        """Return how often a profile awarded what, by achievement version."""
        version, bit = CREDENTIAL_VERSIONS.c, STATUS_BITS.c
        newest = (
            select(version.credential_id, func.max(version.number).label("number"))
            .join(CREDENTIALS, CREDENTIALS.c.id == version.credential_id)
            .where(version.state == VersionState.ISSUED, CREDENTIALS.c.profile_id == profile_id)
            .group_by(version.credential_id)
            .subquery()
        )
        query = (
            select(
                CREDENTIALS.c.achievement_version_id,
                func.count().label("awarded"),
                func.count(bit.set_at).label("ended"),
                func.min(CREDENTIALS.c.awarded_at).label("first"),
            )
            .select_from(newest)
            .join(CREDENTIALS, CREDENTIALS.c.id == newest.c.credential_id)
            .join(
                CREDENTIAL_VERSIONS,
                and_(version.credential_id == newest.c.credential_id, version.number == newest.c.number),
            )
            .outerjoin(
                STATUS_BITS,
                and_(bit.status_list_id == version.status_list_id, bit.status_index == version.status_index),
            )
            .group_by(CREDENTIALS.c.achievement_version_id)
            .order_by(CREDENTIALS.c.achievement_version_id)
        )
        return self._statements.all(Total, query)
