"""Verifying with what this installation knows: rotation, compromise, status, history, own pages."""

from datetime import timedelta
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import FetchError, NotFoundError
from issuer.fetch import MappedFetch
from issuer.services import keys, publication, revocation, sequencer, tokens, verification
from issuer.services.addresses import published_paths
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.services.verification import Options
from issuer.store import Category, KeyPurpose, KeyState, Visibility
from issuer.verify import AnswerValue, Outcome, Report, TrustList, Verdict
from tests.badges import photos
from tests.services.worlds import START, World

SUSPENDED = Category.SUSPENDED_PENDING_REVIEW


def check(world: World, issued: IssuedCredential, **options: Any) -> Report:
    return verification.check(world.toolkit, issued.version.body or b"", options=Options(**options))


def active(world: World, purpose: KeyPurpose = KeyPurpose.DATA_INTEGRITY) -> str:
    found = [key for key in keys.of_profile(world.toolkit, "scsc") if key.state is KeyState.ACTIVE]
    return next(key.verification_method for key in found if key.purpose is purpose)


def test_what_was_issued_here_is_known_here(world: World) -> None:
    report = check(world, world.issue())
    assert report.verdict is Verdict.VALID
    assert report.answers.genuine.value is AnswerValue.YES
    assert report.answers.current.value is AnswerValue.YES
    assert report.answers.known_issuer.value is AnswerValue.YES
    known = report.check("known_issuer")
    assert known is not None
    assert "issued here" in known.sentence


def test_an_altered_copy_is_invalid(world: World) -> None:
    document = strict_json.parse_object(world.issue().version.body or b"")
    document["name"] = "Another achievement"
    report = verification.check(world.toolkit, strict_json.encode(document))
    assert (report.verdict, report.answers.genuine.value) == (Verdict.INVALID, AnswerValue.NO)


def test_after_a_rotation_old_credentials_verify_and_new_ones_use_the_new_key(world: World) -> None:
    old_key, old = active(world), world.issue()
    keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    new_key, new = active(world), world.issue()
    assert old_key != new_key
    for issued, key in ((old, old_key), (new, new_key)):
        assert key.encode() in (issued.version.body or b"")
        assert check(world, issued).verdict is Verdict.VALID


def test_after_a_compromise_what_the_key_signed_is_invalid_in_words(world: World) -> None:
    stolen, before = active(world), world.issue()
    token = tokens.jwt_form(world.toolkit, before.credential.id)
    assert check(world, before).verdict is Verdict.VALID
    keys.revoke(world.toolkit, OPERATOR, stolen, compromised_since=START)
    keys.new(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    report = check(world, before)
    found = report.check("issuer_key")
    assert report.verdict is Verdict.INVALID
    assert found is not None
    assert (found.outcome, found.code) == (Outcome.FAILED, "KEY_REVOKED")
    assert "withdrew this key" in found.sentence
    # The other key of the issuer is untouched; the list is signed by the new one.
    assert verification.check(world.toolkit, token.encode()).verdict is Verdict.VALID
    assert keys.signed_with(world.toolkit, stolen) == (before.version,)
    again = revocation.reissue(
        world.toolkit, OPERATOR, before.credential.id, category=Category.KEY_COMPROMISE
    )
    assert check(world, again).verdict is Verdict.VALID
    assert active(world).encode() in (again.version.body or b"")


def test_what_the_log_held_before_the_compromise_stays_valid(world: World) -> None:
    logged = world.issue()
    sequencer.run(world.toolkit)
    stolen_at = world.clock.forward(hours=1)
    late = world.issue()
    world.clock.forward(hours=1)
    sequencer.run(world.toolkit)
    keys.revoke(world.toolkit, OPERATOR, active(world), compromised_since=stolen_at)
    keys.new(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    assert check(world, logged).verdict is Verdict.VALID
    assert check(world, late).verdict is Verdict.INVALID


def test_a_withdrawn_token_key_makes_its_tokens_invalid(world: World) -> None:
    token = tokens.jwt_form(world.toolkit, world.issue().credential.id).encode()
    assert verification.check(world.toolkit, token).verdict is Verdict.VALID
    keys.revoke(world.toolkit, OPERATOR, active(world, KeyPurpose.JWT))
    assert verification.check(world.toolkit, token).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("category", "verdict", "words"),
    [
        (Category.FRAUD, Verdict.REVOKED, "there was fraud"),
        (Category.HOLDER_REQUEST, Verdict.REVOKED, "the holder asked for it"),
        (SUSPENDED, Verdict.SUSPENDED, "on hold"),
    ],
)
def test_why_it_was_withdrawn_is_said(world: World, category: Category, verdict: Verdict, words: str) -> None:
    issued = world.issue()
    if category is SUSPENDED:
        revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    else:
        revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, category)
    report = check(world, issued)
    status = report.check("status")
    assert status is not None
    assert report.verdict is verdict
    assert words in status.sentence


def test_an_old_copy_is_replaced_by_a_newer_version(world: World) -> None:
    old = world.issue()
    world.clock.forward(days=1)
    new = revocation.reissue(world.toolkit, OPERATOR, old.credential.id)
    report = check(world, old)
    status = report.check("status")
    assert status is not None
    assert (report.verdict, check(world, new).verdict) == (Verdict.REVOKED, Verdict.VALID)
    assert "replaced by a newer version" in status.sentence
    assert "newer version" in report.sentence


