"""Which status mechanisms are known, by entry type.

Adding one takes a file, a row here and a case in `tests/status/cases.py`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import StatusError
from issuer.status import members
from issuer.status.bitstring_list import BitstringStatusList
from issuer.status.mechanism import StatusAnswer, StatusMechanism, StatusQuestion
from issuer.status.revocation_list import RevocationList
from issuer.status.status_list_2021 import StatusList2021
from issuer.terms import status as terms

STATUS_MECHANISMS: Final[Mapping[str, StatusMechanism]] = MappingProxyType(
    {
        terms.STATUS_LIST_ENTRY: BitstringStatusList(),
        terms.STATUS_LIST_2021_ENTRY: StatusList2021(),
        terms.REVOCATION_LIST: RevocationList(),
    }
)


def read_entry(
    entry: JsonObject, *, credential_id: str | None = None, pointer: str = "/credentialStatus"
) -> StatusQuestion:
    """Read one object of `credentialStatus` by the mechanism that its type names.

    Args:
        entry: the object.
        credential_id: id of the credential that carries it, for lists that name credentials.
        pointer: where the entry stands in the credential.

    Raises:
        ConformanceError: SCHEMA_VIOLATION at the member that has the wrong form.
        StatusError: STATUS_TYPE_UNKNOWN for a type, or a form of it, that is not known here.
    """
    types = members.types(entry)
    if not types:
        raise members.wrong("A status entry needs a `type`.", f"{pointer}/type")
    known = [name for name in types if name in STATUS_MECHANISMS]
    if len(known) > 1:
        raise members.wrong("A status entry names two mechanisms.", f"{pointer}/type")
    if not known:
        raise StatusError(f"The status type {types[0][:80]!r} is not known here.", code="STATUS_TYPE_UNKNOWN")
    return STATUS_MECHANISMS[known[0]].read(entry, credential_id=credential_id, pointer=pointer)


def answer(question: StatusQuestion, list_document: JsonObject) -> StatusAnswer:
    """Read the answer to `question` out of a list whose issuer, proof and dates have been checked.

    Raises:
        StatusError: the list does not answer; see `StatusMechanism.answer`.
    """
    return STATUS_MECHANISMS[question.type].answer(question, list_document)
