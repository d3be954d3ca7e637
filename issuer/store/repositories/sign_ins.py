"""Sign-ins: browsers that an API key was handed to for some hours."""

from datetime import datetime

from sqlalchemy import delete, select

from issuer.store.rows.sign_ins import SIGN_INS, SignInRecord
from issuer.store.statements import Statements


class SignInRepository:
    """Who works with pages under which key; ended ones are forgotten."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, sign_in: SignInRecord) -> None:
        """Keep a new sign-in.

        Raises:
            ConflictError: its id is taken, there is no such key, or it would end before it began.
        """
        self._statements.add(SIGN_INS, sign_in, conflict="This sign-in cannot be added")

    def find(self, sign_in_id: str) -> SignInRecord | None:
        """Return a sign-in by the digest of its token, or None."""
        return self._statements.find(SignInRecord, select(SIGN_INS).where(SIGN_INS.c.id == sign_in_id))

    def forget(self, sign_in_id: str) -> None:
        """Forget one; it opens nothing from then on."""
        self._statements.run(delete(SIGN_INS).where(SIGN_INS.c.id == sign_in_id))

    def forget_ended(self, *, before: datetime) -> int:
        """Forget those that ended at or before a moment, and return how many."""
        return self._statements.run(delete(SIGN_INS).where(SIGN_INS.c.expires_at <= before)).rowcount
