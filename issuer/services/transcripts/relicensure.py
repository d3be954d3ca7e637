"""The page that a relicensure committee asks for, of one credential that is in force (domain.md section 3).

As tagged PDF/A with the exact signed bytes inside, and as the same words for a page. The issuer states and
suggests; the committee decides. A credential that was ended has no such page.
"""

from dataclasses import dataclass

from issuer.badges import certificate, composition
from issuer.badges.certificate import Area, Certificate, committee_content, mandated_areas
from issuer.badges.model import Attestation, Profile
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.services import attestations
from issuer.services.issuing import awards
from issuer.services.showing.exhibits import Exhibit
from issuer.services.toolkit import Toolkit


@dataclass(frozen=True)
class Relicensure:
    """Everything that the page says.

    Attributes:
        certificate: the credential, as it is printed.
        source: the organisation that judged the work.
        attestation: the frozen assessment record; None for a micro-endorsement.
        areas: the mandated areas that the issuer tags the achievement with.
    """

    certificate: Certificate
    source: Profile
    attestation: Attestation | None
    areas: tuple[Area, ...]


def of(toolkit: Toolkit, exhibit: Exhibit, *, page_url: str) -> Relicensure:
    """Put together the page of a credential at an address that may show everything.

    Raises:
        NotFoundError: the credential is not in force, so that there is nothing to file.
        ConformanceError: the organisation that judged is not known here any more.
    """
    ends = exhibit.version.valid_until
    if exhibit.version.ended_at is not None or (ends is not None and ends <= toolkit.clock()):
        raise NotFoundError("There is no page for a committee: this credential is not in force.")
    with toolkit.database.reader() as reader:
        judged = attestations.read(awards.record_of(reader, exhibit.credential))
        source = awards.source_of(reader, judged)
    made = Certificate(
        achievement=exhibit.achievement,
        profile=exhibit.profile,
        holder=exhibit.holder,
        awarded_at=exhibit.credential.awarded_at,
        valid_until=ends,
        number=exhibit.credential.certificate_number,
        page_url=page_url,
        verify_url=toolkit.url("/verify"),
        credential=exhibit.body,
    )
    return Relicensure(
        certificate=made,
        source=source,
        attestation=None if composition.is_composition(judged.document) else judged,
        areas=mandated_areas(exhibit.achievement.record),
    )


def pdf(page: Relicensure) -> bytes:
    """Return the page as PDF/A-3a and PDF/UA-1, with the signed credential attached."""
    return certificate.committee_pdf(
        page.certificate, source=page.source, attestation=page.attestation, areas=page.areas
    )


def words(page: Relicensure) -> JsonObject:
    """Return the words of the page, the same as on paper: rows, areas, boxes and notes."""
    return committee_content(
        page.certificate, source=page.source, attestation=page.attestation, areas=page.areas
    )
