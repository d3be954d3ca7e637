"""How far a session is, in numbers and in words, and how many files are in each group."""

from dataclasses import dataclass

from issuer.services.desk import sessions
from issuer.services.desk.groups import GROUPS, Group
from issuer.services.toolkit import Toolkit
from issuer.store import DeskSession


@dataclass(frozen=True)
class Progress:
    """How far a session is.

    Attributes:
        groups: every group with how many files are in it.
        verdicts: how many files have each verdict.
    """

    session: DeskSession
    total: int
    done: int
    groups: tuple[tuple[Group, int], ...]
    verdicts: dict[str, int]

    @property
    def is_done(self) -> bool:
        """Whether every file is judged."""
        return self.done >= self.total

    @property
    def words(self) -> str:
        """The same for a person who cannot see a bar."""
        unknown = next(count for group, count in self.groups if group.key == "unknown")
        told = f"{self.done} of {self.total} checked."
        if self.is_done:
            told = "All checked." if self.total > 1 else "It is checked."
        return told + (f" {unknown} could not be checked." if unknown else "")


def of_link(toolkit: Toolkit, token: str) -> Progress:
    """Return how far the session of a link is.

    Raises:
        NotFoundError: there is no such session.
    """
    return of_session(toolkit, sessions.find(toolkit, token))


def of_session(toolkit: Toolkit, session: DeskSession) -> Progress:
    """Return how far a session is."""
    with toolkit.database.reader() as reader:
        counts = reader.desk.counts(session.id)
    verdicts = {verdict: count for verdict, count in counts.items() if verdict is not None}
    return Progress(
        session=session,
        total=session.total,
        done=session.total - counts.get(None, 0),
        groups=tuple(
            (group, sum(verdicts.get(verdict, 0) for verdict in group.verdicts)) for group in GROUPS
        ),
        verdicts=verdicts,
    )
