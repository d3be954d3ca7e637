"""Check 1.5: may the address of every status list be asked at all? (security.md rules 6 and 7)

Only the spelling is looked at, so this comes before the proof and costs nothing. A credential whose status
can never be asked can never be valid, so no more work is done for it.
"""

from typing import Final

from issuer.errors import FetchError
from issuer.fetch import check_url
from issuer.terms import status as terms
from issuer.verify.case import Case, objects
from issuer.verify.findings import passed, skipped, undetermined
from issuer.verify.report import Check

CHECK_ID: Final = "status_address"


def check_status_address(case: Case) -> Check:
    """Refuse to go on with a status list at an address that is never asked."""
    addresses = list(_addresses(case))
    for address in addresses:
        try:
            check_url(address)
        except FetchError as exc:
            return undetermined(
                CHECK_ID,
                exc.code,
                "Its status could never be asked. " + exc.detail,
                pointer="/credentialStatus",
                address=address[:200],
            )
    if not addresses:
        return skipped(CHECK_ID, "It names no status list.")
    return passed(CHECK_ID, "The address of its status list is a plain public one.", addresses=addresses)


def _addresses(case: Case) -> list[str]:
    found = []
    for entry in objects(case.document.get("credentialStatus")):
        is_plain_list = entry.get("type") == terms.REVOCATION_LIST
        address = entry.get("id" if is_plain_list else "statusListCredential")
        if isinstance(address, str):
            found.append(address)
    return found
