"""What a key of the API may do, one word each, and the roles that are made of such words (ORG-04, SEED-23).

A role is nothing but a set of scopes under a name, the least with which somebody does the work. Roles of one person
are kept apart by giving each a key of its own: whoever issues neither withdraws nor keeps signing keys, which no key
of the API can do.
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Scope(StrEnum):
    """What a key may do for its profile."""

    ACHIEVEMENTS_WRITE = "achievements:write"
    ATTESTATIONS_WRITE = "attestations:write"
    CREDENTIALS_READ = "credentials:read"
    CREDENTIALS_ISSUE = "credentials:issue"
    CREDENTIALS_STATUS = "credentials:status"
    TRUST_WRITE = "trust:write"
    CREDENTIALS_SHARE = "credentials:share"
    ENDORSEMENTS_WRITE = "endorsements:write"
    CREDITS_READ = "credits:read"
    CREDITS_WRITE = "credits:write"
    AUDIT_READ = "audit:read"


class Role(StrEnum):
    """Who does a piece of the work."""

    COORDINATOR = "coordinator"
    DISTRICT_HR = "district-hr"
    RECOGNISER = "recogniser"
    AUDITOR = "auditor"


SCOPES: Final = MappingProxyType(
    {
        # Follows awards and micro-endorsements, imports assessments and issues files of awards; withdraws nothing,
        # publishes no definition and states no value.
        Role.COORDINATOR: frozenset(
            {
                Scope.ATTESTATIONS_WRITE,
                Scope.CREDENTIALS_READ,
                Scope.CREDENTIALS_ISSUE,
                Scope.CREDENTIALS_SHARE,
            }
        ),
        # Keeps rules, values and decisions of its district; awards nothing.
        Role.DISTRICT_HR: frozenset({Scope.CREDITS_READ, Scope.CREDITS_WRITE}),
        # Says what an achievement or an issuer is worth, under its own key; awards nothing.
        Role.RECOGNISER: frozenset({Scope.ENDORSEMENTS_WRITE}),
        # Reads the record by pseudonym, for a time; writes nothing but that it has read.
        Role.AUDITOR: frozenset({Scope.AUDIT_READ}),
    }
)
"""By role: the least scopes that do."""

READING: Final = frozenset({Scope.CREDENTIALS_READ, Scope.CREDITS_READ, Scope.AUDIT_READ})
"""Scopes that change nothing."""


def role_of(scopes: Iterable[Scope]) -> Role | None:
    """Return the role that has exactly these scopes, None where none has."""
    wanted = frozenset(scopes)
    return next((role for role, of_role in SCOPES.items() if of_role == wanted), None)
