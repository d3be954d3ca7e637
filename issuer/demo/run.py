"""The whole demonstration: set up, mint, number the log, verify everything, count.

Uses the doors that everybody uses. Asks nothing and prints nothing; progress is told to whoever watches.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from issuer.demo import checking, crediting, endorsement_checks, history, minting, seeding
from issuer.demo.claims import Fate
from issuer.demo.dataset import Dataset
from issuer.demo.endorsement_checks import Kind
from issuer.demo.plan import plan
from issuer.demo.tally import Row
from issuer.documents.strict_json import JsonObject
from issuer.services import sequencer, status_lists
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit


class Progress(Protocol):
    """Shows that work goes on: `with progress(label, length) as step:`, and `step()` after each part."""

    def __call__(self, label: str, length: int) -> AbstractContextManager[Callable[[], None]]:
        """Begin something of `length` parts."""


@dataclass(frozen=True)
class Outcome:
    """What the demonstration did and found.

    Attributes:
        new: credentials that were not issued before.
        rows: one per issuer, in the order of the data.
        micro_endorsements: the same about the micro-endorsements, which put themselves together.
        endorsements: what others signed about all this, by kind: endorsements, values, approvals, decisions.
        unexpected: a sentence for every version whose verdict is not what the record foretells.
    """

    new: int
    rows: tuple[Row, ...]
    unexpected: tuple[str, ...]
    micro_endorsements: tuple[Row, ...] = ()
    endorsements: tuple[Kind, ...] = ()

    @property
    def total(self) -> Row:
        """The numbers of all issuers together."""
        return _together(self.rows)

    @property
    def all_micro_endorsements(self) -> Row:
        """The numbers of the micro-endorsements of all issuers together."""
        return _together(self.micro_endorsements)

    def to_json(self) -> JsonObject:
        """Return everything as JSON."""
        return {
            "new": self.new,
            "issuers": [_row(row) for row in self.rows],
            "total": _row(self.total),
            "microEndorsements": {
                "issuers": [_row(row) for row in self.micro_endorsements],
                "total": _row(self.all_micro_endorsements),
            },
            "endorsements": [kind.to_json() for kind in self.endorsements],
            "unexpected": list(self.unexpected),
        }


def run(toolkit: Toolkit, principal: Principal, dataset: Dataset, progress: Progress) -> Outcome:
    """Make the demonstration real, or find that it is.

    Raises:
        ConfigurationError: the clock of this machine stands before every school year.
        ConflictError: something of the same name says something else here.
        IssuerError: as the use cases; another run goes on where this one stopped.
    """
    dataset = history.placed(toolkit, dataset)
    awards = plan(dataset)
    founded = history.founded(toolkit, dataset)
    seeding.set_up(founded, principal, dataset)
    crediting.set_up(founded, principal, dataset, awards)
    with progress("Issuing", len(awards)) as step:
        new = minting.mint(toolkit, principal, dataset, awards, step)
    autumn = crediting.moment_of_requests(dataset, last=history.last_moment(awards), now=toolkit.clock())
    crediting.decide(history.at(toolkit, autumn), principal, dataset)
    status_lists.resign_due(toolkit)
    sequencer.run(toolkit)
    with progress("Verifying", len(awards)) as step:
        rows, unexpected = checking.check(toolkit, dataset, awards, step)
    stacked, odd = checking.check_micro_endorsements(toolkit, dataset)
    said, amiss = endorsement_checks.check(toolkit, dataset)
    return Outcome(new, rows, (*unexpected, *odd, *amiss), stacked, said)


def _together(rows: tuple[Row, ...]) -> Row:
    return Row(
        slug="",
        name="together",
        counts={fate: sum(row.counts[fate] for row in rows) for fate in Fate},
        versions=sum(row.versions for row in rows),
        as_expected=sum(row.as_expected for row in rows),
    )


def _row(row: Row) -> JsonObject:
    return {
        "profile": row.slug,
        "name": row.name,
        "issued": row.issued,
        **{fate.value: row.counts[fate] for fate in Fate},
        "versions": row.versions,
        "asExpected": row.as_expected,
    }
