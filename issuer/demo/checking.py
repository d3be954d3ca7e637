"""Verify every stored version of the demonstration through the pipeline that a stranger uses.

Resolved in this installation, so that no network is needed; the verdict is compared with what the record
foretells, and a difference is a sentence of its own.
"""

from collections.abc import Callable

from issuer.demo import tally
from issuer.demo.dataset import Dataset
from issuer.demo.plan import PlannedAward
from issuer.demo.records import micro_endorsements, planned
from issuer.demo.tally import Row
from issuer.services import verification
from issuer.services.credentials import Held
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.store import VersionState
from issuer.terms import vc


def check(
    toolkit: Toolkit, dataset: Dataset, awards: tuple[PlannedAward, ...], step: Callable[[], None]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return a row per issuer, and a sentence for every verdict that is not the expected one."""
    rows, unexpected = _rows(toolkit, dataset, planned(toolkit, dataset, awards), step)
    missing = len(awards) - sum(row.issued for row in rows)
    if missing:
        unexpected.append(f"{missing} planned badges are not in the record")
    return rows, tuple(unexpected)


def check_micro_endorsements(toolkit: Toolkit, dataset: Dataset) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return the same about the micro-endorsements that put themselves together."""
    rows, unexpected = _rows(toolkit, dataset, micro_endorsements(toolkit, dataset), _unseen)
    return rows, tuple(unexpected)


def _unseen() -> None:
    """Show no progress: they are few."""


def _rows(
    toolkit: Toolkit, dataset: Dataset, found: dict[str, tuple[Held, ...]], step: Callable[[], None]
) -> tuple[tuple[Row, ...], list[str]]:
    names = {issuer.slug: issuer.name for issuer in dataset.issuers}
    rows: list[Row] = []
    unexpected: list[str] = []
    for slug, helds in found.items():
        row = Row(slug, names[slug])
        for held in helds:
            row.counts[tally.fate_of(held)] += 1
            unexpected += _check_versions(toolkit, held, row)
            step()
        rows.append(row)
    return tuple(rows), unexpected


def _check_versions(toolkit: Toolkit, held: Held, row: Row) -> list[str]:
    unexpected = []
    for version in held.versions:
        if version.state is not VersionState.ISSUED:
            continue
        row.versions += 1
        expected = tally.expected_here(version, toolkit.clock())
        report = verification.check(
            toolkit, version.body or b"", media_type=vc.MEDIA_VC, options=Options(offline=True)
        )
        if report.verdict is expected:
            row.as_expected += 1
        else:
            unexpected.append(
                f"{held.credential.certificate_number} version {version.number} of {row.slug}: "
                f"{report.verdict}, expected {expected}. {report.sentence}"
            )
    return unexpected
