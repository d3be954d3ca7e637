"""What keeps pathways going: whose are to be looked at, how far the log was read, partners, notices."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update

from issuer.store.rows.pathways import (
    CURSORS,
    NOTICES,
    PATHWAY_DUE,
    PATHWAY_PARTNERS,
    DueRecord,
    NoticeRecord,
)
from issuer.store.statements import Statements

_DUE = PATHWAY_DUE.c
_PARTNER = PATHWAY_PARTNERS.c


class PathwayQueue:
    """Who waits. A person stands in the queue once, however much happened to them."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def push(self, person_ids: Iterable[str], *, at: datetime) -> None:
        """Have the pathways of some people looked at, from a moment on."""
        rows = [{"person_id": item, "tries": 0, "due_at": at, "problem": None} for item in person_ids]
        if rows:
            statement = self._statements.upsert(PATHWAY_DUE)
            self._statements.run(
                statement.on_conflict_do_update(
                    index_elements=[_DUE.person_id], set_={"due_at": at, "tries": 0, "problem": None}
                ),
                rows,
            )

    def due(self, *, now: datetime, limit: int) -> tuple[DueRecord, ...]:
        """Return who is to be looked at now, longest waiting first."""
        query = (
            select(PATHWAY_DUE).where(_DUE.due_at <= now).order_by(_DUE.due_at, _DUE.person_id).limit(limit)
        )
        return self._statements.all(DueRecord, query)

    def waiting(self) -> tuple[DueRecord, ...]:
        """Return everybody in the queue."""
        return self._statements.all(DueRecord, select(PATHWAY_DUE).order_by(_DUE.due_at, _DUE.person_id))

    def done(self, due: DueRecord) -> None:
        """Take somebody out of the queue, unless something happened to them since."""
        self._statements.run(
            delete(PATHWAY_DUE).where(_DUE.person_id == due.person_id, _DUE.due_at == due.due_at)
        )

    def put_off(self, due: DueRecord, *, until: datetime, problem: str) -> None:
        """Look at somebody later, because something went wrong."""
        self._statements.run(
            update(PATHWAY_DUE)
            .where(_DUE.person_id == due.person_id, _DUE.due_at == due.due_at)
            .values(due_at=until, tries=due.tries + 1, problem=problem)
        )

    def cursor(self, name: str) -> int:
        """Return how far something was read, 0 before the first time."""
        query = select(CURSORS.c.position).where(CURSORS.c.name == name)
        return int(self._statements.run(query).scalar_one_or_none() or 0)

    def move_cursor(self, name: str, position: int) -> None:
        """Note how far something was read."""
        self._statements.run(
            self._statements.upsert(CURSORS)
            .values(name=name, position=position)
            .on_conflict_do_update(index_elements=[CURSORS.c.name], set_={"position": position})
        )

    def partners(self, profile_id: str) -> tuple[str, ...]:
        """Return the profiles whose components a profile accepts, by row id."""
        query = (
            select(_PARTNER.partner_id).where(_PARTNER.profile_id == profile_id).order_by(_PARTNER.partner_id)
        )
        return tuple(str(row.partner_id) for row in self._statements.run(query))

    def add_partner(self, profile_id: str, partner_id: str, *, at: datetime) -> None:
        """Let a profile accept the components of another.

        Raises:
            ConflictError: it does already, or they are the same.
        """
        self._statements.run(
            PATHWAY_PARTNERS.insert().values(profile_id=profile_id, partner_id=partner_id, added_at=at),
            conflict="This partner cannot be added",
        )

    def remove_partner(self, profile_id: str, partner_id: str) -> None:
        """Accept nothing new of another profile; what was put together stays as it is."""
        self._statements.run(
            delete(PATHWAY_PARTNERS).where(
                _PARTNER.profile_id == profile_id, _PARTNER.partner_id == partner_id
            )
        )

    def add_notice(self, notice: NoticeRecord) -> None:
        """Keep something that a holder must be told.

        Raises:
            ConflictError: there is no such credential or person.
        """
        self._statements.add(NOTICES, notice, conflict="This notice cannot be kept")

    def notices_about(self, credential_id: str) -> tuple[NoticeRecord, ...]:
        """Return what was to be told about a credential, oldest first."""
        query = (
            select(NOTICES)
            .where(NOTICES.c.credential_id == credential_id)
            .order_by(NOTICES.c.created_at, NOTICES.c.id)
        )
        return self._statements.all(NoticeRecord, query)

    def unsent(self, *, limit: int, after: NoticeRecord | None = None) -> tuple[NoticeRecord, ...]:
        """Return a page of what nobody was told yet, oldest first, after one of them."""
        query = (
            select(NOTICES)
            .where(NOTICES.c.sent_at.is_(None))
            .order_by(NOTICES.c.created_at, NOTICES.c.id)
            .limit(limit)
        )
        if after is not None:
            created = NOTICES.c.created_at
            same = and_(created == after.created_at, NOTICES.c.id > after.id)
            query = query.where(or_(created > after.created_at, same))
        return self._statements.all(NoticeRecord, query)

    def find_notice(self, notice_id: str) -> NoticeRecord | None:
        """Return a notice."""
        return self._statements.find(NoticeRecord, select(NOTICES).where(NOTICES.c.id == notice_id))

    def mark_sent(self, notice_id: str, *, at: datetime) -> None:
        """Note that a holder was told, once.

        Raises:
            ConflictError: there is no such notice, or it was sent.
        """
        self._statements.change(
            update(NOTICES).where(NOTICES.c.id == notice_id, NOTICES.c.sent_at.is_(None)).values(sent_at=at),
            otherwise="This notice was sent already, or is not here.",
        )
