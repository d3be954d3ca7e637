"""Endorsements from elsewhere, and invitations to endorse."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select, update

from issuer.store import lookups
from issuer.store.fixed import Fixed
from issuer.store.rows.endorsement_uploads import (
    ENDORSEMENT_INVITATIONS,
    ENDORSEMENT_UPLOADS,
    InvitationRecord,
    UploadRecord,
)
from issuer.store.rows.endorsements import SubjectType
from issuer.store.statements import Statements

_INVITATION = ENDORSEMENT_INVITATIONS.c
_UPLOAD = ENDORSEMENT_UPLOADS.c


@cache
def _about(dialect: str) -> Fixed:
    """Return the query of what is shown about some things."""
    is_about = lookups.among_given(dialect, _UPLOAD.subject_id, "subjects")
    query = select(ENDORSEMENT_UPLOADS).where(is_about, _UPLOAD.removed_at.is_(None))
    return Fixed(query.order_by(_UPLOAD.received_at, _UPLOAD.id))


class EndorsementUploadRepository:
    """What was handed in, and who was asked for it."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, upload: UploadRecord) -> None:
        """Keep an endorsement from elsewhere.

        Raises:
            ConflictError: these bytes are kept already.
        """
        self._statements.add(ENDORSEMENT_UPLOADS, upload, conflict="This endorsement is kept already")

    def get(self, upload_id: str) -> UploadRecord:
        """Return an upload by its id here.

        Raises:
            NotFoundError: there is none.
        """
        query = select(ENDORSEMENT_UPLOADS).where(_UPLOAD.id == upload_id)
        return self._statements.get(UploadRecord, query, missing=f"There is no endorsement {upload_id}.")

    def find(self, upload_id: str) -> UploadRecord | None:
        """Return an upload by its id here, removed or not, or None."""
        return self._statements.find(UploadRecord, select(ENDORSEMENT_UPLOADS).where(_UPLOAD.id == upload_id))

    def find_by_sha256(self, sha256: str) -> UploadRecord | None:
        """Return the upload of exactly these bytes, or None."""
        return self._statements.find(
            UploadRecord, select(ENDORSEMENT_UPLOADS).where(_UPLOAD.sha256 == sha256)
        )

    def about(self, subject_ids: Sequence[str]) -> tuple[UploadRecord, ...]:
        """Return what is shown about some things, oldest first."""
        dialect = self._statements.dialect
        return self._statements.all(
            UploadRecord, _about(dialect), subjects=lookups.given(dialect, subject_ids)
        )

    def of_achievement(self, achievement: str) -> tuple[UploadRecord, ...]:
        """Return what is shown about the achievement with an address; as `about`."""
        return self._statements.recall_all(
            ("uploads", achievement),
            UploadRecord,
            lambda: (
                select(ENDORSEMENT_UPLOADS)
                .where(
                    _UPLOAD.subject_id == achievement,
                    _UPLOAD.subject_type == SubjectType.ACHIEVEMENT,
                    _UPLOAD.removed_at.is_(None),
                )
                .order_by(_UPLOAD.received_at, _UPLOAD.id)
            ),
        )

    def all(self) -> tuple[UploadRecord, ...]:
        """Return every upload, removed ones too, oldest first."""
        query = select(ENDORSEMENT_UPLOADS).order_by(_UPLOAD.received_at, _UPLOAD.id)
        return self._statements.all(UploadRecord, query)

    def keep_check(self, upload_id: str, *, verdict: str, at: datetime) -> None:
        """Keep what a new check said.

        Raises:
            ConflictError: there is no such upload.
        """
        self._change_upload(upload_id, verdict=verdict, checked_at=at)

    def remove(self, upload_id: str, *, at: datetime) -> None:
        """Take an upload off the pages; it is kept.

        Raises:
            ConflictError: there is no such upload.
        """
        self._change_upload(upload_id, removed_at=at)

    def _change_upload(self, upload_id: str, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        self._statements.change(
            update(ENDORSEMENT_UPLOADS).where(_UPLOAD.id == upload_id).values(**values),
            otherwise=f"There is no endorsement {upload_id}.",
        )

    def invite(self, invitation: InvitationRecord) -> None:
        """Keep an invitation.

        Raises:
            ConflictError: its id or link is taken.
        """
        self._statements.add(ENDORSEMENT_INVITATIONS, invitation, conflict="This invitation is taken")

    def get_invitation(self, invitation_id: str) -> InvitationRecord:
        """Return an invitation.

        Raises:
            NotFoundError: there is none.
        """
        query = select(ENDORSEMENT_INVITATIONS).where(_INVITATION.id == invitation_id)
        return self._statements.get(
            InvitationRecord, query, missing=f"There is no invitation {invitation_id}."
        )

    def find_invitation(self, token_hash: bytes) -> InvitationRecord | None:
        """Return the invitation of a link, or None."""
        query = select(ENDORSEMENT_INVITATIONS).where(_INVITATION.token_hash == token_hash)
        return self._statements.find(InvitationRecord, query)

    def invitations(self, profile_id: str | None = None) -> tuple[InvitationRecord, ...]:
        """Return the invitations of one profile, or all, newest first."""
        query = select(ENDORSEMENT_INVITATIONS).order_by(_INVITATION.created_at.desc(), _INVITATION.id)
        if profile_id is not None:
            query = query.where(_INVITATION.profile_id == profile_id)
        return self._statements.all(InvitationRecord, query)

    def answer(self, invitation_id: str, *, answer_id: str, at: datetime) -> None:
        """Note the endorsement that an invitation brought.

        Raises:
            ConflictError: it was answered or closed already.
        """
        self._end(invitation_id, answered_at=at, answer_id=answer_id)

    def close(self, invitation_id: str, *, at: datetime) -> None:
        """Close an invitation that was not answered.

        Raises:
            ConflictError: it was answered or closed already.
        """
        self._end(invitation_id, closed_at=at)

    def _end(self, invitation_id: str, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        self._statements.change(
            update(ENDORSEMENT_INVITATIONS)
            .where(
                _INVITATION.id == invitation_id,
                _INVITATION.answered_at.is_(None),
                _INVITATION.closed_at.is_(None),
            )
            .values(**values),
            otherwise="This invitation was answered or closed already.",
        )
