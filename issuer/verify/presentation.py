"""Presentations: who hands the credentials over, and each of them judged by itself (VCDM 2.0 section 4.13).

The verdict of a presentation is the heaviest of its credentials and of its own proof. A holder proves
control by a proof for `authentication` with the challenge and domain that the verifier chose. Without one
the credentials are still judged, and the report says "holder not proven"; where the verifier asked for a
challenge, a presentation that does not answer it is refused.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from issuer.documents.strict_json import Json
from issuer.errors import InputError
from issuer.terms import vc
from issuer.verify import verdicts, wording
from issuer.verify.case import Case, objects, text_of
from issuer.verify.checks.proof import Purpose
from issuer.verify.checks.secured import secured
from issuer.verify.facts import issuer_facts
from issuer.verify.findings import failed, passed, skipped, undetermined
from issuer.verify.inside import presented_part
from issuer.verify.presented import Form, Presented
from issuer.verify.report import Caution, Check, Part, Report, Verdict

HOLDER_ID: Final = "holder"
NOT_PROVEN: Final = "HOLDER_NOT_PROVEN"
IN_JWS: Final = "It is a presentation as a token, whose holder cannot be checked here. Ask for one with an embedded proof."
Judge: TypeAlias = Callable[[Presented | InputError], Report]


def judge_presentation(case: Case, before: Sequence[Check], judge: Judge) -> Report:
    """Judge a presentation that conforms.

    Args:
        case: the presentation.
        before: the checks made so far; all passed.
        judge: judges one credential by itself.
    """
    checks, cautions = list(before), []
    if case.form is Form.NONE:
        checks.append(_without_proof(case))
        words = "Nobody proved to be the holder: the credentials are judged, not who hands them over."
        cautions.append(Caution(NOT_PROVEN, words))
    else:
        proven, more = _judge_holder(case)
        checks += proven
        cautions += more
    parts: list[Part] = []
    if not any(check.means in {Verdict.INVALID, Verdict.MALFORMED} for check in checks):
        items = _as_list(case.document.get("verifiableCredential"))
        parts = [Part(f"credential {n + 1}", judge(presented_part(item))) for n, item in enumerate(items)]
        cautions += _other_subjects(case, parts)
    return together(case, checks, cautions, parts)


def together(
    case: Case, checks: Sequence[Check], cautions: Sequence[Caution], parts: Sequence[Part]
) -> Report:
    """Return the report of a container out of its own checks and its parts."""
    own, decisive = verdicts.decide(checks)
    verdict = verdicts.heaviest([own, *(part.report.verdict for part in parts)])
    if verdict is not own:
        worst = next(part.report for part in parts if part.report.verdict is verdict)
        words, sentence = worst.heading, worst.sentence
    else:
        words, sentence = wording.heading(own, decisive), wording.sentence(own, decisive)
    answers = (
        verdicts.together([part.report for part in parts])
        if parts
        else verdicts.answers_of(checks, genuine=False, issuer=None)
    )
    return Report(
        verdict=verdict,
        heading=words,
        sentence=sentence,
        answers=answers,
        checks=tuple(checks),
        warnings=tuple(cautions),
        credential=case.document,
        kind=case.kind.value,
        form=case.form.value,
        media_type=case.presented.media_type,
        sha256=case.sha256,
        checked_at=case.policy.now,
        issuer=issuer_facts(case.document),
        parts=tuple(parts),
    )


def _without_proof(case: Case) -> Check:
    if case.policy.challenge is None and case.policy.domain is None:
        return skipped(HOLDER_ID, "It is not signed by its holder.")
    return failed(HOLDER_ID, "PROOF_MISSING", "It is not signed by its holder, though that was asked for.")


def _judge_token(*, asked: bool) -> tuple[list[Check], list[Caution]]:
    """Believe no token about its holder: its claims name an issuer's key, and no question that it answers."""
    found = undetermined(HOLDER_ID, NOT_PROVEN, IN_JWS)
    if asked:
        return [found], []
    return [Check(found.id, found.outcome, found.sentence, found.code)], [Caution(NOT_PROVEN, IN_JWS)]


def _judge_holder(case: Case) -> tuple[list[Check], list[Caution]]:
    asked = case.policy.challenge is not None or case.policy.domain is not None
    if case.form is Form.JWT:
        return _judge_token(asked=asked)
    holder = text_of(case.document.get("holder"), "id") or _controller(case)
    challenge, domain = _stated(case, "challenge"), _stated(case, "domain")
    purpose = Purpose(
        holder,
        relationship=vc.AUTHENTICATION,
        challenge=case.policy.challenge if asked else challenge,
        domain=case.policy.domain if asked else domain,
    )
    signed = secured(case, purpose)
    if not signed.holds:
        return [*signed.checks], []
    if asked and case.policy.challenge is not None:
        return [*signed.checks, passed(HOLDER_ID, f"{holder} signed it in answer to the question asked.")], []
    words = (
        "The holder signed it, but nobody asked a question that only now could be answered: it may be a copy."
    )
    check = undetermined(HOLDER_ID, NOT_PROVEN, words)
    return (
        [*signed.checks, Check(check.id, check.outcome, check.sentence, check.code)],
        [Caution(NOT_PROVEN, words)],
    )


def _stated(case: Case, name: str) -> str | None:
    for proof in objects(case.document.get("proof")):
        value = proof.get(name)
        if isinstance(value, str):
            return value
    return None


def _controller(case: Case) -> str:
    """Return who a presentation without `holder` says it is by: whom its first proof names."""
    for proof in objects(case.document.get("proof")):
        return text_of(proof.get("verificationMethod"), "id").partition("#")[0]
    return ""


def _other_subjects(case: Case, parts: Sequence[Part]) -> list[Caution]:
    holder = text_of(case.document.get("holder"), "id")
    if not holder:
        return []
    others = []
    for part in parts:
        credential = part.report.credential or {}
        subjects = {text_of(item, "id") for item in objects(credential.get("credentialSubject"))} - {""}
        if subjects and holder not in subjects:
            others.append(part.name)
    if not others:
        return []
    words = f"{wording.listed(others)}: the holder is not the one it is about."
    return [Caution("HOLDER_DIFFERS", words)]


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]
