"""Check 3.10: does it count under the rules of a recogniser that was chosen?

Open Badges 3.0 has no such step: it is the verifier's own validation (VCDM 2.0 section 7.1). The rules come
with the policy; nothing is decided here, and whatever they say never changes the verdict.
"""

from collections.abc import Sequence
from typing import Final

from issuer.verify import verdicts
from issuer.verify.case import Case
from issuer.verify.presented import Kind
from issuer.verify.report import Check, Outcome

CHECK_ID: Final = "counts_here"
ABOUT_BADGES: Final = "Only a badge counts; this is something else."
_STANDS_ON: Final = frozenset({"status", "validity_period"})


def check_counts_here(case: Case, checks: Sequence[Check]) -> tuple[Check, ...]:
    """Ask the policy's rules; no check where none were chosen."""
    recognition = case.policy.recognition
    if recognition is None:
        return ()
    if case.kind is not Kind.BADGE:
        return (Check(CHECK_ID, Outcome.SKIPPED, ABOUT_BADGES),)
    stands, _why = verdicts.decide([check for check in checks if check.id in _STANDS_ON])
    found = recognition.counts(case.document, stands=stands.value, now=case.policy.now)
    outcome = {True: Outcome.PASSED, False: Outcome.FAILED, None: Outcome.UNDETERMINED}[found.counts]
    code = {True: None, False: "NOT_COUNTED_HERE", None: "NOT_DECIDED_HERE"}[found.counts]
    evidence = {**found.facts, "reason": found.reason}
    return (Check(CHECK_ID, outcome, found.sentence, code=code, evidence=evidence),)
