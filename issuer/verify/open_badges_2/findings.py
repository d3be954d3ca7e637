"""What is gathered on the road of one 2.0 badge, and the report that it becomes."""

from dataclasses import dataclass, replace
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.verify import reporting
from issuer.verify.case import Case, objects
from issuer.verify.door import Door
from issuer.verify.findings import skipped
from issuer.verify.policy import Policy
from issuer.verify.presented import Form, Kind, Presented
from issuer.verify.report import Caution, Check, Outcome, Report
from issuer.workers import Workers

NOT_REACHED: Final = "Not asked, because an earlier check did not pass."
LATER: Final = ("status", "validity_period", "known_issuer")
_ENDS: Final = frozenset({Outcome.FAILED, Outcome.UNDETERMINED})


@dataclass(frozen=True)
class Means:
    """One badge and the means to judge it.

    Attributes:
        presented: as it was handed in.
        policy: what the verifier brings along.
        fetch: the network door of this verification.
        workers: runs library code.
    """

    presented: Presented
    policy: Policy
    fetch: Door
    workers: Workers

    def case_of(self, profile: JsonObject) -> Case:
        """Return the case that the checks shared with 3.0 look at: who is named as issuer."""
        return Case(
            document={"issuer": profile},
            presented=self.presented,
            kinds=(Kind.ASSERTION,),
            policy=self.policy,
            fetch=self.fetch,
            workers=self.workers,
        )


@dataclass(frozen=True)
class Findings:
    """The checks and warnings so far; every step gives new ones."""

    means: Means
    checks: tuple[Check, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def plus(self, *checks: Check) -> "Findings":
        """Return the findings with further checks."""
        return replace(self, checks=(*self.checks, *checks))

    def caution(self, *cautions: Caution) -> "Findings":
        """Return the findings with further warnings."""
        return replace(self, cautions=(*self.cautions, *cautions))

    @property
    def has_ended(self) -> bool:
        """Whether a check ended the road."""
        return any(check.outcome in _ENDS for check in self.checks)

    def report(self, document: JsonObject, *, form: Form, genuine: bool) -> Report:
        """Return the report, in the words of 3.0.

        Args:
            document: the assertion, with its badge class and profile inside where these could be had.
            form: how it is verified.
            genuine: whether its host confirmed it, or the issuer's signature holds.
        """
        checks = (reporting.read_check(self.means.presented), *self.checks)
        made = {check.id for check in checks}
        if not genuine:
            checks = (*checks, *(skipped(name, NOT_REACHED) for name in LATER if name not in made))
        issuer = next((item for badge in objects(document.get("badge")) for item in _issuer(badge)), {})
        case = self.means.case_of(issuer)
        report = reporting.report_of(case, checks, genuine=genuine, cautions=self.cautions)
        return replace(report, credential=document, text=None, form=form.value)


def _issuer(badge: JsonObject) -> tuple[JsonObject, ...]:
    named = badge.get("issuer")
    return objects({"id": named} if isinstance(named, str) else named)
