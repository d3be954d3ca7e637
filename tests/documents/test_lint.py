"""The linter: the only way to a document that may be signed, and what keeps a document from it."""

import copy
import pickle
import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from issuer.documents import canonical, strict_json
from issuer.documents.lint import LintedDocument, lint, personal_data
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConfigurationError, ConformanceError, SigningError
from tests.documents import samples
from tests.documents.changes import REMOVED, at, changed
from tests.documents.samples import with_proof
from tests.places import ROOT

NARRATIVE = "/credentialSubject/narrative"


def linted(document: JsonObject | None = None, **arguments: Any) -> LintedDocument:
    return lint(document or samples.credential(), **{"schema": "emit/credential", **arguments})


def refusal(document: JsonObject, **arguments: Any) -> ConformanceError:
    with pytest.raises(ConformanceError) as caught:
        linted(document, **arguments)
    return caught.value


def test_it_works() -> None:
    result = linted()
    assert result.schema == "emit/credential"
    assert result.canonical_nquads == canonical.canonical_nquads(samples.credential())
    assert result.take() == samples.credential()


@pytest.mark.parametrize(
    ("document", "schema"),
    [(samples.endorsement(), "emit/endorsement"), (samples.status_list(), "emit/status-list")],
    ids=["endorsement", "status list"],
)
def test_it_works_for_everything_we_sign(document: JsonObject, schema: str) -> None:
    assert lint(document, schema=schema).take() == document


def test_an_endorsement_may_be_carried() -> None:
    carried = with_proof(samples.endorsement())
    document = changed(samples.credential(), "/credentialSubject/achievement/endorsement", [carried])
    assert linted(document).take() == document
    unsigned = changed(document, "/credentialSubject/achievement/endorsement/0/proof", REMOVED)
    assert refusal(unsigned).pointer == "/credentialSubject/achievement/endorsement/0"


def test_it_is_taken_once() -> None:
    result = linted()
    result.take()
    with pytest.raises(SigningError, match="taken before"):
        result.take()


def test_of_many_threads_one_takes_it() -> None:
    result, taken = linted(), []
    barrier = threading.Barrier(8)

    def take() -> None:
        barrier.wait()
        try:
            taken.append(result.take())
        except SigningError:
            taken.append({})

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, taken)) == [False] * 7 + [True]


def test_nobody_else_makes_one() -> None:
    with pytest.raises(SigningError, match="only the linter"):
        LintedDocument(
            object(), samples.credential(), frame={}, schema="emit/credential", canonical_nquads=b""
        )


def test_nobody_else_has_its_key() -> None:
    holders = [path for path in (ROOT / "issuer").rglob("*.py") if "linted import KEY" in path.read_text()]
    assert sorted(path.name for path in holders) == ["lint.py", "template.py"]


def test_its_text_is_what_is_written_of_it() -> None:
    first, second = linted(), linted()
    assert first.text == second.take_text() == strict_json.encode(first.take())
    for taken in (first, second):
        with pytest.raises(SigningError, match="taken before"):
            _ = taken.text
        with pytest.raises(SigningError, match="taken before"):
            taken.take_text()


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy, pickle.dumps])
def test_it_is_not_copied(copier: Any) -> None:
    with pytest.raises(SigningError, match="not copied"):
        copier(linted())


def test_its_name_and_bytes_are_not_changed() -> None:
    result: Any = linted()
    for member in ("schema", "canonical_nquads", "other"):
        with pytest.raises(AttributeError):
            setattr(result, member, "emit/endorsement")


def test_later_changes_of_the_callers_document_do_not_reach_it() -> None:
    document = samples.credential()
    result = linted(document)
    document["name"] = "Another"
    document["credentialSubject"] = {}
    assert result.take() == samples.credential()


def test_a_rule_that_changes_its_document_changes_the_copy_only_before_it_is_canonical() -> None:
    def rename(document: JsonObject) -> Iterator[Violation]:
        document["name"] = "Renamed"
        yield from ()

    result = linted(rules=(rename,))
    assert result.canonical_nquads == canonical.canonical_nquads(result.take())


def test_a_proof_is_not_linted() -> None:
    assert refusal(with_proof(samples.credential())).pointer == "/proof"


def test_an_unknown_schema_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ConfigurationError):
        linted(schema="emit/nothing")


