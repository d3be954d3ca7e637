"""The JWT form of a credential: secured once, on first request, then kept."""

from typing import Final

from issuer.services.toolkit import Toolkit
from issuer.store import KeyPurpose

PURPOSE_OF: Final = {"ES256": KeyPurpose.JWT, "RS256": KeyPurpose.JWT_RSA}


def jwt_form(
    toolkit: Toolkit, credential_id: str, number: int | None = None, algorithm: str = "ES256"
) -> str:
    """Return the compact JWT of one version, made now if it never was.

    Args:
        toolkit: what to work with.
        credential_id: `urn:uuid:…`.
        number: which version; None for the newest.
        algorithm: "ES256" or "RS256"; the profile needs a key of purpose `jwt` or `jwt-rsa`.

    Raises:
        NotFoundError: there is no such credential, or nothing of it was issued.
        InputError: another algorithm was asked for.
        KeyUnavailableError: the profile has no key for it.
    """
    raise NotImplementedError
