"""The numbered road of a 2.0 badge (Open Badges 2.0, verification; design.md section 5 in spirit).

1 the edition: before 2.0 it is recognised in words and not judged; what is no award is refused
2 the term table: members, contexts, one way of verification (`table`, `objects`)
3 hosted: its address is asked, and what lies there is judged, whatever the file said (`hosted`);
  signed: the token's header, before anything is fetched (`signed`)
4 badge class and profile at their addresses (`chain`)
5 hosted: the issuer keeps its badges there; signed: key and signature
6 withdrawn: by the host, or by the issuer's revocation list
7 the period; the recipient, when asked; the known issuer, when asked

The signature cannot be checked before the issuer's profile is fetched, because 2.0 keeps the key there; the
door of the verification bounds what a hostile file can ask for. Criteria, evidence and pictures are not fetched.
"""

from dataclasses import replace
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError
from issuer.signing.jose import CompactJws
from issuer.terms import ob2
from issuer.verify import copies
from issuer.verify.checks import known_issuer
from issuer.verify.checks.validity import check_period
from issuer.verify.findings import failed, from_error, passed, undetermined
from issuer.verify.open_badges_2 import hosted, identity, signed, words
from issuer.verify.open_badges_2.chain import Chain, follow
from issuer.verify.open_badges_2.edition import Edition, edition_of
from issuer.verify.open_badges_2.findings import Findings, Means
from issuer.verify.open_badges_2.objects import Assertion, Profile, read_assertion
from issuer.verify.presented import Form, types_of
from issuer.verify.report import Check, Report, Verdict

EDITION_ID: Final = "edition"
MODEL_ID: Final = "data_model"
_NO_AWARDS: Final = {
    ob2.BADGE_CLASS: "It describes a badge; it is not the award of one.",
    ob2.ENDORSEMENT: "It is an endorsement of Open Badges 2.0; these are not judged here.",
    ob2.REVOCATION_LIST: "It is a list of withdrawn badges; it is not a badge.",
    ob2.CRYPTOGRAPHIC_KEY: "It is a key; it is not a badge.",
    **dict.fromkeys(ob2.PROFILES, "It describes an issuer; it is not a badge."),
}


def judge(means: Means) -> Report:
    """Judge one badge of an edition before 3.0; `edition.is_older` holds for what was handed in."""
    presented, found = means.presented, Findings(means)
    if presented.address is not None:
        return _hosted(found, presented.address, copy=None)
    edition = edition_of(presented.document)
    if edition is not Edition.TWO:
        return _unsupported(found, edition or Edition.ONE)
    return _assertion(found.plus(passed(EDITION_ID, "It is a badge of Open Badges 2.0.")))


def _unsupported(found: Findings, edition: Edition) -> Report:
    """Name a badge of an edition that is not judged (1)."""
    heading, sentence = words.older(edition)
    named = found.plus(undetermined(EDITION_ID, "OLDER_STANDARD", sentence, edition=edition.value))
    report = named.report(found.means.presented.document, form=Form.NONE, genuine=False)
    return replace(report, heading=heading, sentence=sentence, answers=words.not_checked(report.answers))


def _assertion(found: Findings) -> Report:
    """Judge the assertion in the file, as a copy of a hosted one or as a signed one (2)."""
    document, token = found.means.presented.document, found.means.presented.token
    try:
        assertion = read_assertion(document)
    except ConformanceError as exc:
        return found.plus(_unlike(document, exc)).report(document, form=Form.NONE, genuine=False)
    found = found.plus(passed(MODEL_ID, "It is built as Open Badges 2.0 asks."))
    if not assertion.is_signed:
        return _hosted(found, assertion.id, copy=document)
    if token is None:
        sentence = "It says that it is signed, but the signature is not in the file. Nothing proves it."
        bare = found.plus(failed("proof_form", "PROOF_MISSING", sentence))
        return bare.report(document, form=Form.NONE, genuine=False)
    return _signed(found, assertion, token)


