"""A key signs for its own controller only (security rule 12): the checks before every signature.

Compared as texts: the document's issuer with the signer's controller, and the name of the key with both.
Whether the name is published in the controller's DID document is checked by whoever builds that document.
"""

from urllib.parse import unquote

from issuer.documents.strict_json import JsonObject
from issuer.errors import ResolutionError, SigningError
from issuer.signing import keys
from issuer.signing.keys import PublicKey

_DID_WEB = "did:web:"


def issuer_of(document: JsonObject) -> str:
    """Return the issuer id of a credential.

    Raises:
        SigningError: the document names no issuer.
    """
    issuer = document.get("issuer")
    if isinstance(issuer, dict):
        issuer = issuer.get("id")
    if not isinstance(issuer, str) or not issuer:
        raise SigningError("the document names no issuer", pointer="/issuer")
    return issuer


def require_own_document(document: JsonObject, controller: str) -> None:
    """Refuse to sign what another issuer is named in.

    Raises:
        SigningError: the issuer is not the signer's controller.
    """
    issuer = issuer_of(document)
    if issuer != controller:
        raise SigningError(f"this key signs for {controller}, not for {issuer}", pointer="/issuer")


def require_own_method(method: str, controller: str, public_key: PublicKey) -> None:
    """Refuse a verification method that is not `<controller>#…`, or that spells another key.

    Raises:
        SigningError: not the controller's, or its fragment is the Multikey of another key.
    """
    own, _, fragment = method.partition("#")
    if own != controller or not fragment:
        raise SigningError(f"{method} is not a verification method of {controller}")
    try:
        named = keys.from_multibase(fragment)
    except ResolutionError:
        return  # a fragment such as `key-1` or a thumbprint says nothing about the key
    if named != public_key:
        raise SigningError(f"{method} names another key than the signer's")


def require_own_kid(kid: str, controller: str, public_key: PublicKey) -> None:
    """Refuse a `kid` that is neither a verification method of the controller nor on its own origin.

    An https `kid` must lie under the folder of a did:web controller, or under an https controller.

    Raises:
        SigningError: the name belongs to somebody else.
    """
    if kid.startswith("https://"):
        base = _web_folder(controller)
        if base is None or not kid.startswith(base):
            raise SigningError(f"{kid} does not lie under an address of {controller}")
        return
    require_own_method(kid, controller, public_key)


def _web_folder(controller: str) -> str | None:
    if controller.startswith("https://"):
        return controller.rstrip("/") + "/"
    if controller.startswith(_DID_WEB):
        return "https://" + "/".join(unquote(part) for part in controller[len(_DID_WEB) :].split(":")) + "/"
    return None
