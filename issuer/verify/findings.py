"""Making checks: the four ways a rule can end, and a check out of an error of a room below.

An error's code decides what it means: input that cannot be read or breaks the data model is `malformed`,
what could not be brought or is not supported here is `indeterminate`, everything else is `invalid`.
"""

from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import BusyError, FetchError, IssuerError, KeyUnavailableError, StoreUnavailableError
from issuer.verify.report import Check, Outcome, Verdict

MALFORMED_CODES: Final = frozenset(
    {
        "PARSING_ERROR",
        "MALFORMED_VALUE_ERROR",
        "DUPLICATE_KEY",
        "JSON_NOT_STRICT",
        "NUMBER_RANGE",
        "INPUT_TOO_LARGE",
        "INPUT_TOO_DEEP",
        "WORK_LIMIT",
        "SCHEMA_VIOLATION",
        "JWS_ENCODING",
        "AMBIGUOUS_CONTAINER",
        "IMAGE_MALFORMED",
        "IMAGE_TOO_LARGE",
        "IMAGE_WITHOUT_CREDENTIAL",
        "MEDIA_TYPE_NOT_SUPPORTED",
    }
)
UNKNOWN_CODES: Final = frozenset(
    {"DID_METHOD_NOT_SUPPORTED", "KEY_RETRIEVAL_ERROR", "STATUS_TYPE_UNKNOWN", "WORKERS_UNAVAILABLE"}
)
"""Legal, but not known here, not to be had or not to be worked out: nothing follows for the credential."""

OUR_FAULT: Final = (StoreUnavailableError, BusyError, KeyUnavailableError)
"""What is no finding about a document: whoever asked is told to ask again."""

_PLAIN: Final = (str, bool, int, float)
_SEVERAL: Final = (list, tuple)


def passed(check_id: str, sentence: str, **evidence: object) -> Check:
    """Return a check whose rule was kept."""
    return Check(check_id, Outcome.PASSED, sentence, evidence=_facts(evidence) if evidence else {})


def failed(
    check_id: str,
    code: str,
    sentence: str,
    *,
    means: Verdict = Verdict.INVALID,
    pointer: str | None = None,
    **evidence: object,
) -> Check:
    """Return a check whose rule was broken; `means` is what that makes of the credential."""
    return Check(check_id, Outcome.FAILED, sentence, code, _facts(evidence), pointer, means)


def undetermined(
    check_id: str, code: str, sentence: str, *, pointer: str | None = None, **evidence: object
) -> Check:
    """Return a check that could not be made: not a yes, and not a no."""
    return Check(
        check_id, Outcome.UNDETERMINED, sentence, code, _facts(evidence), pointer, Verdict.INDETERMINATE
    )


def skipped(check_id: str, sentence: str) -> Check:
    """Return a check that was not asked, with the reason."""
    return Check(check_id, Outcome.SKIPPED, sentence)


def from_error(check_id: str, error: IssuerError, *, pointer: str | None = None, **evidence: object) -> Check:
    """Return the check that an error of a room below amounts to.

    Raises:
        IssuerError: the same, where this installation itself is at fault: nothing follows for what is verified.
    """
    if isinstance(error, OUR_FAULT):
        raise error
    where = error.pointer if pointer is None else pointer
    sentence = as_sentence(error.detail)
    if isinstance(error, FetchError) or error.code in UNKNOWN_CODES:
        return undetermined(check_id, error.code, sentence, pointer=where, **evidence)
    means = Verdict.MALFORMED if error.code in MALFORMED_CODES else Verdict.INVALID
    return failed(check_id, error.code, sentence, means=means, pointer=where, **evidence)


def as_sentence(text: str) -> str:
    """Return `text` beginning with a capital letter and ending with a full stop."""
    text = text.strip()
    if not text:
        return text
    # An identifier at the beginning is shown letter for letter.
    begins_with_id = ":" in text.split(maxsplit=1)[0].rstrip(":")
    return (text if begins_with_id else text[0].upper() + text[1:]) + ("" if text[-1] in ".!?" else ".")


def _facts(evidence: dict[str, object]) -> JsonObject:
    facts: JsonObject = {}
    for name, value in evidence.items():
        if value is None or isinstance(value, _PLAIN):
            facts[name] = value
        elif isinstance(value, _SEVERAL):
            facts[name] = [str(item) for item in value]
        else:
            facts[name] = str(value)
    return facts
