"""A report that was written as JSON and read back is the same report, but for what each finding alone would mean."""

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import InputError
from issuer.verify import Caution, EndorsementReport, IssuerFacts, Part, Report, Verdict
from issuer.verify.component_report import ComponentReport
from issuer.verify.reading import read_report
from issuer.verify.statement_report import Binding, StatementReport
from tests.verify.test_reports import REPORTS


def everything() -> Report:
    """Return a report with something in every member, also of what lies inside."""
    inner = replace(REPORTS["revoked"], warnings=(Caution("FILE_NOT_READ", "A file was not read.", "/0"),))
    return replace(
        REPORTS["valid"],
        warnings=(Caution("FILE_NOT_READ", "A file was not read.", "/0"),),
        issuer=IssuerFacts("did:web:b.example", "Bäume", "bäume.example", "xn--bume-moa.example", "Bäume"),
        endorsements=(EndorsementReport("/endorsement/0", "credential", shown=True, in_force_then=None, report=inner),),
        parts=(Part("one.json", inner), Part("two.json", REPORTS["malformed"])),
        components=(
            ComponentReport("urn:x", "SEL-01", "uEiA", "revoked", "It was withdrawn."),
            ComponentReport("urn:y", "SEL-02", "uEiB", None, "Only its issuer can say."),
        ),
        statements=(
            StatementReport("https://b.example/s", Binding.SHOWN, "It is.", "A", "A fact", {"a": 1}, "beside"),
            StatementReport("https://b.example/t", Binding.COULD_NOT_CHECK, "It is not there."),
        ),
    )  # fmt: skip


def without_meaning(value: Any) -> Any:
    """Return a report whose checks say nothing of what they alone would mean."""
    if isinstance(value, tuple):
        return tuple(without_meaning(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        change = {item.name: without_meaning(getattr(value, item.name)) for item in fields(value)}
        return replace(value, **(change | ({"means": Verdict.VALID} if "means" in change else {})))
    return value


@pytest.mark.parametrize("name", [*REPORTS, "everything"])
def test_a_report_is_read_back_as_it_was(name: str) -> None:
    report = everything() if name == "everything" else REPORTS[name]
    data = strict_json.encode(report.to_json())
    read = read_report(data)
    assert read.to_json() == json.loads(data)
    assert read == without_meaning(report)


def test_every_member_is_told_apart() -> None:
    """A member that reading forgot would be empty in what is read back, and this report has none empty."""
    told = [item.name for item in fields(Report) if item.compare]
    assert not [name for name in told if getattr(everything(), name) in (None, (), "")]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", b'{"verdict":"splendid"}', b'{"verdict":"valid","heading":1}', b"\xff"],
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_report(data)
