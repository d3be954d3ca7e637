"""Certificates as PDF/A-3a and PDF/UA-1, with the signed credential attached byte for byte.

The paper is a picture of the credential, never its proof: the attachment and the address are. Pure: the
same values give the same bytes. Conformance is what the producer (typst) claims after its own checks.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from issuer.badges.artwork.letters import is_simple
from issuer.badges.certificate.committee import Area, committee_words, mandated_areas
from issuer.badges.certificate.content import BREAK, Certificate, Paper, certificate_words, coin
from issuer.badges.certificate.fallback import badge_picture, simple, simple_attestation, simple_profile
from issuer.badges.certificate.frame import frame_svg
from issuer.badges.certificate.pdf import laid_out
from issuer.badges.model import Attestation, Profile
from issuer.badges.typesetting import UnsettableError
from issuer.documents.strict_json import Json, JsonObject

__all__ = [
    "DRAWING_VERSION", "Area", "Certificate", "Paper", "certificate_key", "certificate_pdf", "committee_content",
    "committee_pdf", "mandated_areas",
]  # fmt: skip

# Raised by one whenever the same values would be drawn differently; part of every cache key.
DRAWING_VERSION: Final = 1
# Points, lying on the long side.
PAPERS: Final[dict[Paper, tuple[float, float]]] = {"us-letter": (792.0, 612.0), "a4": (841.89, 595.28)}


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the certificate: one page that a teacher frames or files.

    Raises:
        ConfigurationError: the faces are missing.
        InputError: the credential is not UTF-8 text, or the address is too long for a QR code.
    """
    try:
        return _certificate(certificate)
    except UnsettableError:
        return _certificate(simple(certificate))


def _certificate(certificate: Certificate) -> bytes:
    struck = coin(certificate)
    width, height = PAPERS[certificate.paper]
    return laid_out(
        "certificate.typ",
        certificate,
        certificate_words(certificate, struck),
        badge=badge_picture(struck),
        frame=frame_svg(topic=struck.topic, code=struck.code, width=width, height=height),
    )


def committee_pdf(
    certificate: Certificate,
    *,
    source: Profile,
    attestation: Attestation | None = None,
    areas: Sequence[Area] = (),
) -> bytes:
    """Return the page for a relicensure committee.

    Args:
        certificate: what is printed; `paper` decides the format here too.
        source: the organisation that judged the work.
        attestation: the frozen assessment record; None for a micro-endorsement.
        areas: content areas the committee looks for, twelve at most.

    Raises:
        ConfigurationError: the faces are missing.
        InputError: the credential is not UTF-8 text, or the address is too long for a QR code.
    """
    try:
        return _committee(certificate, source, attestation, areas)
    except UnsettableError:
        plainer = [area for area in areas if is_simple(area.name)]
        return _committee(
            simple(certificate), simple_profile(source), simple_attestation(attestation), plainer
        )


def committee_content(
    certificate: Certificate,
    *,
    source: Profile,
    attestation: Attestation | None = None,
    areas: Sequence[Area] = (),
) -> JsonObject:
    """Return the words of the page for a relicensure committee, to be shown on a page: no place to break is in them."""
    struck = coin(certificate)
    words = committee_words(certificate, struck, attestation=attestation, source=source, areas=areas)
    return {name: _unbroken(value) for name, value in words.items()}


def _unbroken(value: Json) -> Json:
    if isinstance(value, list):
        return [_unbroken(item) for item in value]
    return value.replace(BREAK, "") if isinstance(value, str) else value


def _committee(
    certificate: Certificate, source: Profile, attestation: Attestation | None, areas: Sequence[Area]
) -> bytes:
    words = committee_words(
        certificate, coin(certificate), attestation=attestation, source=source, areas=areas
    )
    return laid_out("committee.typ", certificate, words)


def certificate_key(certificate: Certificate) -> str:
    """Return a hex sha256 of everything that decides the bytes of a certificate, for caches."""
    return hashlib.sha256(f"certificate\0{DRAWING_VERSION}\0{certificate!r}".encode()).hexdigest()
