"""The query behind lists of credentials: filters, the state now, newest award first, a stable cursor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from issuer.store.rows.achievements import ACHIEVEMENT_VERSIONS
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS, CREDENTIALS, VersionState
from issuer.store.rows.status_lists import STATUS_BITS, Category

_CREDENTIAL = CREDENTIALS.c
_VERSION = CREDENTIAL_VERSIONS.c
_BIT = STATUS_BITS.c


class Status(StrEnum):
    """What a credential is at one moment, by its newest issued version; pending before the first one."""

    PENDING = "pending"
    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class CredentialFilter:
    """Which credentials are asked for; None asks for all.

    Attributes:
        profile_ids: row ids of their issuers.
        person_id: row id of the holder.
        achievement_id: row id of the achievement, any version of it.
        statuses: what they are at `now`, any of these.
        now: the moment for `statuses`.
    """

    now: datetime
    profile_ids: tuple[str, ...] | None = None
    person_id: str | None = None
    achievement_id: str | None = None
    statuses: frozenset[Status] | None = None


@dataclass(frozen=True)
class Place:
    """Where a list goes on: after this credential."""

    created_at: datetime
    credential_id: str


def status_of(ended: Category | None, valid_until: datetime | None, *, now: datetime) -> Status:
    """Return what a version is: what ended it weighs more than its end."""
    if ended is Category.SUSPENDED_PENDING_REVIEW:
        return Status.SUSPENDED
    if ended is not None:
        return Status.REVOKED
    return Status.EXPIRED if valid_until is not None and valid_until <= now else Status.VALID


def search_query(wanted: CredentialFilter, *, after: Place | None, limit: int) -> Select[Any]:
    """Return the query of credentials, newest first."""
    newest = (
        select(_VERSION.credential_id, func.max(_VERSION.number).label("number"))
        .where(_VERSION.state == VersionState.ISSUED)
        .group_by(_VERSION.credential_id)
        .subquery()
    )
    query = (
        select(CREDENTIALS)
        .outerjoin(newest, newest.c.credential_id == _CREDENTIAL.id)
        .outerjoin(
            CREDENTIAL_VERSIONS,
            and_(_VERSION.credential_id == _CREDENTIAL.id, _VERSION.number == newest.c.number),
        )
        .outerjoin(
            STATUS_BITS,
            and_(_BIT.status_list_id == _VERSION.status_list_id, _BIT.status_index == _VERSION.status_index),
        )
        .join(ACHIEVEMENT_VERSIONS, ACHIEVEMENT_VERSIONS.c.id == _CREDENTIAL.achievement_version_id)
        .where(*_conditions(wanted))
        .order_by(_CREDENTIAL.created_at.desc(), _CREDENTIAL.id.desc())
        .limit(limit)
    )
    if after is None:
        return query
    same_moment = and_(_CREDENTIAL.created_at == after.created_at, _CREDENTIAL.id < after.credential_id)
    return query.where(or_(_CREDENTIAL.created_at < after.created_at, same_moment))


def _conditions(wanted: CredentialFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.profile_ids is not None:
        found.append(_CREDENTIAL.profile_id.in_(wanted.profile_ids))
    if wanted.person_id is not None:
        found.append(_CREDENTIAL.person_id == wanted.person_id)
    if wanted.achievement_id is not None:
        found.append(ACHIEVEMENT_VERSIONS.c.achievement_id == wanted.achievement_id)
    if wanted.statuses is not None:
        found.append(or_(false(), *(_has_status(status, wanted.now) for status in sorted(wanted.statuses))))
    return found


def _has_status(status: Status, now: datetime) -> ColumnElement[bool]:
    if status is Status.PENDING:
        return _VERSION.number.is_(None)
    suspended = Category.SUSPENDED_PENDING_REVIEW
    if status is Status.SUSPENDED:
        return _BIT.category == suspended
    if status is Status.REVOKED:
        return _BIT.category.is_not(None) & (_BIT.category != suspended)
    not_ended = _VERSION.number.is_not(None) & _BIT.category.is_(None)
    if status is Status.EXPIRED:
        return not_ended & (_VERSION.valid_until <= now)
    return not_ended & or_(_VERSION.valid_until.is_(None), _VERSION.valid_until > now)
