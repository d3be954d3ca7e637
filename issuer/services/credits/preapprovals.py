"""Approvals before the work, each with a signed receipt that names one immutable version (CRD-06).

A later version of the achievement does not touch an approval: it names the version by its row, and the
receipt names it by number and rubric digest.
"""

from dataclasses import dataclass
from datetime import date

from issuer.errors import ConflictError, NotFoundError
from issuer.services import catalog, endorsements, people
from issuer.services.credits import statements
from issuer.services.endorsements import IssuedEndorsement, IssueEndorsement, Subject
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import PreApprovalRecord, ProfileRecord, SubjectType


@dataclass(frozen=True, kw_only=True)
class PreApprove:
    """A district approves an achievement for a person before the work.

    Attributes:
        district: slug of the district's profile.
        person: reference of the person.
        achievement: code of the achievement.
        version: the version that is approved; None for the newest, which is frozen by this.
        external_id: the caller's id of the approval; asking again under it gives the same one.
        granted_on: the day of the approval.
        decider: who approved, as a role or pseudonym; never a name.
    """

    district: str
    person: str
    achievement: str
    version: str | None = None
    external_id: str
    granted_on: date
    decider: str = "district"


@dataclass(frozen=True)
class Approved:
    """An approval with its signed receipt."""

    row: PreApprovalRecord
    receipt: IssuedEndorsement


def grant(toolkit: Toolkit, principal: Principal, command: PreApprove) -> Approved:
    """Keep an approval and sign its receipt; asking again finishes what was begun and gives the same one.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile, person, achievement or version.
        ConflictError: the external id was used for another approval, or this version is approved already.
        KeyUnavailableError: the district has no active key.
        SigningError: the signed receipt did not verify; nothing was released.
    """
    principal.require(command.district)
    with toolkit.database.unit("credits.preapprove") as unit:
        district = unit.profiles.get_by_slug(command.district)
        person = people.get_by_reference(unit, command.person)
        row = unit.credits.find_preapproval(district.id, command.external_id)
        if row is None:
            version = catalog.find_version(unit, command.achievement, command.version)
            row = PreApprovalRecord(
                id=toolkit.randomness.urn(),
                district_id=district.id,
                person_id=person.id,
                achievement_version_id=version.id,
                external_id=command.external_id,
                granted_on=command.granted_on.isoformat(),
                decider=command.decider,
                created_at=toolkit.clock(),
            )
            unit.credits.add_preapproval(row)
            record(
                unit,
                toolkit,
                principal,
                Act(action="credit.preapproved", object=row.id, profile=district.did),
            )
        version = unit.achievements.get_version(row.achievement_version_id)
        code = unit.achievements.get(version.achievement_id).code
        same = (row.person_id, code, row.granted_on, row.decider) == (
            person.id,
            command.achievement.upper(),
            command.granted_on.isoformat(),
            command.decider,
        )
        if not same or command.version not in {None, version.version}:
            raise ConflictError(f"Another approval was given under {command.external_id!r}.")
        subject = people.ensure_subject(unit, toolkit, person, district).subject_id
    return Approved(row, _receipt(toolkit, principal, district, row, subject))


def of_person(toolkit: Toolkit, principal: Principal, district: str, person: str) -> tuple[Approved, ...]:
    """Return a person's approvals with their receipts, oldest first.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or person.
    """
    principal.require(district)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        who = people.get_by_reference(reader, person)
        rows = reader.credits.preapprovals(profile.id, who.id)
        subject = reader.people.find_subject(who.id, profile.id)
    if rows and subject is None:
        raise NotFoundError("The approvals of this person are not complete; ask for them again.")
    return tuple(
        Approved(row, _receipt(toolkit, principal, profile, row, subject.subject_id))
        for row in rows
        if subject is not None
    )


def receipt_id(row: PreApprovalRecord) -> str:
    """Return the external id of an approval's receipt."""
    return f"pre-approval:{row.id}"


def _receipt(
    toolkit: Toolkit, principal: Principal, district: ProfileRecord, row: PreApprovalRecord, subject: str
) -> IssuedEndorsement:
    with toolkit.database.reader() as reader:
        version = reader.achievements.get_version(row.achievement_version_id)
        achievement = reader.achievements.get(version.achievement_id)
    return endorsements.issue(
        toolkit,
        principal,
        IssueEndorsement(
            profile=district.slug,
            external_id=receipt_id(row),
            subject=Subject(achievement.url, SubjectType.ACHIEVEMENT, version.version),
            name=f"Pre-approval of {achievement.code}",
            comment=(
                f"{district.name} approved {achievement.code} version {version.version} on {row.granted_on},"
                " before the work. A later version does not change this."
            ),
            statement=statements.statement(
                statements.APPROVAL,
                {
                    "request": row.id,
                    "district": district.did,
                    "subject": subject,
                    "achievement": achievement.url,
                    "achievementVersion": version.version,
                    "rubricDigest": version.rubric_digest,
                    "grantedOn": row.granted_on,
                    "decider": row.decider,
                },
            ),
        ),
    )
