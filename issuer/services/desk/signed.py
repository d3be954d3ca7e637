"""A signed report about what the desk found, for a personnel file: one file, or the whole batch.

Asking for one stores the digests and results of those files for good, under this installation's own name; never a
name of a file or a person, and nothing about the session.
"""

from issuer.errors import InputError
from issuer.services import reports, trust, verification
from issuer.services.desk.judged import report_of
from issuer.services.reports import MOST_ITEMS, SignedReport
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.store import DeskFilter, DeskSession
from issuer.verify import Report

_PAGE = 50


def sign(toolkit: Toolkit, session: DeskSession, *, number: int | None = None) -> SignedReport:
    """Sign what was found about one file, or about every file of a session in their order.

    A file that could not even be opened has no digest of ours and is not in the report.

    Raises:
        InputError: nothing is checked yet, or INPUT_TOO_LARGE: there are more files than one report holds.
        ConflictError: as `reports.sign`.
        KeyUnavailableError: as `reports.sign`.
        SigningError: as `reports.sign`.
    """
    found = _found(toolkit, session, number)
    if not found:
        raise InputError("There is no result to sign yet.", hint="Wait until the files are checked.")
    policy = verification.policy_of(toolkit, Options(trust=trust.listed(toolkit)))
    return reports.sign(toolkit, found, policy=policy)


def _found(toolkit: Toolkit, session: DeskSession, number: int | None) -> list[Report]:
    if number is not None:
        with toolkit.database.reader() as reader:
            row = reader.desk.row(session.id, number)
        report = None if row is None else report_of(row.report)
        return [] if report is None else [report]
    if session.total > MOST_ITEMS:
        raise InputError(
            f"One report is about {MOST_ITEMS} files at most; these are {session.total}.",
            code="INPUT_TOO_LARGE",
            hint="Bring them to the desk in parts, or ask for a report of single files.",
        )
    found: list[Report] = []
    for offset in range(0, session.total, _PAGE):
        with toolkit.database.reader() as reader:
            page = reader.desk.rows(session.id, DeskFilter(order="file"), offset=offset, limit=_PAGE)
        found += filter(None, (report_of(row.report) for row in page))
    return found
