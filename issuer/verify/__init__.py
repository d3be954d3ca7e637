"""Verifying: any bytes in, one report out (Open Badges 3.0 section 9.1).

`Policy` says what the verifier brings along, `Report` what was found. Nothing is stored, and nothing is
fetched for a document whose proof does not hold.
"""

from issuer.verify.component_report import ComponentReport
from issuer.verify.pipeline import verify
from issuer.verify.policy import (
    Components,
    ComponentStanding,
    Counting,
    ListMemory,
    Policy,
    Recognition,
    Record,
    Standing,
    Withdrawal,
)
from issuer.verify.report import (
    Answer,
    Answers,
    AnswerValue,
    Caution,
    Check,
    EndorsementReport,
    IssuerFacts,
    Outcome,
    Part,
    Report,
    Verdict,
)
from issuer.verify.signed_trust import read_signed_trust_list
from issuer.verify.trust import TrustEntry, TrustList, read_trust_list, trust_list_of

__all__ = [
    "Answer",
    "AnswerValue",
    "Answers",
    "Caution",
    "Check",
    "ComponentReport",
    "ComponentStanding",
    "Components",
    "Counting",
    "EndorsementReport",
    "IssuerFacts",
    "ListMemory",
    "Outcome",
    "Part",
    "Policy",
    "Recognition",
    "Record",
    "Report",
    "Standing",
    "TrustEntry",
    "TrustList",
    "Verdict",
    "Withdrawal",
    "read_signed_trust_list",
    "read_trust_list",
    "trust_list_of",
    "verify",
]
