"""Rules about what a credential is and who stands behind it.

`recognises`, `requires`, `accreditation`, `acceptsBadgeInLieuOfTranscript`, `equivalencyRequired`.
A university's endorsement counts when it was in force on the day of the award (domain.md L8).
"""

from typing import Any, Final

from issuer.credits.findings import Step
from issuer.credits.model import Earned, Kind, UniversityEndorsement
from issuer.credits.predicates import values
from issuer.credits.predicates.socket import Case, Predicate, Stage, day, listed, met, refused, waits

EITHER: Final = "either"
ENDORSEMENT: Final = "universityEndorsement"
_KIND: Final = {Kind.MICRO_CREDENTIAL: "a micro-credential", Kind.MICRO_ENDORSEMENT: "a micro-endorsement"}


def judge_kind(wanted: str, earned: Earned, case: Case) -> Step:
    """Ask whether this kind of credential counts; a micro-endorsement is always as good as its parts."""
    del case
    looked = f"{earned.code} is {_KIND[earned.kind]}."
    if wanted != Kind.MICRO_ENDORSEMENT or earned.kind is Kind.MICRO_ENDORSEMENT:
        return met("recognises", earned.code, looked, "This district counts it.")
    words = "This district counts micro-endorsements only. Complete the set that it belongs to."
    return refused("recognises", earned.code, "recognises_endorsement_only", looked, words)


def judge_requires(wanted: tuple[str, ...], earned: Earned, case: Case) -> Step:
    """Ask for a university's endorsement in force on the day of the award."""
    del wanted, case
    return _university("requires", earned, endorsers(earned), code="university_endorsement_required")


def judge_accreditation(accreditors: tuple[str, ...], earned: Earned, case: Case) -> Step:
    """Ask that the university which endorsed it is accredited by one of these."""
    del case
    good = [item for item in endorsers(earned) if item.accreditor in accreditors]
    return _university("accreditation", earned, good, code="accreditation_missing")


def judge_transcript(accepted: bool, earned: Earned, case: Case) -> Step:  # noqa: FBT001  (a rule's parameter)
    """Ask for a transcript where a badge alone is not enough; a university's endorsement stands in for it."""
    del case
    rule = "acceptsBadgeInLieuOfTranscript"
    if accepted:
        return met(rule, earned.code, "The credential itself.", "No transcript is needed here.")
    if earned.transcript:
        return met(
            rule, earned.code, "An official transcript lies with the request.", "The transcript is there."
        )
    return _university(rule, earned, endorsers(earned), code="transcript_required")


def judge_equivalency(wanted: bool, earned: Earned, case: Case) -> Step:  # noqa: FBT001  (a rule's parameter)
    """Ask that the district itself has set a value."""
    rule, found = "equivalencyRequired", case.equivalency
    if found is not None:
        looked = f"The district's value for {earned.code} since {day(found.valid_from)}."
        return met(rule, earned.code, looked, "The district has set a value.")
    if not wanted:
        return met(rule, earned.code, "No value of the district.", "The issuer's suggestion is enough here.")
    looked = f"The district has set no value for {earned.code} that holds on {day(earned.awarded)}."
    return waits(rule, earned.code, "equivalency_missing", looked, "It waits until the district decides.")


def endorsers(earned: Earned) -> list[UniversityEndorsement]:
    """Return the endorsements that were in force on the day of the award."""
    return [item for item in earned.endorsements if item.covers(earned.awarded)]


def _university(rule: str, earned: Earned, good: list[UniversityEndorsement], *, code: str) -> Step:
    if good:
        looked = f"{listed([item.university for item in good])} endorsed {earned.code}."
        return met(rule, earned.code, looked, f"In force on the day of the award, {day(earned.awarded)}.")
    others = [
        f"{item.university} from {day(item.valid_from)}"
        + ("" if item.valid_until is None else f" to {day(item.valid_until)}")
        for item in earned.endorsements
    ]
    seen = f"Endorsements: {'; '.join(others)}." if others else "No university's endorsement."
    words = f"It waits for one that covers the day of the award, {day(earned.awarded)}."
    return waits(rule, earned.code, code, seen, words)


def _accreditors(value: Any, pointer: str) -> tuple[str, ...]:  # noqa: ANN401  (any JSON value)
    found = values.members(value, pointer, required=("accreditors",))
    return values.texts(found["accreditors"], f"{pointer}/accreditors")


PREDICATES: Final = (
    Predicate(
        "recognises",
        Stage.CREDENTIAL,
        lambda value, at: values.choice(value, at, (*(kind.value for kind in Kind), EITHER)),
        lambda wanted: (
            "Micro-endorsements count; micro-credentials alone do not."
            if wanted == Kind.MICRO_ENDORSEMENT
            else "Micro-credentials count, alone or inside a micro-endorsement."
        ),
        judge_kind,
    ),
    Predicate(
        "equivalencyRequired",
        Stage.CREDENTIAL,
        values.flag,
        lambda wanted: (
            "Only what the district has set a value for counts."
            if wanted
            else "Where the district has set no value, the hours suggested by the issuer count."
        ),
        judge_equivalency,
    ),
    Predicate(
        "requires",
        Stage.CREDENTIAL,
        lambda value, at: values.choices(value, at, (ENDORSEMENT,)),
        lambda _: "A university must have endorsed it for the day of the award.",
        judge_requires,
    ),
    Predicate(
        "accreditation",
        Stage.CREDENTIAL,
        _accreditors,
        lambda names: f"The endorsing university must be accredited by {' or '.join(names)}.",
        judge_accreditation,
    ),
    Predicate(
        "acceptsBadgeInLieuOfTranscript",
        Stage.CREDENTIAL,
        values.flag,
        lambda accepted: (
            "A badge is accepted in place of a transcript."
            if accepted
            else "A badge alone is not enough: a transcript or a university's endorsement must stand behind it."
        ),
        judge_transcript,
    ),
)
