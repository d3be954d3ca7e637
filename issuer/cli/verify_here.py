"""`mintmark verify` inside an installation: its own addresses, issuers and record are asked too.

Loaded only where an installation is found, so that verifying elsewhere needs no database and starts fast.
"""

from issuer.cli.asked import Asked
from issuer.cli.session import reading_session
from issuer.services import verification
from issuer.services.verification import Options
from issuer.settings import Settings
from issuer.verify import Policy, Report, read_signed_trust_list


def verify_here(settings: Settings, *, source: str | bytes, asked: Asked, offline: bool) -> Report:
    """Verify bytes, or what lies at an address, with what this installation knows.

    Raises:
        FetchError: the document could not be brought.
        NotFoundError: the address is a page of ours that shows nobody a credential.
        ConfigurationError: the installation is not in order.
    """
    with reading_session(settings) as toolkit:
        known = None
        if asked.trust is not None:
            policy = Policy(now=asked.now or toolkit.clock())
            known = read_signed_trust_list(
                asked.trust, policy=policy, fetch=toolkit.fetch, workers=toolkit.workers
            )
        options = Options(now=asked.now, at=asked.at, trust=known, recipient=asked.recipient, offline=offline)
        if isinstance(source, str):
            return verification.check_url(toolkit, source, options=options)
        return verification.check(toolkit, source, options=options)
