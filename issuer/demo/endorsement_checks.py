"""Verify every endorsement of the demonstration as a stranger would, and compare with what the record foretells.

The statement that one binds must be shown: it is there, its digest matches, and it fits its schema.
"""

from dataclasses import dataclass, field
from datetime import datetime

from issuer.demo.dataset import Dataset
from issuer.demo.endorsement_records import Signed, signed
from issuer.documents.strict_json import JsonObject
from issuer.services import verification
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.store import EndorsementRecord
from issuer.terms import vc
from issuer.verify import Report, Verdict
from issuer.verify.statement_report import Binding


@dataclass
class Kind:
    """The numbers of one kind.

    Attributes:
        kind: the `type` of the statement, or "endorsement".
        verdicts: how many stand, were withdrawn, have ended, or begin later, by verdict.
        as_expected: of all, how many had that verdict, with their statement shown.
    """

    kind: str
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    as_expected: int = 0

    @property
    def issued(self) -> int:
        """How many were signed."""
        return sum(self.verdicts.values())

    def to_json(self) -> JsonObject:
        """Return the numbers as JSON."""
        verdicts: JsonObject = {verdict.value: number for verdict, number in sorted(self.verdicts.items())}
        return {
            "kind": self.kind,
            "issued": self.issued,
            "verdicts": verdicts,
            "asExpected": self.as_expected,
        }


def check(toolkit: Toolkit, dataset: Dataset) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """Return the numbers by kind, and a sentence for every endorsement that is not as the record says."""
    kinds: dict[str, Kind] = {}
    unexpected = []
    for item in signed(toolkit, dataset):
        kind = kinds.setdefault(item.kind, Kind(item.kind))
        expected = expected_verdict(item.endorsement, toolkit.clock())
        kind.verdicts[expected] = kind.verdicts.get(expected, 0) + 1
        body = item.endorsement.body or b""
        report = verification.check(toolkit, body, media_type=vc.MEDIA_VC, options=Options(offline=True))
        wrong = _what_is_wrong(item, report, expected)
        if wrong is None:
            kind.as_expected += 1
        else:
            unexpected.append(f"{item.stem}: {wrong}")
    return tuple(kinds.values()), tuple(unexpected)


def expected_verdict(endorsement: EndorsementRecord, now: datetime) -> Verdict:
    """Return the verdict that anyone must give."""
    if endorsement.ended_at is not None and endorsement.ended_at <= now:
        return Verdict.REVOKED
    if endorsement.valid_until is not None and endorsement.valid_until <= now:
        return Verdict.EXPIRED
    return Verdict.NOT_YET_VALID if endorsement.valid_from > now else Verdict.VALID


def _what_is_wrong(item: Signed, report: Report, expected: Verdict) -> str | None:
    if report.verdict is not expected:
        return f"{report.verdict}, expected {expected}. {report.sentence}"
    if item.statement is None:
        return None
    bindings = [bound.binding for bound in report.statements if bound.kind == item.kind]
    # What has ended is not opened any further.
    is_open = report.verdict is Verdict.VALID
    return "its statement is not shown." if is_open and bindings != [Binding.SHOWN] else None
