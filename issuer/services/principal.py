"""Who asks: every use case takes a principal and says what it may do.

Accounts and roles of people come with the web; the command line acts as the operator of the
installation, who holds the key files anyway.
"""

from dataclasses import dataclass
from typing import Final

from issuer.errors import NotAuthorizedError


@dataclass(frozen=True)
class Principal:
    """Someone who asks for something.

    Attributes:
        id: a pseudonymous id that goes into events; never a name or a mail address.
        profiles: slugs of the profiles it may act for, None for all of this installation.
        role: as what it acts, one word; goes into events.
    """

    id: str
    profiles: frozenset[str] | None = frozenset()
    role: str = "staff"

    def require(self, slug: str) -> None:
        """Return quietly when this principal may act for a profile.

        Raises:
            NotAuthorizedError: it may not.
        """
        if self.profiles is not None and slug not in self.profiles:
            raise NotAuthorizedError(f"{self.id} may not act for the profile {slug!r}.")

    def require_all(self) -> None:
        """Return quietly when this principal may act for the whole installation.

        Raises:
            NotAuthorizedError: it may not.
        """
        if self.profiles is not None:
            raise NotAuthorizedError(f"{self.id} may not act for the whole installation.")


OPERATOR: Final = Principal(id="operator", profiles=None, role="operator")
"""Whoever may run the command line on this machine."""

SYSTEM: Final = Principal(id="mintmark", profiles=None, role="system")
"""This program, where it acts by itself: sweeping, signing lists, making a token on first request."""
