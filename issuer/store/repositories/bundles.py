"""Transfer bundles: chosen credentials behind one link, and how often it was opened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from issuer.store.rows.bundles import (
    BUNDLE_ITEMS,
    BUNDLE_OPENINGS,
    BUNDLES,
    BundleRecord,
    OpeningKind,
    OpeningRecord,
)
from issuer.store.rows.credentials import CREDENTIALS, CredentialRecord
from issuer.store.statements import Statements


class BundleRepository:
    """Links of teachers. A bundle is revoked once; none is deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, bundle: BundleRecord, credential_ids: Sequence[str]) -> None:
        """Keep a new bundle with its credentials, in the order in which they are given.

        Raises:
            ConflictError: its external id or token is taken, a credential is named twice or is not here.
        """
        conflict = "This bundle cannot be added"
        self._statements.add(BUNDLES, bundle, conflict=conflict)
        rows = [
            {"bundle_id": bundle.id, "position": position, "credential_id": credential_id}
            for position, credential_id in enumerate(credential_ids, start=1)
        ]
        if rows:
            self._statements.run(insert(BUNDLE_ITEMS), rows, conflict=conflict)

    def find(self, bundle_id: str) -> BundleRecord | None:
        """Return a bundle by its row id, or None."""
        return self._statements.find(BundleRecord, select(BUNDLES).where(BUNDLES.c.id == bundle_id))

    def find_by_token_hash(self, token_hash: bytes) -> BundleRecord | None:
        """Return whose link this is, or None."""
        return self._statements.find(BundleRecord, select(BUNDLES).where(BUNDLES.c.token_hash == token_hash))

    def find_by_external_id(self, owner: str, external_id: str) -> BundleRecord | None:
        """Return a bundle by its maker's own id, or None."""
        query = select(BUNDLES).where(BUNDLES.c.owner == owner, BUNDLES.c.external_id == external_id)
        return self._statements.find(BundleRecord, query)

    def page(
        self,
        *,
        owner: str | None = None,
        person_id: str | None = None,
        after: BundleRecord | None = None,
        limit: int = 50,
    ) -> tuple[BundleRecord, ...]:
        """Return bundles, newest first.

        Args:
            owner: only those of one maker.
            person_id: only those of one person.
            after: the bundle that the page before ended with.
            limit: most bundles.
        """
        made = BUNDLES.c
        query = select(BUNDLES).order_by(made.created_at.desc(), made.id.desc()).limit(limit)
        if owner is not None:
            query = query.where(made.owner == owner)
        if person_id is not None:
            query = query.where(made.person_id == person_id)
        if after is not None:
            earlier = made.created_at < after.created_at
            query = query.where(earlier | ((made.created_at == after.created_at) & (made.id < after.id)))
        return self._statements.all(BundleRecord, query)

    def credentials(self, bundle_id: str) -> tuple[CredentialRecord, ...]:
        """Return the credentials of a bundle in its order."""
        query = (
            select(CREDENTIALS)
            .join(BUNDLE_ITEMS, BUNDLE_ITEMS.c.credential_id == CREDENTIALS.c.id)
            .where(BUNDLE_ITEMS.c.bundle_id == bundle_id)
            .order_by(BUNDLE_ITEMS.c.position)
        )
        return self._statements.all(CredentialRecord, query)

    def revoke(self, bundle_id: str, *, at: datetime) -> None:
        """Close a link for good.

        Raises:
            ConflictError: there is no such bundle, or it is closed already.
        """
        self._statements.change(
            update(BUNDLES)
            .where(BUNDLES.c.id == bundle_id, BUNDLES.c.revoked_at.is_(None))
            .values(revoked_at=at),
            otherwise=f"The bundle {bundle_id} is closed already, or not here.",
        )

    def count_opening(self, bundle_id: str, kind: OpeningKind, *, hour: datetime) -> None:
        """Count one use of a link in its hour.

        Raises:
            ConflictError: there is no such bundle.
        """
        statement = self._statements.upsert(BUNDLE_OPENINGS).values(
            bundle_id=bundle_id, kind=kind, hour=hour, times=1
        )
        key = list(BUNDLE_OPENINGS.primary_key)
        counted = statement.on_conflict_do_update(
            index_elements=key, set_={"times": BUNDLE_OPENINGS.c.times + 1}
        )
        self._statements.run(counted, conflict="This opening cannot be counted")

    def openings(self, bundle_id: str) -> tuple[OpeningRecord, ...]:
        """Return how often a link was used, hour by hour, oldest first."""
        opened = BUNDLE_OPENINGS.c
        query = (
            select(opened.kind, opened.hour, opened.times)
            .where(opened.bundle_id == bundle_id)
            .order_by(opened.hour, opened.kind)
        )
        return self._statements.all(OpeningRecord, query)
