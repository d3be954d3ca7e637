"""The words and marks of a result page: each verdict, answer, outcome, check and form, and what to do.

Every sentence about the credential itself comes from the report; only what to do is said here.
"""

from typing import Final

from issuer.verify import AnswerValue, Outcome, Verdict

MARK_OF_VERDICT: Final = {
    Verdict.VALID: "yes",
    Verdict.INVALID: "no",
    Verdict.REVOKED: "no",
    Verdict.SUSPENDED: "wait",
    Verdict.EXPIRED: "wait",
    Verdict.NOT_YET_VALID: "wait",
    Verdict.UNTRUSTED: "unk",
    Verdict.INDETERMINATE: "unk",
    Verdict.MALFORMED: "none",
}
ANSWERS: Final = {
    AnswerValue.YES: ("yes", "Yes"),
    AnswerValue.NO: ("no", "No"),
    AnswerValue.NOT_NOW: ("wait", "Not now"),
    AnswerValue.COULD_NOT_CHECK: ("unk", "Could not check"),
    AnswerValue.NOT_ASKED: ("none", "Not asked"),
}
OUTCOMES: Final = {
    Outcome.PASSED: ("yes", "Passed"),
    Outcome.FAILED: ("no", "Failed"),
    Outcome.UNDETERMINED: ("unk", "Could not check"),
    Outcome.SKIPPED: ("none", "Not asked"),
}
OF_MEANING: Final = {
    Verdict.UNTRUSTED: ("unk", "Not known"),
    Verdict.SUSPENDED: ("wait", "Not now"),
    Verdict.EXPIRED: ("wait", "Not now"),
    Verdict.NOT_YET_VALID: ("wait", "Not now"),
    Verdict.VALID: ("wait", "Please note"),
}
"""A rule that was not kept and makes nobody a forger: an unknown issuer, a day that is over, a thing to know."""
UNKNOWN_ISSUER: Final = ("unk", "Not known here")
CHECKS: Final = {
    "intake": "Can be read",
    "token_header": "Token header",
    "claims": "Token and credential agree",
    "plain_members": "Written one way only",
    "data_model": "Follows the standard",
    "contexts": "Known vocabulary",
    "badge_type": "Badge type",
    "results": "Results fit the rubric",
    "issuer_address": "Issuer's address",
    "status_address": "Status list's address",
    "proof_form": "Signature is there",
    "nothing_unsigned": "Everything is signed",
    "issuer_key": "Issuer's key",
    "signature": "Signature",
    "parts_in_place": "Everything in its place",
    "refresh": "Newer version",
    "status": "Status",
    "validity_period": "Dates",
    "recipient": "Holder",
    "holder": "Holder's answer",
    "on_date": "On that date",
    "known_issuer": "Issuer",
    "counts_here": "Rules of the district",
    "about_carrier": "About this credential",
    "edition": "Edition of the standard",
    "hosted": "Its host confirms it",
    "hosted_place": "Issuer keeps badges there",
    "badge_class": "What the badge stands for",
    "issuer_profile": "Issuer's profile",
}
FORMS: Final = {
    "embedded": "signature inside the file",
    "jwt": "token",
    "none": "not signed",
    "container": "several files in one",
    "hosted": "not signed, confirmed by its host",
    "jws": "signed assertion",
}
ADVICE: Final[dict[Verdict, tuple[str, ...]]] = {
    Verdict.VALID: (
        "Compare the holder and the issuer with what you were told.",
        "If it must count for pay or a license, ask the district or the board for its rule.",
    ),
    Verdict.INVALID: (
        "Ask the holder for the original link or certificate number, and check that.",
        "Do not tell the holder that the file is a fraud. Files can be damaged by e-mail or by editing tools.",
        "If you think someone did it on purpose, tell the issuer, using an address you already know.",
    ),
    Verdict.REVOKED: (
        "Do not rely on it, even if the file looks whole.",
        "The holder may have a newer version. Ask for the present link.",
        "Questions about the reason go to the issuer.",
    ),
    Verdict.SUSPENDED: (
        "Decide nothing yet. A review can end either way.",
        "Check again in a few days, or ask the issuer when the review ends.",
    ),
    Verdict.EXPIRED: (
        "It was good until that day. If you need it to be current, ask the holder to renew it.",
        "If only the day of the award matters to you, it still proves that day.",
    ),
    Verdict.NOT_YET_VALID: ("Check again on the day on which it begins.",),
    Verdict.UNTRUSTED: (
        "Compare the issuer's identifier below with one that you know from elsewhere.",
        "A well-known name with an unknown identifier is a reason to ask the organization itself.",
    ),
    Verdict.INDETERMINATE: (
        "Try again in a few minutes.",
        "If it still fails, ask the issuer and quote the certificate number.",
        "Do not treat this as a yes, and do not treat it as a no.",
    ),
    Verdict.MALFORMED: (
        "Ask for the original file. A screenshot, a scan or a picture sent by a chat program has lost its signature.",
        "Or use the link, the certificate number, or a photo of the QR code on the paper.",
    ),
}
ADVICE_OLDER: Final = (
    "Ask the issuer for a new one, as an Open Badge 3.0.",
    "Or ask the issuer to confirm the award to you, using an address you already know.",
)
"""For an edition that is not checked: trying again would not help."""

MARK_OF_COMPONENT: Final = {
    "valid": "yes",
    "revoked": "no",
    "other_bytes": "no",
    "suspended": "wait",
    "expired": "wait",
    "superseded": "wait",
}
"""The mark of how a component of a micro-endorsement stands; anything else could not be checked."""
