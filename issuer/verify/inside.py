"""A document inside another one as something handed in: an object, a token, or an envelope around one."""

from issuer.documents import strict_json
from issuer.documents.strict_json import Json
from issuer.errors import InputError
from issuer.signing import jose
from issuer.terms import vc
from issuer.verify.intake import read_document
from issuer.verify.presented import Presented


def presented_part(item: Json) -> Presented | InputError:
    """Return what stands inside as a document of its own, or why it cannot be read.

    The error is a value here, because one unreadable part must not keep the others from being judged.
    """
    try:
        if isinstance(item, str):
            token = jose.parse_compact(item.encode())
            return Presented(token.payload, item.encode(), vc.MEDIA_VC_JWT, token)
        document = item if isinstance(item, dict) else {}
        return read_document(document, data=strict_json.encode(document), media_type=vc.MEDIA_VC)
    except InputError as exc:
        return exc
