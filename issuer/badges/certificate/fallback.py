"""What is printed when letters cannot be: PDF/A allows no word that cannot be read back from the file.

Letters of scripts that join and stack can come together in ways that no shipped face draws as one. The
badge then goes in as a picture of points; and where the page itself is refused, names in such letters give
way: the holder stands as the holder of the credential, a title as its code, an issuer as its slug. The
signed credential inside keeps every name as it is.
"""

import base64
from dataclasses import replace
from typing import Final

from issuer.badges.artwork import badge, render
from issuer.badges.artwork.coin import Coin
from issuer.badges.artwork.letters import is_simple, plain
from issuer.badges.artwork.paths import element
from issuer.badges.artwork.plate import XMLNS
from issuer.badges.certificate.content import Certificate
from issuer.badges.model import DEMONSTRATION, Attestation, Profile

# 370 dots an inch at the size on the page are more than a printer of certificates shows.
_PIXELS: Final = 800


def badge_picture(struck: Coin) -> str:
    """Return the badge as SVG: drawn where every letter is simple, else as points in a frame."""
    drawn = badge.draw(struck, "full")
    if struck.is_simple:
        return drawn
    points = base64.b64encode(render.png(drawn, _PIXELS)).decode()
    image = element("image", href=f"data:image/png;base64,{points}", width=600, height=600)
    return element("svg", image, xmlns=XMLNS, viewBox="0 0 600 600", width=600, height=600)


def simple_profile(profile: Profile) -> Profile:
    """Return a profile under a name in simple letters."""
    name = plain(profile.name)
    if is_simple(name):
        return profile
    slug = plain(profile.slug)
    bare = slug if is_simple(slug) else "Issuer"
    return replace(profile, name=bare + (DEMONSTRATION if profile.is_demonstration else ""))


def simple(certificate: Certificate) -> Certificate:
    """Return a certificate whose words are in simple letters."""
    achievement = certificate.achievement
    code = achievement.code if is_simple(achievement.code) else ""
    return replace(
        certificate,
        holder=certificate.holder if is_simple(plain(certificate.holder or "")) else None,
        profile=simple_profile(certificate.profile),
        achievement=replace(
            achievement,
            code=code,
            name=achievement.name
            if is_simple(plain(achievement.name))
            else f"{achievement.kind.capitalize()} {code}",
            description=_or_nothing(achievement.description),
            field_of_study=_or_nothing(achievement.field_of_study or "") or None,
            version=_or_nothing(achievement.version),
            unit=_or_nothing(achievement.unit),
        ),
        number=_or_nothing(certificate.number),
        verify_url=_or_nothing(certificate.verify_url),
    )


def simple_attestation(attestation: Attestation | None) -> Attestation | None:
    """Return an assessment record whose artifacts are named in simple letters."""
    if attestation is None:
        return None
    return replace(
        attestation, artifacts=tuple(item for item in attestation.artifacts if is_simple(plain(item.kind)))
    )


def _or_nothing(text: str) -> str:
    return text if is_simple(plain(text)) else ""
