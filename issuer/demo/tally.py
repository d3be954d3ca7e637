"""What became of every credential of the demonstration, as the record says it, counted per issuer."""

from dataclasses import dataclass, field
from datetime import datetime

from issuer.demo.claims import Fate
from issuer.services.credentials import Held, State, state_of
from issuer.store import Category, VersionRecord, VersionState
from issuer.verify import Verdict


@dataclass
class Row:
    """One issuer's numbers.

    Attributes:
        counts: credentials by what became of them.
        versions: stored versions that were verified.
        as_expected: of these, how many had the verdict that the record foretells.
    """

    slug: str
    name: str
    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    versions: int = 0
    as_expected: int = 0

    @property
    def issued(self) -> int:
        """How many credentials the issuer issued."""
        return sum(self.counts.values())


def fate_of(held: Held) -> Fate:
    """Return what became of a credential."""
    fates = {State.SUSPENDED: Fate.SUSPENDED, State.REVOKED: Fate.REVOKED, State.EXPIRED: Fate.EXPIRED}
    replaced = sum(version.state is VersionState.ISSUED for version in held.versions) > 1
    return fates.get(held.state, Fate.SUPERSEDED if replaced else Fate.VALID)


def expected_here(version: VersionRecord, now: datetime) -> Verdict:
    """Return the verdict that this installation must give, which knows why a bit was set."""
    if version.ended_category is Category.SUSPENDED_PENDING_REVIEW:
        return Verdict.SUSPENDED
    return expected_elsewhere(version, now)


def expected_elsewhere(version: VersionRecord, now: datetime) -> Verdict:
    """Return the verdict that anyone must give: a status list says that a bit is set, and not why."""
    verdicts = {
        State.SUSPENDED: Verdict.REVOKED,
        State.REVOKED: Verdict.REVOKED,
        State.EXPIRED: Verdict.EXPIRED,
    }
    return verdicts.get(state_of(version, now), Verdict.VALID)
