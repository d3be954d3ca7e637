"""The form of the transcripts that we sign: every departure from it is found, at its place."""

from typing import Any

import pytest

from issuer.documents import schemas
from tests.documents.changes import REMOVED, changed
from tests.documents.transcripts import transcript


@pytest.mark.parametrize(
    ("pointer", "value", "blamed"),
    [
        ("/@context/1", "https://purl.imsglobal.org/spec/clr/v2p0/context.json", "/@context"),
        ("/type/2", "OpenBadgeCredential", "/type"),
        ("/partial", "true", "/partial"),
        ("/credentialSubject/verifiableCredential", [], "/credentialSubject/verifiableCredential"),
        (
            "/credentialSubject/verifiableCredential/0/proof",
            REMOVED,
            "/credentialSubject/verifiableCredential/0",
        ),
        ("/credentialSubject/association/0/sourceId", REMOVED, "/credentialSubject/association/0"),
        ("/validUntil", REMOVED, ""),
        ("/credentialStatus", REMOVED, ""),
    ],
)
def test_a_transcript_that_we_sign_has_one_form(pointer: str, value: Any, blamed: str) -> None:
    found = schemas.find_violations(changed(transcript(), pointer, value), "emit/clr")
    assert {violation.pointer for violation in found} == {blamed}
