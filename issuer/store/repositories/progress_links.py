"""Links to somebody's progress: made, found by their token, revoked once."""

from datetime import datetime

from sqlalchemy import select, update

from issuer.store.rows.progress_links import PROGRESS_LINKS, ProgressLinkRecord
from issuer.store.statements import Statements

_LINK = PROGRESS_LINKS.c


class ProgressLinkRepository:
    """Links of holders. A link is revoked once; none is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, link: ProgressLinkRecord) -> None:
        """Keep a new link.

        Raises:
            ConflictError: its external id or token is taken, or the person or a profile is not here.
        """
        self._statements.add(PROGRESS_LINKS, link, conflict="This link cannot be added")

    def find(self, link_id: str) -> ProgressLinkRecord | None:
        """Return a link by its row id, or None."""
        return self._statements.find(ProgressLinkRecord, select(PROGRESS_LINKS).where(_LINK.id == link_id))

    def find_by_token_hash(self, token_hash: bytes) -> ProgressLinkRecord | None:
        """Return whose link this is, or None."""
        query = select(PROGRESS_LINKS).where(_LINK.token_hash == token_hash)
        return self._statements.find(ProgressLinkRecord, query)

    def find_by_external_id(self, owner: str, external_id: str) -> ProgressLinkRecord | None:
        """Return a link by its maker's own id, or None."""
        query = select(PROGRESS_LINKS).where(_LINK.owner == owner, _LINK.external_id == external_id)
        return self._statements.find(ProgressLinkRecord, query)

    def page(
        self,
        *,
        owner: str | None = None,
        person_id: str | None = None,
        after: ProgressLinkRecord | None = None,
        limit: int = 50,
    ) -> tuple[ProgressLinkRecord, ...]:
        """Return links, newest first.

        Args:
            owner: only those of one maker.
            person_id: only those of one person.
            after: the link that the page before ended with.
            limit: most links.
        """
        query = select(PROGRESS_LINKS).order_by(_LINK.created_at.desc(), _LINK.id.desc()).limit(limit)
        if owner is not None:
            query = query.where(_LINK.owner == owner)
        if person_id is not None:
            query = query.where(_LINK.person_id == person_id)
        if after is not None:
            earlier = _LINK.created_at < after.created_at
            query = query.where(earlier | ((_LINK.created_at == after.created_at) & (_LINK.id < after.id)))
        return self._statements.all(ProgressLinkRecord, query)

    def revoke(self, link_id: str, *, at: datetime) -> None:
        """Close a link for good.

        Raises:
            ConflictError: there is no such link, or it is closed already.
        """
        self._statements.change(
            update(PROGRESS_LINKS)
            .where(_LINK.id == link_id, _LINK.revoked_at.is_(None))
            .values(revoked_at=at),
            otherwise=f"The link {link_id} is closed already, or not here.",
        )
