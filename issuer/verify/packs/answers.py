"""What an installation's own record answered during one verification, noted and given again.

A record is asked about credentials of its own only. Its answers decide why something is out of force, and
whether a key was withdrawn after a credential was logged; without them a repeat would find something else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from issuer.documents import jcs
from issuer.documents.strict_json import JsonObject
from issuer.verify.policy import ListMemory, Record, Standing, Withdrawal


@dataclass
class RecordAnswers:
    """Answers by question; a credential stands as the SHA-256 of its canonical form (RFC 8785)."""

    logged: dict[str, datetime | None] = field(default_factory=dict)
    standings: dict[tuple[str, datetime], Standing | None] = field(default_factory=dict)
    withdrawals: dict[str, Withdrawal | None] = field(default_factory=dict)


def digest_of(credential: JsonObject) -> str:
    """Return the hex SHA-256 under which answers about a credential are kept."""
    return hashlib.sha256(jcs.canonicalize(credential)).hexdigest()


class NotedRecord:
    """Asks a record and notes what it says; keeps the promises of `verify.Record`."""

    def __init__(self, inner: Record) -> None:
        self._inner = inner
        self.answers = RecordAnswers()

    def logged_at(self, sha256: str) -> datetime | None:
        """As the record behind."""
        found = self.answers.logged[sha256] = self._inner.logged_at(sha256)
        return found

    def standing_on(self, credential: JsonObject, moment: datetime) -> Standing | None:
        """As the record behind."""
        found = self._inner.standing_on(credential, moment)
        self.answers.standings[digest_of(credential), moment] = found
        return found

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        """As the record behind."""
        found = self.answers.withdrawals[digest_of(credential)] = self._inner.withdrawal_of(credential)
        return found


class KeptRecord:
    """Gives the noted answers again; to every other question the answer is that nothing is known."""

    def __init__(self, answers: RecordAnswers) -> None:
        self._answers = answers

    def logged_at(self, sha256: str) -> datetime | None:
        """As it was answered then."""
        return self._answers.logged.get(sha256)

    def standing_on(self, credential: JsonObject, moment: datetime) -> Standing | None:
        """As it was answered then."""
        return self._answers.standings.get((digest_of(credential), moment))

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        """As it was answered then."""
        return self._answers.withdrawals.get(digest_of(credential))


class NotedLists:
    """Asks a memory of status lists and notes what it knew before; keeps the promises of `ListMemory`."""

    def __init__(self, inner: ListMemory) -> None:
        self._inner = inner
        self.newest_then: dict[str, datetime | None] = {}

    def newest(self, url: str) -> datetime | None:
        """As the memory behind."""
        return self.newest_then.setdefault(url, self._inner.newest(url))

    def remember(self, url: str, valid_from: datetime) -> None:
        """As the memory behind."""
        self._inner.remember(url, valid_from)


class KeptLists:
    """Knows what was known then, and forgets what the repeat adds; keeps the promises of `ListMemory`."""

    def __init__(self, newest_then: Mapping[str, datetime | None]) -> None:
        self._newest_then = newest_then

    def newest(self, url: str) -> datetime | None:
        """As it was known then."""
        return self._newest_then.get(url)

    def remember(self, url: str, valid_from: datetime) -> None:
        """Do nothing: one verification reads one edition of a list."""
