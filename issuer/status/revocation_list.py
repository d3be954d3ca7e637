"""1EdTech revocation list (deprecated): read only, never issued, because it names every revoked id.

The entry's `id` is the address of a plain JSON document with `issuer` and `revokedCredential[]`
{id, revoked?, revocationReason?}. The document carries no proof: that it came from the issuer's
own address is all that speaks for it, so the verifier compares its issuer with the credential's.
"""

from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import StatusError
from issuer.status import members
from issuer.status.mechanism import StatusAnswer, StatusQuestion
from issuer.terms import status as terms

MAX_LISTED: Final = 100_000


class RevocationList:
    """The mechanism of `1EdTechRevocationList`."""

    type: Final = terms.REVOCATION_LIST

    def read(
        self, entry: JsonObject, *, credential_id: str | None = None, pointer: str = ""
    ) -> StatusQuestion:
        """Read one entry; raises as `StatusMechanism.read`, also where the credential has no id."""
        if not credential_id:
            raise members.wrong("A revocation list names credentials by id, and this one has none.", pointer)
        return StatusQuestion(
            type=self.type,
            url=members.text(entry, "id", pointer),
            purpose=terms.PURPOSE_REVOCATION,
            credential_id=credential_id,
            list_is_secured=False,
        )

    def answer(self, question: StatusQuestion, list_document: JsonObject) -> StatusAnswer:
        """Look for the credential in the list.

        An entry without `revoked` means revoked: being listed is the statement. Every entry must be
        readable; a list of which a part is not understood might hold the one that matters.

        Raises:
            StatusError: as `StatusMechanism.answer`.
        """
        members.require_address(list_document, question.url)
        listed = list_document.get("revokedCredential")
        if not isinstance(listed, list) or len(listed) > MAX_LISTED:
            raise StatusError("The revocation list has no array `revokedCredential`, or it is too long.")
        revoked, reason = False, None
        for item in listed:
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                raise StatusError("An entry of the revocation list has no id.")
            flag = item.get("revoked", True)
            if not isinstance(flag, bool):
                raise StatusError("`revoked` in an entry of the revocation list is neither true nor false.")
            if item["id"] == question.credential_id and flag:
                revoked, words = True, item.get("revocationReason")
                reason = words if isinstance(words, str) else reason
        return StatusAnswer(set=revoked, purpose=question.purpose, value=int(revoked), message=reason)
