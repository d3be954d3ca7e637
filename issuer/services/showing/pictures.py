"""Pictures of badges, mint marks and QR codes: drawn once, then kept by what decides their bytes.

A picture's key is the sha256 of everything in it, so that a kept file is never wrong and can be deleted at
any time. Pictures show achievement and issuer, never a holder. Drawing is `badges.artwork`.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from issuer.badges import artwork, card, certificate, qr
from issuer.badges.baking import png, svg
from issuer.badges.model import AchievementVersion, Profile
from issuer.services import catalog, profiles
from issuer.services.showing.exhibits import Exhibit
from issuer.services.toolkit import Toolkit

Form = Literal["svg", "png"]
FOLDER: Final = "pictures"
QR_LABEL: Final = "QR code that opens this credential's page"


def badge_of(toolkit: Toolkit, code: str, version: str, slug: str, form: Form) -> bytes:
    """Return the badge of an achievement version as one profile awards it.

    Raises:
        NotFoundError: there is no such achievement, version or profile.
    """
    with toolkit.database.reader() as reader:
        achievement = catalog.value(reader, catalog.find_version(reader, code, version))
        profile = profiles.value(reader, reader.profiles.get_by_slug(slug))
    return badge(toolkit, achievement, profile, form)


def badge(toolkit: Toolkit, achievement: AchievementVersion, profile: Profile, form: Form) -> bytes:
    """Return the badge of a version as a profile awards it; the PNG is the one that gets baked."""
    if form == "svg":
        key = artwork.badge_key(achievement, profile)
        return kept(toolkit, key, form, lambda: artwork.badge_svg(achievement, profile))
    key = artwork.badge_key(achievement, profile, pixels=artwork.PIXELS)
    return kept(toolkit, key, form, lambda: artwork.badge_png(achievement, profile))


def mint_mark(toolkit: Toolkit, slug: str) -> bytes:
    """Return the mint mark of a profile, SVG.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        profile = profiles.value(reader, reader.profiles.get_by_slug(slug))
    return artwork.mint_mark_svg(profile.mark)


def qr_code(toolkit: Toolkit, address: str, form: Form) -> bytes:
    """Return the QR code of an absolute address of ours."""
    key = hashlib.sha256(f"qr {qr.DRAWING_VERSION} {form} {address}".encode()).hexdigest()
    make = (lambda: qr.qr_svg(address, label=QR_LABEL)) if form == "svg" else (lambda: qr.qr_png(address))
    return kept(toolkit, key, form, make)


def kept(toolkit: Toolkit, key: str, form: str, make: Callable[[], bytes]) -> bytes:
    """Return the bytes under a key, made now if they are not there.

    Args:
        toolkit: what to work with.
        key: hex sha256 of everything that decides the bytes.
        form: the end of the file's name.
        make: draws them.
    """
    path = toolkit.settings.home / FOLDER / key[:2] / f"{key}.{form}"
    try:
        return path.read_bytes()
    except OSError:
        made = make()
    _keep(path, made)
    return made


def _keep(path: Path, data: bytes) -> None:
    """Put a whole file in place, or none: two processes may draw the same picture at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        # A full or read-only disk makes pictures slow, not wrong.
        return


def card_of(toolkit: Toolkit, exhibit: Exhibit, *, holder: str | None) -> bytes:
    """Return the share card of a credential that is in force at an address that may show it.

    Args:
        toolkit: what to work with.
        exhibit: the credential.
        holder: the holder's name, for a public page only.
    """
    version, profile = exhibit.achievement, exhibit.profile
    key = card.card_key(version, profile, address=toolkit.host, holder=holder)
    return kept(
        toolkit, key, "png", lambda: card.card_png(version, profile, address=toolkit.host, holder=holder)
    )


def neutral_card(toolkit: Toolkit) -> bytes:
    """Return the card of a credential that is private or out of force."""
    key = card.neutral_card_key(address=toolkit.host)
    return kept(toolkit, key, "png", lambda: card.neutral_card_png(address=toolkit.host))


def certificate_of(toolkit: Toolkit, exhibit: Exhibit, *, page_url: str) -> bytes:
    """Return the certificate of a credential, with the exact signed bytes attached."""
    made = certificate.Certificate(
        achievement=exhibit.achievement,
        profile=exhibit.profile,
        holder=exhibit.holder,
        awarded_at=exhibit.credential.awarded_at,
        valid_until=exhibit.version.valid_until,
        number=exhibit.credential.certificate_number,
        page_url=page_url,
        verify_url=toolkit.url("/verify"),
        credential=exhibit.body,
    )
    # A certificate names its holder, so that it is not kept among pictures that name nobody.
    return certificate.certificate_pdf(made)


def baked(toolkit: Toolkit, exhibit: Exhibit, form: Form) -> bytes:
    """Return the badge picture with the exact signed bytes inside."""
    picture = badge(toolkit, exhibit.achievement, exhibit.profile, form)
    if form == "svg":
        return svg.bake(picture, exhibit.body)
    return png.bake(picture, exhibit.body)
