"""Links and descriptions with which a holder shares a credential.

LinkedIn's add-to-profile link, the same values for copying by hand, oEmbed 1.0 and schema.org.
Every value is percent-encoded by itself, months are counted from 1 and read in the issuer's time
zone. Nothing here decides who may see a credential; the caller passes a holder's name only when
the page is public.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

LINKEDIN_ADD: Final = "https://www.linkedin.com/profile/add"
LINKEDIN_SHARE: Final = "https://www.linkedin.com/sharing/share-offsite/"
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EMBED_WIDTH: Final = 480
EMBED_HEIGHT: Final = 220
CARD_WIDTH: Final = 1200
CARD_HEIGHT: Final = 630


@dataclass(frozen=True)
class SharedCredential:
    """What sharing needs to know of a credential.

    Args:
        name: the achievement's name.
        issuer_name: the issuing organisation's name.
        issuer_url: the issuing organisation's page.
        awarded_at: the moment of the award.
        valid_until: its end, or None.
        timezone: IANA zone of the issuer; dates are told in it.
        page_url: absolute address of the credential's page.
        certificate_number: the short number on the certificate.
        description: one sentence for previews.
        linkedin_organization_id: the issuer's numeric LinkedIn page id, when it has one.
    """

    name: str
    issuer_name: str
    issuer_url: str
    awarded_at: datetime
    valid_until: datetime | None
    timezone: str
    page_url: str
    certificate_number: str
    description: str
    linkedin_organization_id: str | None = None


def _query(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs)


def linkedin_add_url(shared: SharedCredential) -> str:
    """Return the link that opens LinkedIn's "add license or certification" form, filled in."""
    zone = ZoneInfo(shared.timezone)
    issued = shared.awarded_at.astimezone(zone)
    organization = (
        ("organizationId", shared.linkedin_organization_id)
        if shared.linkedin_organization_id
        else ("organizationName", shared.issuer_name)
    )
    pairs = [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", shared.name),
        organization,
        ("issueYear", str(issued.year)),
        ("issueMonth", str(issued.month)),
    ]
    if shared.valid_until is not None:
        end = shared.valid_until.astimezone(zone)
        pairs += [("expirationYear", str(end.year)), ("expirationMonth", str(end.month))]
    pairs += [("certUrl", shared.page_url), ("certId", shared.certificate_number)]
    return f"{LINKEDIN_ADD}?{_query(pairs)}"


def linkedin_post_url(page_url: str) -> str:
    """Return the link that shares a page as a LinkedIn post; the words come from the page's own head."""
    return f"{LINKEDIN_SHARE}?{_query([('url', page_url)])}"


def copy_fields(shared: SharedCredential) -> list[tuple[str, str]]:
    """Return label and value of every box of LinkedIn's form, for copying by hand."""
    zone = ZoneInfo(shared.timezone)
    end = shared.valid_until.astimezone(zone) if shared.valid_until else None
    rows = [
        ("Name", shared.name),
        ("Issuing organization", shared.issuer_name),
        ("Issue date", _month(shared.awarded_at.astimezone(zone))),
        ("Expiration date", _month(end) if end else ""),
        ("Credential ID", shared.certificate_number),
        ("Credential URL", shared.page_url),
    ]
    return [(label, value) for label, value in rows if value]


def _month(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def long_date(moment: datetime, timezone: str) -> str:
    """Return a date in words, as "March 14, 2026", in the given IANA zone."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{MONTHS[local.month - 1]} {local.day}, {local.year}"


def oembed(
    shared: SharedCredential,
    *,
    provider_name: str,
    provider_url: str,
    max_width: int | None,
    max_height: int | None,
) -> dict[str, str | int]:
    """Return the oEmbed 1.0 "rich" answer for a credential page, inside the asked width and height."""
    width = min(EMBED_WIDTH, max_width) if max_width else EMBED_WIDTH
    height = min(EMBED_HEIGHT, max_height) if max_height else EMBED_HEIGHT
    title = f"{shared.name}, issued by {shared.issuer_name}"
    frame = (
        f'<iframe src="{_attribute(shared.page_url)}/embed" width="{width}" height="{height}" '
        f'title="Badge: {_attribute(title)}" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": shared.issuer_name,
        "author_url": shared.issuer_url,
        "provider_name": provider_name,
        "provider_url": provider_url,
        "cache_age": 3600,
        "thumbnail_url": f"{shared.page_url}/card.png",
        "thumbnail_width": CARD_WIDTH // 2,
        "thumbnail_height": CARD_HEIGHT // 2,
        "html": frame,
        "width": width,
        "height": height,
    }


def _attribute(text: str) -> str:
    for plain, escaped in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, escaped)
    return text


def schema_org(shared: SharedCredential, *, holder_name: str | None) -> dict[str, object]:
    """Return the credential as a schema.org EducationalOccupationalCredential."""
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": shared.name,
        "description": shared.description,
        "url": shared.page_url,
        "identifier": shared.certificate_number,
        "credentialCategory": "MicroCredential",
        "dateCreated": shared.awarded_at.astimezone(ZoneInfo(shared.timezone)).date().isoformat(),
        "recognizedBy": {"@type": "Organization", "name": shared.issuer_name, "url": shared.issuer_url},
    }
    if shared.valid_until is not None:
        document["expires"] = shared.valid_until.date().isoformat()
    if holder_name:
        document["about"] = {"@type": "Person", "name": holder_name}
    return document
