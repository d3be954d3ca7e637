"""Words for violations: short, printable, without repeating what is hostile or private."""

from typing import Any

import pytest

from issuer.documents import schemas, wording
from tests.documents import samples
from tests.documents.changes import changed


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ("short", '"short"'),
        ("x" * 99, '"' + "x" * 60 + '…"'),
        ("\r\nSet-Cookie: a\u202e", '"\\u000d\\u000aSet-Cookie: a\\u202e"'),
        ("teacher@example.org", "a text"),
        ({}, "an empty object"),
        ({"a": 1}, "an object"),
        ([], "an empty list"),
        ([1, 2], "a list of 2"),
    ],
)
def test_a_value_is_named(value: Any, words: str) -> None:
    assert wording.name_value(value) == words


def test_a_pointer_is_escaped_and_its_names_are_cut() -> None:
    assert wording.pointer_of(["a/b", 0, "~c"]) == "/a~1b/0/~0c"
    assert len(wording.pointer_of(["x" * 5000])) < 100


@pytest.mark.parametrize("name", ["x" * 5000, "evil\nline", "\u202eabc"])
def test_a_hostile_member_name_is_not_repeated_whole(name: str) -> None:
    document = {**samples.credential(), name: 1}
    (found,) = schemas.find_violations(document, "emit/credential")
    assert found.message.startswith("the member ")
    assert found.message.isprintable()
    assert len(found.message) < 120


@pytest.mark.parametrize("value", ["x" * 60_000, "\u202e" * 60_000, ["y" * 60_000], {"k" * 9000: "v" * 9000}])
def test_a_long_value_is_never_repeated(value: Any) -> None:
    for pointer in ("/id", "/validFrom", "/type/0", "/credentialSubject/achievement/achievementType"):
        found = schemas.find_violations(changed(samples.credential(), pointer, value), "read/credential")
        assert found
        assert all(len(violation.message) < 300 and violation.message.isprintable() for violation in found)


def test_the_branch_that_was_meant_is_explained() -> None:
    document = changed(samples.credential(), "/issuer/parentOrg/id", "no address")
    (found,) = schemas.find_violations(document, "read/credential")
    assert found.pointer == "/issuer/parentOrg/id"


def test_a_name_that_the_schema_forbids_is_told() -> None:
    document = changed(samples.attestation(), "/levels/a b", "met")
    (found,) = schemas.find_violations(document, "attestation")
    assert found.pointer == "/levels"
    assert "a b" in found.message
