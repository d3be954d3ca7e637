"""Status List 2021, the draft before Bitstring Status List 1.0: read only, never issued.

One bit per entry, purpose revocation or suspension, and a list text that most issuers wrote
without a multibase prefix.
"""

from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.status import members
from issuer.status.bitstring_list import ListForm, answer_from_list
from issuer.status.mechanism import StatusAnswer, StatusQuestion
from issuer.terms import status as terms


class StatusList2021:
    """The mechanism of `StatusList2021Entry`."""

    type: Final = terms.STATUS_LIST_2021_ENTRY
    form: Final = ListForm(terms.STATUS_LIST_2021_CREDENTIAL, terms.STATUS_LIST_2021, legacy=True)

    def read(
        self, entry: JsonObject, *, credential_id: str | None = None, pointer: str = ""
    ) -> StatusQuestion:
        """Read one entry; raises as `StatusMechanism.read`."""
        members.optional_text(entry, "id", pointer)
        return StatusQuestion(
            type=self.type,
            url=members.text(entry, "statusListCredential", pointer),
            purpose=members.text(entry, "statusPurpose", pointer),
            index=members.index(entry, "statusListIndex", pointer),
            credential_id=credential_id,
        )

    def answer(self, question: StatusQuestion, list_document: JsonObject) -> StatusAnswer:
        """Read the answer; raises as `StatusMechanism.answer`."""
        return answer_from_list(question, list_document, self.form)