def _unlike(document: JsonObject, error: ConformanceError) -> Check:
    """Return the check about a document that is no assertion by the table, in words where it is another class."""
    other = next((_NO_AWARDS[name] for name in types_of(document) if name in _NO_AWARDS), None)
    if other is not None:
        return failed(MODEL_ID, "SCHEMA_VIOLATION", other, means=Verdict.MALFORMED, pointer="/type")
    return replace(from_error(MODEL_ID, error), means=Verdict.MALFORMED)


def _hosted(found: Findings, address: str, *, copy: JsonObject | None) -> Report:
    """Judge what lies at the address of a hosted assertion (3 to 7)."""
    answer = hosted.ask_host(address, found.means.fetch, now=found.means.policy.now)
    if answer.older is not None:
        return _unsupported(found, answer.older)
    found = found.plus(*answer.checks).caution(words.limits(is_signed=False, address=address))
    assertion = answer.assertion
    if assertion is None:
        shown: JsonObject = {"id": address} if copy is None else copy
        return _told(found, shown, address, form=Form.HOSTED, genuine=False)
    chain = follow(assertion.badge, found.means.fetch)
    found = found.plus(*chain.checks)
    if chain.profile is not None:
        found = found.plus(hosted.check_place(assertion, chain.profile))
    is_confirmed = not found.has_ended
    if is_confirmed and chain.profile is not None:
        found = found.plus(passed("status", "Its host does not show it as withdrawn.", address=address))
        found = _last(found, assertion, chain.profile)
    if copy is not None:
        found = found.caution(*hosted.differences(copy, assertion.document))
    document = _composed(assertion, chain)
    return _told(found, document, address, form=Form.HOSTED, genuine=is_confirmed)


def _signed(found: Findings, assertion: Assertion, token: CompactJws) -> Report:
    """Judge a signed assertion (3 to 7)."""
    fetch = found.means.fetch
    found = found.plus(signed.check_header(token))
    chain = Chain(()) if found.has_ended else follow(assertion.badge, fetch)
    found = found.plus(*chain.checks)
    if chain.profile is not None:
        found = found.plus(*signed.check_signature(token, assertion, chain.profile, fetch))
    is_genuine = chain.profile is not None and not found.has_ended
    if is_genuine and chain.profile is not None:
        policy = found.means.policy
        found = found.plus(signed.check_revocation(assertion, chain.profile, fetch, policy=policy))
        found = found.caution(*copies.key_caution(chain.profile.id, door=fetch, now=policy.now))
        found = _last(found, assertion, chain.profile)
    address = "" if chain.profile is None else chain.profile.id
    found = found.caution(words.limits(is_signed=True, address=address))
    return _told(found, _composed(assertion, chain), address, form=Form.JWS, genuine=is_genuine)


def _last(found: Findings, assertion: Assertion, profile: Profile) -> Findings:
    """Make the checks that need a badge that was confirmed (7)."""
    policy = found.means.policy
    period = check_period(assertion.issued_on, assertion.expires, now=policy.now)
    whose = identity.check_recipient(assertion.recipient, policy)
    known, near = known_issuer.check_known_issuer(found.means.case_of(profile.document))
    return found.plus(period, whose, known).caution(*near, *identity.cautions_of(assertion.recipient, whose))


def _told(found: Findings, document: JsonObject, address: str, *, form: Form, genuine: bool) -> Report:
    report = found.report(document, form=form, genuine=genuine)
    return words.worded(report, is_signed=form is Form.JWS, address=address)


def _composed(assertion: Assertion, chain: Chain) -> JsonObject:
    """Return the assertion with the badge class and the profile inside, as their addresses gave them."""
    badge: JsonObject | None = dict(chain.badge) or None
    if badge is not None and chain.profile is not None:
        badge["issuer"] = chain.profile.document
    return assertion.document if badge is None else {**assertion.document, "badge": badge}
