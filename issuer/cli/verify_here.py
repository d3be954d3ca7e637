"""`mintmark verify` inside an installation: its own addresses, issuers and record are asked too.

Loaded only where an installation is found, so that verifying elsewhere needs no database and starts fast.
"""

from collections.abc import Sequence
from pathlib import Path

from issuer.cli.asked import Asked, Kept
from issuer.cli.files import write_whole
from issuer.cli.session import reading_session
from issuer.services import evidence, reports, trust, verification
from issuer.services.evidence import Source
from issuer.services.name_help import Named
from issuer.services.showing import shown_names
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.settings import Settings
from issuer.verify import Policy, Report, read_signed_trust_list


def verify_here(settings: Settings, *, source: str | bytes, asked: Asked, kept: Kept) -> Report:
    """Verify bytes, or what lies at an address, with what this installation knows; write what is to be kept.

    Raises:
        FetchError: the document could not be brought.
        NotFoundError: the address is a page of ours that shows nobody a credential.
        InputError: INPUT_TOO_LARGE: the pack would hold too much.
        OSError: the pack or the report cannot be written.
        KeyUnavailableError: no key can sign the report.
        ConfigurationError: the installation is not in order.
    """
    with reading_session(settings) as toolkit:
        known = trust.listed(toolkit) if asked.trust_here else None
        if asked.trust is not None:
            policy = Policy(now=asked.now or toolkit.clock())
            known = read_signed_trust_list(
                asked.trust, policy=policy, fetch=toolkit.fetch, workers=toolkit.workers
            )
        offline = asked.offline
        options = Options(
            now=asked.now,
            at=asked.at,
            trust=known,
            recipient=asked.recipient,
            district=asked.district,
            offline=offline is not None,
            saved=None if offline is None else offline.saved,
            status_max_age=None if offline is None else offline.max_age,
        )
        report = _checked(toolkit, source, options, kept.pack)
        if kept.signed_report is not None:
            signed = reports.sign(toolkit, [report], policy=verification.policy_of(toolkit, options))
            is_json = kept.signed_report.suffix == ".json"
            write_whole(kept.signed_report, [signed.credential if is_json else reports.pdf(toolkit, signed)])
        return report


def _checked(toolkit: Toolkit, source: str | bytes, options: Options, pack: Path | None) -> Report:
    if pack is not None:
        made = (
            evidence.check_url(toolkit, source, options=options)
            if isinstance(source, str)
            else evidence.check(toolkit, Source(source), options=options)
        )
        write_whole(pack, [made.pack])
        return made.report
    if isinstance(source, str):
        return verification.check_url(toolkit, source, options=options)
    return verification.check(toolkit, source, options=options)


def names_here(settings: Settings, *, report: Report, names: Sequence[str], url: str) -> tuple[Named, ...]:
    """Compare an applicant's names with what the address shows, or else with what the files hold."""
    with reading_session(settings) as toolkit:
        return shown_names.on_report(toolkit, report, names, url=url)
