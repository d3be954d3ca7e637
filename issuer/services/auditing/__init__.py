"""What an auditor from outside reads: rows by pseudonym, a sample that anybody can draw again, the state of the log.

Every read is an event (AUD-07): who, of which issuer, what. The checks themselves lie in `services.auditing.audit`, the rows in
`services.auditing.audit_rows` and beside this; `listings` names every kind of them.
"""

from issuer.services.auditing.listings import LISTINGS, Listing, export
from issuer.services.auditing.reading import Auditor, LogState, Page, auditor, log_state, page, sample

__all__ = [
    "LISTINGS",
    "Auditor",
    "Listing",
    "LogState",
    "Page",
    "auditor",
    "export",
    "log_state",
    "page",
    "sample",
]
