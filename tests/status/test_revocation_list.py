"""The 1EdTech revocation list: being named means revoked, and nothing unreadable means no."""

import pytest

from issuer.documents.strict_json import Json
from issuer.errors import ConformanceError, StatusError
from issuer.status import StatusAnswer, answer, read_entry
from tests.status.cases import CASES, CREDENTIAL, changed, revocation_list

ENTRY = CASES["1EdTechRevocationList"].entry
QUESTION = read_entry(ENTRY, credential_id=CREDENTIAL)


def judged(*listed: Json) -> StatusAnswer:
    return answer(QUESTION, changed(revocation_list(revoked=False), revokedCredential=list(listed)))


def test_the_list_has_no_proof_of_its_own() -> None:
    assert QUESTION.list_is_secured is False


def test_being_listed_is_enough() -> None:
    assert judged({"id": CREDENTIAL}).set is True


def test_the_reason_is_passed_on() -> None:
    assert answer(QUESTION, revocation_list(revoked=True)).message == "issued in error"
    assert judged({"id": CREDENTIAL, "revocationReason": {"en": "?"}}).message is None


def test_listed_as_not_revoked_is_not_revoked() -> None:
    assert judged({"id": CREDENTIAL, "revoked": False}).set is False


def test_one_statement_that_revokes_outweighs_another() -> None:
    assert judged({"id": CREDENTIAL, "revoked": True}, {"id": CREDENTIAL, "revoked": False}).set is True


def test_an_empty_list_revokes_nothing() -> None:
    assert judged().set is False


@pytest.mark.parametrize(
    "item",
    ["urn:uuid:1", {}, {"id": 1}, {"id": CREDENTIAL, "revoked": "false"}, {"id": CREDENTIAL, "revoked": 0}],
)
def test_an_entry_that_is_not_understood_means_that_nothing_is_known(item: Json) -> None:
    with pytest.raises(StatusError):
        judged(item)


def test_a_credential_without_an_id_cannot_be_looked_up() -> None:
    with pytest.raises(ConformanceError):
        read_entry(ENTRY)