def test_the_schema_comes_first() -> None:
    found = refusal(changed(samples.credential(), "/gpa", 4))
    assert (found.code, found.pointer) == ("SCHEMA_VIOLATION", "")
    assert '"gpa" is not allowed' in found.detail


def test_contexts_are_exact_even_where_the_schema_is_not() -> None:
    carried = with_proof(samples.endorsement())
    carried["credentialSubject"] = {
        **dict(at(carried, "/credentialSubject")),
        "@context": "https://evil.example",
    }
    document = changed(samples.credential(), "/credentialSubject/achievement/endorsement", [carried])
    assert refusal(document).code == "CONTEXT_NOT_ALLOWED"


def test_what_would_be_lost_is_not_signed() -> None:
    carried = {**with_proof(samples.endorsement()), "gpa": 4}
    document = changed(samples.credential(), "/credentialSubject/achievement/endorsement", [carried])
    assert refusal(document).code == "DATA_LOSS_DETECTION_ERROR"


def test_all_findings_of_all_rules_are_told() -> None:
    def first(_document: JsonObject) -> Iterator[Violation]:
        yield Violation("/a", "one is wrong")
        yield Violation("/b", "two is wrong")

    def second(_document: JsonObject) -> list[Violation]:
        return [Violation("/c", "three is wrong")]

    found = refusal(changed(samples.credential(), NARRATIVE, "me@example.org"), rules=(first, second))
    assert (found.code, found.pointer) == ("SCHEMA_VIOLATION", "/a")
    for words in ("/a: one", "/b: two", "/c: three", f"{NARRATIVE}: a mail address"):
        assert words in found.detail
    assert "me@example.org" not in found.detail


def test_rules_do_not_run_on_what_the_schema_refuses() -> None:
    def rule(_document: JsonObject) -> list[Violation]:
        raise AssertionError("the rule saw a document of unknown shape")

    refusal(changed(samples.credential(), "/credentialSubject", []), rules=(rule,))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("1.5"),
        ("a",),
        b"x",
        type("Text", (str,), {})("x"),
        {1: "a"},
        object(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_plain_json_is_signed(value: Any) -> None:
    assert refusal(changed(samples.credential(), NARRATIVE, value)).code == "SCHEMA_VIOLATION"


def test_an_organisation_has_one_name_in_a_document() -> None:
    document = changed(samples.credential(), "/credentialSubject/source", samples.profile(name="lakes"))
    assert linted(document).take()
    document = changed(document, "/credentialSubject/source/name", "Another name")
    assert refusal(document).pointer == "/credentialSubject/source/name"


@pytest.mark.parametrize(
    "text",
    [
        "Ask teacher@example.org.",
        "mailto:first.last+tag@mail.example.co.uk",
        "https://a.example/?who=teacher%40example.org",
        "josé@exämple.org",
        "teacher\uff20example\uff0eorg",
        "o'brien@example.org",
        "SSN 123-45-6789",
        "123 45 6789",
        "123\u201345\u20136789",
        "\uff11\uff12\uff13-45-6789",
    ],
)  # fmt: skip
def test_clear_personal_data_is_found(text: str) -> None:
    document = changed(samples.credential(), NARRATIVE, text)
    assert refusal(document).pointer == NARRATIVE
    assert not any(text in violation.message for violation in personal_data(document))


@pytest.mark.parametrize(
    "text",
    [
        "1.5 semester hours @ 2 sites",
        "https://medium.example/@teacher/a-post",
        "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e",
        "2026-03-01 and 612-555-0123",
        "9781-23-45678",
        "level 3 of 4 (12-34-56)",
    ],
)
def test_other_text_is_not_personal_data(text: str) -> None:
    assert linted(changed(samples.credential(), NARRATIVE, text)).take()


def test_personal_data_is_found_in_names_and_in_endorsements_too() -> None:
    inner = changed(with_proof(samples.endorsement()), "/credentialSubject/endorsementComment", "a@b.example")
    assert [found.pointer for found in personal_data({"endorsement": [inner], "c@d.example": 1})] == [
        "/endorsement/0/credentialSubject/endorsementComment",
        "/c@d.example",
    ]


def test_searching_a_long_text_ends() -> None:
    for text in ("a" * 60_000, "a@" * 30_000, "a@b." * 15_000, "123-" * 15_000, "%40" * 20_000):
        list(personal_data({"narrative": text}))
