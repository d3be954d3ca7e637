"""How people name a badge on the command line: by id, bare uuid, or certificate number."""

from issuer.services import credentials
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit


def credential_id(toolkit: Toolkit, name: str) -> str:
    """Return the id of the badge that `name` means.

    Raises:
        NotFoundError: there is none.
    """
    return credentials.get(toolkit, OPERATOR, name).credential.id
