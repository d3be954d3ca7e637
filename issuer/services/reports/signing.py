"""Sign what was found about some files, once it is asked for by name.

Asking stores that files with these digests were checked, when, and with what result: never who asked, never
a file, never a file's name. The report is for whoever holds it: it stands in no list, its statement lies at
an address that nobody can guess and can be erased. A report is about digests, so its subject is one too
(RFC 6920): as an endorsement of a credential it would not count on any badge, whatever it says.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from issuer.badges.report import ReportPaper, report_pdf
from issuer.badges.statements import LIMITS
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.services import endorsements, profiles, service_profile
from issuer.services.endorsements import IssueEndorsement, Statement, Subject
from issuer.services.endorsements import statements as bound
from issuer.services.principal import SYSTEM
from issuer.services.reports.facts import report_facts
from issuer.services.reports.paper import words_of
from issuer.services.toolkit import Toolkit
from issuer.store import SubjectType
from issuer.verify import Policy, Report

KIND = "verification-report"
NAME = "Verification report"


@dataclass(frozen=True)
class SignedReport:
    """A report that this installation signed.

    Attributes:
        id: id of the credential, `urn:uuid:…`.
        credential: its exact signed bytes.
        statement: the exact bytes of the statement that it binds.
        statement_url: where the statement lies.
    """

    id: str
    credential: bytes = field(repr=False)
    statement: bytes = field(repr=False)
    statement_url: str


def sign(toolkit: Toolkit, reports: Sequence[Report], *, policy: Policy) -> SignedReport:
    """Sign one report about everything that was found; one report may be about many files.

    Args:
        toolkit: what to work with.
        reports: what was found about each file, in their order.
        policy: what the verifier brought along to all of them.

    Raises:
        InputError: there is no report, or INPUT_TOO_LARGE: there are more files than one report holds.
        ConformanceError: the statement would be longer than it can be read again.
        ConflictError: an organisation has the short name of the service profile.
        KeyUnavailableError: no key can sign.
        SigningError: the signed report did not verify; nothing was released.
    """
    facts = report_facts(reports, policy=policy, made_at=toolkit.clock())
    profile = service_profile.ensure(toolkit)
    command = IssueEndorsement(
        profile=profile.slug,
        external_id=f"report:{toolkit.randomness.urn()}",
        subject=Subject(subject_of([report.sha256 for report in reports]), SubjectType.CREDENTIAL),
        name=NAME,
        comment=_comment(reports),
        statement=Statement(KIND, facts),
    )
    issued = endorsements.issue(toolkit, SYSTEM, command)
    with toolkit.database.reader() as reader:
        statement = reader.endorsements.statement_of(issued.credential_id)
    if statement is None:
        raise NotFoundError("The statement of this report was erased.")
    return SignedReport(
        id=issued.credential_id,
        credential=issued.body,
        statement=statement.body,
        statement_url=bound.address(toolkit, statement.token),
    )


def pdf(toolkit: Toolkit, signed: SignedReport) -> bytes:
    """Return a signed report as a PDF/A-3 file for a personnel folder, with what was signed attached.

    Raises:
        ConfigurationError: the faces are missing.
    """
    statement = strict_json.parse_object(signed.statement, limits=LIMITS)
    return report_pdf(
        ReportPaper(
            words=_words(toolkit, statement),
            made_at=toolkit.clock(),
            address=toolkit.url("/verify"),
            credential=signed.credential,
            statement=signed.statement,
        )
    )


def _words(toolkit: Toolkit, statement: JsonObject) -> JsonObject:
    profile = service_profile.ensure(toolkit)
    with toolkit.database.reader() as reader:
        maker = profiles.value(reader, profile)
    return words_of(statement, maker=maker.name, maker_id=maker.did, demonstration=maker.is_demonstration)


def subject_of(digests: Sequence[str]) -> str:
    """Return what a report is about: the digest of the one file, or of the list of the files' digests."""
    whole = bytes.fromhex(digests[0])
    if len(digests) > 1:
        whole = hashlib.sha256("\n".join(digests).encode("ascii")).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(whole).rstrip(b"=").decode("ascii")


def _comment(reports: Sequence[Report]) -> str:
    first = reports[0]
    if len(reports) == 1:
        return (
            f"This is a verification report, not a recommendation. It says what was found about the file with the"
            f" SHA-256 {first.sha256} at that time: {first.verdict.value}."
        )
    return (
        f"This is a verification report, not a recommendation. It says what was found about {len(reports)} files at"
        " that time; the statement names each by its digest."
    )
