"""Signed verification reports: what was found about some files, signed by this installation itself.

    signed = reports.sign(toolkit, [report, ...], policy=verification.policy_of(toolkit, options))
    signed.credential, signed.statement, reports.pdf(toolkit, signed)

One report may be about as many files as `MOST_ITEMS`, such as a desk's whole morning. Ask for one only when
a person asked for it by name: it stores that these digests were checked.
"""

from issuer.services.reports.checking import Checked, check
from issuer.services.reports.facts import MOST_ITEMS
from issuer.services.reports.signing import SignedReport, pdf, sign

__all__ = ["MOST_ITEMS", "Checked", "SignedReport", "check", "pdf", "sign"]