def test_a_stranger_sees_the_same_without_our_record(world: World) -> None:
    """Everything that is published, and nothing else, answers for the credential."""
    valid, revoked = world.issue(), world.issue()
    revocation.revoke(world.toolkit, OPERATOR, revoked.credential.id, Category.FRAUD)
    documents = {}
    for path in published_paths(world.toolkit):
        found = publication.document_at(world.toolkit, path)
        documents[world.toolkit.url(path)] = (found.media_type, found.body)
    network = MappedFetch(documents)
    report = check(world, valid, network=network)
    assert report.verdict is Verdict.VALID
    assert report.answers.known_issuer.value is AnswerValue.NOT_ASKED
    assert check(world, revoked, network=network).verdict is Verdict.REVOKED
    assert check(world, valid, network=MappedFetch({})).verdict is Verdict.INDETERMINATE


def test_expiry_is_told_for_any_moment(world: World) -> None:
    issued = world.issue(valid_until=START + timedelta(days=10))
    for days, verdict in (
        (0, Verdict.VALID),
        (9, Verdict.VALID),
        (10, Verdict.EXPIRED),
        (400, Verdict.EXPIRED),
    ):
        assert check(world, issued, now=START + timedelta(days=days)).verdict is verdict
    assert check(world, issued, now=START - timedelta(days=1)).verdict is not Verdict.VALID


def test_another_moment_reads_the_list_as_it_stood_then(world: World) -> None:
    issued = world.issue()
    before = publication.document_at(world.toolkit, "/s/scsc-1").body
    revoked_at = world.clock.forward(days=3)
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert check(world, issued, now=revoked_at - timedelta(seconds=1)).verdict is Verdict.VALID
    assert check(world, issued, now=revoked_at).verdict is Verdict.REVOKED
    assert check(world, issued).verdict is Verdict.REVOKED
    with world.toolkit.database.reader() as reader:
        kept = reader.status_lists.find_by_slug("scsc-1")
    assert kept is not None
    assert kept.signed_body not in {None, before}
    assert kept.signed_from == revoked_at


@pytest.mark.parametrize(
    ("day", "outcome", "words"),
    [
        (-1, Outcome.FAILED, "had not begun"),
        (1, Outcome.PASSED, "in force"),
        (3, Outcome.FAILED, "on hold"),
        (6, Outcome.FAILED, "replaced by version 2, which was in force"),
    ],
)
def test_the_standing_on_a_date_comes_from_our_own_record(
    world: World,
    day: int,
    outcome: Outcome,
    words: str,
) -> None:
    issued = world.issue()
    world.clock.forward(days=2)
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    world.clock.forward(days=2)
    revocation.resume(world.toolkit, OPERATOR, issued.credential.id)
    world.clock.forward(days=10)
    found = check(world, issued, at=START + timedelta(days=day)).check("on_date")
    assert found is not None
    assert found.outcome is outcome
    assert words in found.sentence


def test_an_issuer_outside_the_list_is_untrusted(world: World) -> None:
    issued = world.issue()
    own = "did:web:badges.demo.example:p:scsc"
    network = MappedFetch(
        {
            world.toolkit.url(path): (found.media_type, found.body)
            for path in published_paths(world.toolkit)
            for found in [publication.document_at(world.toolkit, path)]
        }
    )
    assert check(world, issued, network=network, trust=frozenset({own})).verdict is Verdict.VALID
    assert check(world, issued, network=network, trust=TrustList()).verdict is Verdict.UNTRUSTED


def test_a_page_of_ours_stands_for_its_credential(world: World) -> None:
    issued = world.issue()
    share = sharing.of(world.toolkit, issued.credential.id)
    url = world.toolkit.url(sharing.path_of(share))
    assert verification.check_url(world.toolkit, url).verdict is Verdict.VALID
    assert verification.check_url(world.toolkit, f"{url}.json").verdict is Verdict.VALID
    by_id = world.toolkit.url("/c/" + issued.credential.id.removeprefix("urn:uuid:"))
    with pytest.raises(NotFoundError, match="does not show"):
        verification.check_url(world.toolkit, by_id)
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    assert verification.check_url(world.toolkit, by_id).verdict is Verdict.VALID


def test_what_cannot_be_fetched_is_an_error_and_no_verdict(world: World) -> None:
    for url in (
        "https://badges.demo.example/nothing",
        "https://other.example/badge.json",
        "http://x.example/",
    ):
        with pytest.raises(FetchError):
            verification.check_url(world.toolkit, url)


def test_bytes_that_are_nothing_are_malformed(world: World) -> None:
    assert verification.check(world.toolkit, b"\x00\x01").verdict is Verdict.MALFORMED


def test_a_printed_code_leads_to_what_the_holder_shows(world: World) -> None:
    issued = world.issue()
    share = sharing.of(world.toolkit, issued.credential.id)
    photo = photos.jpeg(photos.code(world.toolkit.url(sharing.path_of(share))))
    for options in (Options(), Options(offline=True), Options(now=world.toolkit.clock() + timedelta(days=1))):
        report = verification.check(world.toolkit, photo, options=options)
        assert (report.verdict, report.media_type) == (Verdict.VALID, "image/jpeg")
        assert report.answers.known_issuer.value is AnswerValue.YES
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    report = verification.check(world.toolkit, photo)
    assert report.verdict is Verdict.INDETERMINATE
    assert report.credential is None
    # Whoever brings a network of their own gets nothing of ours.
    alone = verification.check(world.toolkit, photo, options=Options(network=MappedFetch({})))
    assert alone.verdict is Verdict.INDETERMINATE


def test_only_a_photo_of_a_code_holds_an_address(world: World) -> None:
    body = world.issue().version.body or b""
    assert verification.address_on(world.toolkit, photos.jpeg(photos.code())) == photos.ADDRESS
    for data in (body, b"", b"\xff\xd8\xff", photos.png(photos.code().crop((0, 0, 60, 60)))):
        assert verification.address_on(world.toolkit, data) is None
