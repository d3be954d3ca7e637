"""One version of a credential in the forms that people carry: JSON, token, baked pictures.

The JSON is the exact bytes that were signed, and exactly these are baked. The token is secured once, on
first request. Pictures show achievement and issuer; what is in them is the credential.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from issuer.badges.baking import png, svg
from issuer.errors import NotFoundError
from issuer.services import tokens
from issuer.services.credentials import Held
from issuer.services.showing import pictures
from issuer.services.toolkit import Toolkit
from issuer.store import VersionRecord, VersionState
from issuer.terms import vc


class Form(StrEnum):
    """What can be asked for; the value is also the end of the file's name."""

    JSON = "json"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"


MEDIA_TYPES: Final = {
    Form.JSON: vc.MEDIA_VC,
    Form.JWT: vc.MEDIA_VC_JWT,
    Form.PNG: vc.MEDIA_PNG,
    Form.SVG: vc.MEDIA_SVG,
}


@dataclass(frozen=True)
class Download:
    """One file: its media type and exact bytes."""

    media_type: str
    body: bytes


def download(toolkit: Toolkit, held: Held, form: Form, number: int | None = None) -> Download:
    """Return one version in one form, the newest issued version when none is named.

    Raises:
        NotFoundError: there is no such issued version.
        KeyUnavailableError: a token is asked for and the issuer has no key for it.
        SigningError: the token did not verify; it was not released.
    """
    version = issued_version(held, number)
    return Download(MEDIA_TYPES[form], _bytes(toolkit, held, version, form))


def issued_version(held: Held, number: int | None = None) -> VersionRecord:
    """Return an issued version, the newest when none is named.

    Raises:
        NotFoundError: there is none.
    """
    issued = [version for version in held.versions if version.state is VersionState.ISSUED]
    wanted = issued[-1:] if number is None else [version for version in issued if version.number == number]
    if not wanted:
        raise NotFoundError(f"{held.credential.id} has no such issued version.")
    return wanted[0]


def _bytes(toolkit: Toolkit, held: Held, version: VersionRecord, form: Form) -> bytes:
    body = version.body or b""
    match form:
        case Form.JSON:
            return body
        case Form.JWT:
            return tokens.jwt_form(toolkit, version.credential_id, version.number).encode("ascii")
        case Form.PNG:
            return png.bake(pictures.badge(toolkit, held.achievement, held.profile, "png"), body)
        case Form.SVG:
            return svg.bake(pictures.badge(toolkit, held.achievement, held.profile, "svg"), body)
