"""Who stands for a pack: the signature under its manifest, by a key of whoever made it.

The key is looked up where the reader knows the maker from (pins); else it comes out of the pack itself, and
then shows only that nobody else changed the pack since: anybody can make a key. The report says which.
"""

from dataclasses import dataclass

from issuer.dids import did_web_url
from issuer.documents.strict_json import parse_object
from issuer.errors import FetchError, InputError, ResolutionError
from issuer.fetch import Fetch, MappedFetch
from issuer.terms import vc
from issuer.verify.archive import PACK_MANIFEST
from issuer.verify.case import Case
from issuer.verify.checks.proof import Purpose
from issuer.verify.checks.secured import secured
from issuer.verify.packs import pack as names
from issuer.verify.packs.pack import Pack
from issuer.verify.policy import Policy
from issuer.verify.presented import Kind, Presented
from issuer.workers import Workers


@dataclass(frozen=True)
class Signature:
    """A signature that holds.

    Attributes:
        publisher: who stands for the pack.
        key: the verification method that signed.
        is_known: whether the key was found where the reader knows the maker from.
    """

    publisher: str
    key: str
    is_known: bool


def signature_of(data: bytes, pack: Pack, *, known: Fetch, workers: Workers) -> Signature | None:
    """Return who signed a pack, None when nobody did.

    Args:
        data: the pack, which was read before.
        pack: what was read.
        known: answers for makers that the reader knows, and for nobody else.
        workers: runs the zip library.

    Raises:
        InputError: PACK_CHANGED: there is a signature, and it does not hold.
    """
    unpacked = workers.run("issuer.verify.unzip:unpack_pack", data)
    files = {str(name): bytes(body) for name, body in unpacked} if isinstance(unpacked, list) else {}
    manifest = parse_object(files[PACK_MANIFEST])
    publisher = manifest.get("publisher")
    if "proof" not in manifest or not isinstance(publisher, str):
        return None
    try:
        address = did_web_url(publisher)
    except ResolutionError as exc:
        raise _broken(publisher, exc.detail) from exc
    is_known = _answers(known, address)
    inside = MappedFetch({address: (vc.MEDIA_DID, files.get(names.SIGNER, b""))})
    case = Case(
        document=manifest,
        presented=Presented(manifest, files[PACK_MANIFEST], vc.MEDIA_JSON),
        kinds=(Kind.CREDENTIAL,),
        policy=Policy(now=pack.made_at),
        fetch=known if is_known else inside,
        workers=workers,
    )
    signed = secured(case, Purpose(publisher))
    if not signed.holds:
        raise _broken(publisher, next((item.sentence for item in reversed(signed.checks) if item.code), ""))
    key = next(
        (item.evidence.get("verificationMethod") for item in signed.checks if item.id == "issuer_key"), ""
    )
    return Signature(publisher, str(key), is_known)


def _answers(known: Fetch, address: str) -> bool:
    try:
        known.get(address)
    except FetchError:
        return False
    return True


def _broken(publisher: str, why: str) -> InputError:
    return InputError(
        f"The evidence pack is not what {publisher[:200]} signed. {why}".strip(), code="PACK_CHANGED"
    )
