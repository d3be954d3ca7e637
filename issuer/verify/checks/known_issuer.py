"""Check 6: is the issuer one that this verifier knows? (security.md threat 8; OB 3.0 leaves it to us)

Asked only with a list of known issuers. An issuer is known by its identifier, letter for letter; its name
proves nothing. An issuer that is not on the list is not a fraud: it is unknown, and the report says so and
points out names and addresses that look like known ones.
"""

from typing import Final

from issuer.documents.times import format_time
from issuer.verify.case import Case
from issuer.verify.facts import issuer_facts
from issuer.verify.findings import failed, passed, skipped
from issuer.verify.lookalikes import Near, nearest
from issuer.verify.report import Caution, Check, Verdict

CHECK_ID: Final = "known_issuer"


def check_known_issuer(case: Case) -> tuple[Check, tuple[Caution, ...]]:
    """Look the issuer up, and point out what it looks like when it is not there."""
    if case.issuer in case.policy.own_issuers:
        return passed(CHECK_ID, "It was issued here.", issuer=case.issuer, source="own"), ()
    trust = case.policy.trust
    if trust is None:
        return skipped(CHECK_ID, "Nobody asked for a list of known issuers."), ()
    entry = trust.find(case.issuer)
    if entry is not None and not entry.stands(case.policy.now):
        day = "" if entry.removed_at is None else f" on {format_time(entry.removed_at)}"
        words = f"The issuer was taken off the list of known issuers{day}."
        return failed(
            CHECK_ID,
            "ISSUER_UNKNOWN",
            words,
            means=Verdict.UNTRUSTED,
            pointer="/issuer",
            issuer=case.issuer,
            reason=entry.reason,
        ), ()
    if entry is not None:
        when = "" if entry.added_at is None else f", added on {format_time(entry.added_at)}"
        by = "" if entry.added_by is None else f" by {entry.added_by}"
        return passed(
            CHECK_ID,
            f"It is on the list of known issuers{when}{by}.",
            issuer=entry.issuer,
            knownAs=entry.name,
            reason=entry.reason,
            publisher=trust.publisher,
        ), ()
    near = nearest(issuer_facts(case.document), trust)
    words = "The issuer is not on the list of known issuers."
    check = failed(
        CHECK_ID,
        "ISSUER_UNKNOWN",
        words + (f" {near.sentence}" if near else ""),
        means=Verdict.UNTRUSTED,
        pointer="/issuer",
        issuer=case.issuer,
        looksLike=None if near is None else near.entry.issuer,
    )
    return check, () if near is None else (Caution(near.code, near.sentence, "/issuer"),)


__all__ = ["CHECK_ID", "Near", "check_known_issuer"]
