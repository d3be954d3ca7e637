"""What a verifier brings along: the moment, whom it knows, whom it expects, and its own record.

Nothing here comes out of the credential. A policy is a plain value, so that a verification can be
repeated years later with the same one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from issuer.documents.strict_json import JsonObject
from issuer.verify.trust import TrustList


@dataclass(frozen=True)
class Standing:
    """What an issuer's own record says about a credential at one moment.

    Attributes:
        in_force: whether it was neither withdrawn nor on hold then.
        sentence: what the record says, for a person.
    """

    in_force: bool
    sentence: str


@dataclass(frozen=True)
class Withdrawal:
    """Why and when an issuer took a credential out of force, by its own record.

    Attributes:
        category: one of the public categories of design.md section 6, such as "superseded".
        at: when.
    """

    category: str
    at: datetime | None = None


@dataclass(frozen=True)
class ComponentStanding:
    """How a component of a micro-endorsement stands, by its issuer's own record: one word and a sentence."""

    status: str
    sentence: str


class Components(Protocol):
    """Knows the components that an installation issued itself; a verifier elsewhere has none."""

    def component(self, credential_id: str, digest: str) -> ComponentStanding | None:
        """Return how the credential with these exact bytes stands now, None where it is not ours."""
        ...


class Record(Protocol):
    """The record of an installation that issued credentials itself; a verifier elsewhere has none."""

    def logged_at(self, sha256: str) -> datetime | None:
        """Return when the issuance log took in the credential with these exact bytes, None if it did not.

        Only an inclusion that the log proves counts; the digest is that of the secured document.
        """
        ...

    def standing_on(self, credential: JsonObject, moment: datetime) -> Standing | None:
        """Return what the record says about the credential at `moment`, None where it is not ours."""
        ...

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        """Return why a credential of ours is out of force; asked only when its status list says that it is."""
        ...


class ListMemory(Protocol):
    """Remembers the newest status list seen at an address, so that an older one is not believed again."""

    def newest(self, url: str) -> datetime | None:
        """Return the start of the newest verified list at `url`, None when none was seen."""
        ...

    def remember(self, url: str, valid_from: datetime) -> None:
        """Keep the start of a list that was verified."""
        ...


@dataclass(frozen=True)
class Counting:
    """What a recogniser's rules say about one credential.

    Attributes:
        counts: True, False, or None where it cannot be said, because facts are missing or nothing is decided.
        sentence: the answer for a person.
        reason: a reason code of `credits.reasons`, None for a plain yes.
        facts: hours, unit, window and trace, as JSON.
    """

    counts: bool | None
    sentence: str
    reason: str | None
    facts: JsonObject = field(default_factory=dict)


class Recognition(Protocol):
    """A recogniser's rules, for the fourth question; a verifier that asks for no district has none."""

    def counts(self, credential: JsonObject, *, stands: str, now: datetime) -> Counting:
        """Say whether a genuine credential counts.

        Args:
            credential: the document, as it was signed.
            stands: the verdict so far about its standing, a word of `report.Verdict`.
            now: the moment for which it is asked.
        """
        ...


@dataclass(frozen=True)
class Policy:
    """How one verification is to be done.

    Attributes:
        now: the moment for which the verdict shall hold, in UTC.
        trust: the list of known issuers; None means that *Known issuer?* is not asked.
        own_issuers: issuer ids of this very installation ("issued here").
        recipient: what is known about the holder from elsewhere, such as a mail address.
        recipient_type: the identity type of `recipient`; None compares with every type.
        challenge: the challenge that a presentation must answer.
        domain: the domain that a presentation must be made for.
        at: also say whether the credential was in force on this date.
        follow_refresh: follow `refreshService` once; off by default, because the address has no guard.
        record: the record of this installation, where it issued credentials.
        components: knows how components of micro-endorsements stand, where they were issued here.
        status_max_age: how old a saved copy of a status list may be; None leaves it to the list's own dates.
        recognition: the rules of one recogniser; None means that *Counts here?* is not asked.
        lists: remembers status lists against rollback; None where nothing is remembered.
        beside: statements that came with the document; each counts only where a signed digest names it.
    """

    now: datetime
    trust: TrustList | None = None
    own_issuers: frozenset[str] = field(default_factory=frozenset)
    recipient: str | None = None
    recipient_type: str | None = None
    challenge: str | None = None
    domain: str | None = None
    at: datetime | None = None
    follow_refresh: bool = False
    record: Record | None = None
    recognition: Recognition | None = None
    lists: ListMemory | None = None
    status_max_age: timedelta | None = None
    components: Components | None = None
    beside: tuple[bytes, ...] = field(default=(), repr=False)
