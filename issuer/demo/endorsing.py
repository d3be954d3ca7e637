"""Let the university, the licensing board and the districts endorse, through the door that every endorser uses.

Again changes nothing: each has an external id, and one that was withdrawn stays withdrawn.
"""

from issuer.demo.endorsement_plan import PlannedEndorsement
from issuer.services import endorsements
from issuer.services.endorsements import IssueEndorsement
from issuer.services.endorsers import subjects
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Category


def say(toolkit: Toolkit, principal: Principal, planned: PlannedEndorsement) -> None:
    """Issue one endorsement of the plan, or find that it is.

    Raises:
        IssuerError: as `endorsements.issue`.
    """
    endorsements.issue(toolkit, principal, _command(toolkit, planned))


def withdraw(toolkit: Toolkit, principal: Principal, planned: PlannedEndorsement) -> None:
    """Withdraw one that the plan withdraws; one that its endorser has withdrawn since stays as it is.

    Raises:
        IssuerError: as `endorsements.issue`.
    """
    issued = endorsements.issue(toolkit, principal, _command(toolkit, planned)).record
    if planned.withdrawal is not None and issued.ended_at is None:
        category = Category(planned.withdrawal.category)
        endorsements.withdraw(toolkit, principal, issued.id, category, planned.withdrawal.details)


def _command(toolkit: Toolkit, planned: PlannedEndorsement) -> IssueEndorsement:
    return IssueEndorsement(
        profile=planned.endorser,
        external_id=planned.external_id,
        subject=subjects.find(toolkit, planned.about, planned.version).subject,
        name=planned.name,
        comment=planned.comment,
        valid_from=planned.valid_from,
        valid_until=planned.valid_until,
        carried=planned.is_carried,
    )
