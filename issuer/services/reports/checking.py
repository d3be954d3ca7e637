"""Check something and sign what was found, in one go."""

from dataclasses import dataclass

from issuer.services import verification
from issuer.services.evidence import Source
from issuer.services.reports.signing import SignedReport, sign
from issuer.services.toolkit import Toolkit
from issuer.services.verification import NOTHING_MORE, Options
from issuer.verify import Report


@dataclass(frozen=True)
class Checked:
    """What was found, and the signed report about it."""

    report: Report
    signed: SignedReport


def check(toolkit: Toolkit, source: Source | str, *, options: Options = NOTHING_MORE) -> Checked:
    """Verify bytes, or what lies at an address, and sign a report about it.

    Raises:
        NotFoundError: the address is a page of ours that shows nobody a credential.
        FetchError: FETCH_BLOCKED or FETCH_FAILED: the document could not be brought.
        InputError: INPUT_TOO_LARGE: it holds more files than one report is about.
        KeyUnavailableError: no key can sign; more as `sign`.
    """
    if isinstance(source, str):
        report = verification.check_url(toolkit, source, options=options)
    else:
        report = verification.check(toolkit, source.data, media_type=source.media_type, options=options)
    return Checked(report, sign(toolkit, [report], policy=verification.policy_of(toolkit, options)))
