"""Known issuer: by identifier alone, with look-alikes pointed out, and never drawn as a fraud."""

from typing import Any

import pytest

from issuer.verify import AnswerValue, Report, TrustEntry, TrustList, Verdict
from issuer.verify.facts import host_of, issuer_facts, readable
from issuer.verify.lookalikes import nearest, skeleton
from issuer.verify.report import IssuerFacts
from tests.papers import NOW, changed, credential
from tests.worlds import World, sign

KNOWN = "did:web:lakes.example"


def judged(issuer: str, name: str = "Somebody", **policy: Any) -> Report:
    world = World()
    made = world.add(issuer, name)
    return world.verify(sign(credential(made), made.key()), **policy)


def trust(*entries: TrustEntry) -> Any:
    return TrustList(entries)


LIST = trust(TrustEntry(KNOWN, "Lakes Cooperative", NOW, "R. Clerk (demonstration)", "Agreement 7"))


def warnings(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


def test_without_a_list_nothing_is_asked() -> None:
    report = judged(KNOWN)
    assert report.verdict is Verdict.VALID
    assert report.answers.known_issuer.value is AnswerValue.NOT_ASKED


def test_an_issuer_on_the_list_is_known_with_who_when_and_why() -> None:
    known = judge_with(KNOWN, "Lakes")
    assert known.answers.known_issuer.value is AnswerValue.YES
    assert "R. Clerk" in known.answers.known_issuer.sentence
    check = known.check("known_issuer")
    assert check is not None
    assert check.evidence["reason"] == "Agreement 7"


def judge_with(issuer: str, name: str, entries: Any = LIST) -> Report:
    world = World()
    made = world.add(issuer, name)
    return world.verify(sign(credential(made), made.key()), trust_list=entries)


def test_our_own_issuers_are_known_here() -> None:
    report = judged(KNOWN, own_issuers=frozenset({KNOWN}), trust=[])
    assert report.verdict is Verdict.VALID
    assert report.answers.known_issuer.sentence == "It was issued here."
    key = report.check("issuer_key")
    assert key is not None
    assert key.evidence["resolved"] == "here"


@pytest.mark.parametrize(
    ("issuer", "name", "warning"),
    [
        ("did:web:lakes.example:p:other", "Another", None),
        ("did:web:rivers.example", "Rivers", None),
        ("did:web:1akes.example", "Rivers", "LOOKALIKE_DOMAIN"),
        ("did:web:laks.example", "Rivers", "LOOKALIKE_DOMAIN"),
        ("did:web:laeks.example", "Rivers", "LOOKALIKE_DOMAIN"),
        ("did:web:la-kes.example", "Rivers", "LOOKALIKE_DOMAIN"),
        ("did:web:xn--lkes-63d.example", "Rivers", "LOOKALIKE_DOMAIN"),
        ("did:web:rivers.example", "Lakes Cooperative", "LOOKALIKE_NAME"),
        ("did:web:rivers.example", "LAKES  COOPERATlVE", "LOOKALIKE_NAME"),
        ("did:web:rivers.example", "Lаkes Cooperative", "LOOKALIKE_NAME"),  # noqa: RUF001  (that is the point)
        ("did:web:rivers.example", "Lakes\u200b Cooperative", "LOOKALIKE_NAME"),
    ],
)
def test_an_unknown_issuer_is_untrusted_and_what_it_looks_like_is_said(
    issuer: str, name: str, warning: str | None
) -> None:
    report = judge_with(issuer, name)
    assert report.verdict is Verdict.UNTRUSTED
    assert report.answers.genuine.value is AnswerValue.YES
    assert report.answers.known_issuer.value is AnswerValue.NO
    assert "fraud" not in f"{report.heading} {report.sentence}"
    near = [code for code in warnings(report) if code.startswith("LOOKALIKE")]
    assert near == ([] if warning is None else [warning])


def test_a_forged_badge_of_a_known_issuer_is_invalid_and_its_name_proves_nothing() -> None:
    world = World()
    made = world.add(KNOWN)
    document = {**sign(credential(made), made.key()), "name": "Another"}
    report = world.verify(document, trust=[KNOWN])
    assert report.verdict is Verdict.INVALID
    assert report.answers.known_issuer.value is AnswerValue.NOT_ASKED


@pytest.mark.parametrize(
    ("identifier", "host"),
    [
        ("did:web:Lakes.Example:p:x", "lakes.example"),
        ("did:web:lakes.example%3A8443", "lakes.example"),
        ("https://lakes.example/p", "lakes.example"),
        ("https://lakes.example:443", "lakes.example"),
        ("https://a@lakes.example/p", "lakes.example"),
        ("did:key:z6Mk", None),
        ("urn:uuid:0", None),
        ("did:web:", None),
    ],
)
def test_the_host_behind_an_identifier(identifier: str, host: str | None) -> None:
    assert host_of(identifier) == host


def test_a_punycode_domain_is_shown_in_both_spellings() -> None:
    facts = issuer_facts({"issuer": "did:web:xn--sknen-nra.example"})
    assert facts is not None
    assert (facts.domain, facts.ascii_domain) == ("skånen.example", "xn--sknen-nra.example")
    assert readable("xn--a\u00e9.example") == "xn--a\u00e9.example"


def test_the_name_may_stand_with_another_mention_of_the_issuer() -> None:
    world = World()
    issuer = changed(world.issuer.profile(), name=None)
    document = credential(world.issuer)
    document["issuer"] = issuer
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    assert isinstance(subject["achievement"], dict)
    subject["achievement"]["creator"] = world.issuer.profile()
    report = world.verify(sign(document, world.issuer.key()))
    assert report.issuer is not None
    assert report.issuer.name == "Lakes Cooperative"


def test_short_names_and_empty_ones_look_like_nothing() -> None:
    facts = IssuerFacts("did:key:z", "MN", None, None)
    assert nearest(facts, trust(TrustEntry("did:key:y", "MB"))) is None
    assert (
        nearest(IssuerFacts("did:key:z", "\u200b", None, None), trust(TrustEntry("did:key:y", "\u200c")))
        is None
    )
    assert nearest(None, LIST) is None
    assert skeleton("Pаypаl") == skeleton("paypal")  # noqa: RUF001  (that is the point)
