"""Name help for what lies at addresses of ours: the name in our record, where its holder shows it there.

An open page and the link of a bundle show the name; any other address, and a file, do not, and then only what the
file holds is compared.
"""

import re
from collections.abc import Sequence
from typing import Final

from issuer.errors import NotFoundError
from issuer.services import name_help
from issuer.services.name_help import Named
from issuer.services.showing import bundle_links, exhibits
from issuer.services.toolkit import Toolkit
from issuer.store import OpeningKind
from issuer.verify import Report

_ADDRESS: Final = re.compile(r"/(?P<kind>[bc])/(?P<name>[A-Za-z0-9_-]{22,64})(?:\.(?:json|jwt|png|svg|pdf))?")


def on_report(
    toolkit: Toolkit, report: Report, applicant: Sequence[str], *, url: str | None = None
) -> tuple[Named, ...]:
    """Compare an applicant's names with the name that is shown at `url`, else with those in the files.

    Args:
        toolkit: what to work with.
        report: what was verified.
        applicant: the present name first, then former ones.
        url: the address that was verified, None for a file.
    """
    found = _ADDRESS.fullmatch((url or "").removeprefix(toolkit.base_url))
    try:
        if found is None:
            return name_help.on_report(report, applicant)
        if found["kind"] == "b":
            bundle = bundle_links.open_link(toolkit, found["name"], kind=OpeningKind.CHECK, counts=False)
            return (Named(None, name_help.on_record(bundle.holder, applicant)),)
        exhibit = exhibits.at(toolkit, found["name"])
    except NotFoundError:
        return name_help.on_report(report, applicant)
    if not exhibit.is_open:
        return name_help.on_report(report, applicant)
    return (Named(None, name_help.on_record(exhibit.holder, applicant)),)
