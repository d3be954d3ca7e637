"""Step (8) of the road of one: what walks the whole public pipeline, what is read back, and that neither lets anything by."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import KeyUnavailableError, SigningError
from issuer.services import keys, securing
from issuer.services.issuing import checks
from issuer.services.issuing.alike import ENOUGH, Linted
from issuer.services.issuing.checks import Checks
from issuer.services.keys import did_documents
from issuer.services.principal import OPERATOR
from issuer.services.revocation import changing
from issuer.services.securing import Secured
from issuer.store import KeyPurpose
from issuer.verify import Verdict
from tests.badges import samples
from tests.services.worlds import World


@dataclass
class Ways:
    """Which way each award went: the whole public pipeline, or read back alone."""

    whole: list[bytes] = field(default_factory=list)
    short: list[bytes] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.whole), len(self.short)


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    made = Ways()
    judge, verify = securing.require_verdict, securing.self_verify

    def whole(toolkit: Any, data: bytes, *rest: Any, **options: Any) -> Any:
        made.whole.append(data)
        return judge(toolkit, data, *rest, **options)

    def short(secured: Secured, seen: Any) -> None:
        made.short.append(secured.body)
        verify(secured, seen)

    monkeypatch.setattr(securing, "require_verdict", whole)
    monkeypatch.setattr(securing, "self_verify", short)
    return made


@pytest.fixture
def alike(world: World, ways: Ways) -> Iterator[World]:
    """A world in which a template was made, and whose next award of it is read back alone."""
    for _ in range(ENOUGH):
        world.issue()
    assert ways.counts == (ENOUGH, 0)
    ways.whole.clear()
    yield world
    world.require_whole()


def signing(monkeypatch: pytest.MonkeyPatch, change: Callable[[Secured], Secured]) -> None:
    """Let something become of what is signed, before it is checked."""
    honest = securing.secure

    def changed(*args: Any, **options: Any) -> Secured:
        return change(honest(*args, **options))

    monkeypatch.setattr(securing, "secure", changed)


def test_the_first_of_a_template_walks_for_those_that_follow(alike: World, ways: Ways) -> None:
    issued = [alike.issue() for _ in range(3)]
    assert ways.counts == (0, 3)
    assert ways.short == [one.version.body for one in issued]
    for one in issued:
        securing.require_verdict(alike.toolkit, one.version.body or b"", "application/vc", Verdict.VALID)


def test_awards_that_look_otherwise_and_later_versions_go_by_their_own_likeness(
    alike: World, ways: Ways
) -> None:
    other = samples.attested(
        externalId="other",
        artifacts=[
            {"phase": "A", "kind": "essay", "digest": "sha256:" + "a1" * 32},
            {"phase": "I", "kind": "video", "digest": "sha256:" + "b2" * 32},
        ],
    )
    issued = alike.issue(attestation=other)
    changing.reissue(alike.toolkit, OPERATOR, issued.credential.id)
    assert ways.counts == (2, 0)


def test_a_walk_stands_for_so_many_awards(alike: World, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "AWARDS", 3)
    keys.rotate(alike.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    for _ in range(ENOUGH):
        alike.issue()
    ways.whole.clear()
    for _ in range(5):
        alike.issue()
    assert ways.counts == (1, 4)


@pytest.mark.parametrize("moved", [checks.WINDOW, timedelta(seconds=-1)])
def test_a_walk_stands_for_so_long(alike: World, ways: Ways, moved: timedelta) -> None:
    alike.clock.now += moved - timedelta(seconds=1) if moved > timedelta(0) else timedelta(0)
    alike.issue()
    assert ways.counts == (0, 1)
    alike.clock.now += timedelta(seconds=1) if moved > timedelta(0) else moved
    record = samples.attested(externalId="later")
    alike.issue(attestation=record)
    assert ways.counts == (1, 1)
    alike.issue()
    assert ways.counts == (1, 2)


def test_after_the_mark_changed_the_whole_pipeline_is_walked(alike: World, ways: Ways) -> None:
    with alike.toolkit.database.unit() as unit:
        profile = unit.profiles.get_by_slug("nesc")
        unit.profiles.change(profile.id, name="Another (demonstration)", data=profile.data)
    alike.issue()
    assert ways.counts == (1, 0)


def test_another_key_begins_anew(alike: World, ways: Ways) -> None:
    keys.rotate(alike.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    alike.issue()
    assert ways.counts == (1, 0)


def test_a_key_that_was_revoked_since_it_signed_releases_nothing(
    alike: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process revokes the key between the signature and its check."""

    def revoking(secured: Secured) -> Secured:
        keys.revoke(alike.toolkit, OPERATOR, secured.key.verification_method)
        return secured

    signing(monkeypatch, revoking)
    with pytest.raises(SigningError, match="nothing was released"):
        alike.issue()
    assert ways.counts == (1, 0)
    with pytest.raises(KeyUnavailableError):
        alike.issue()
    require_abandoned(alike, 1)


def test_a_key_that_its_document_stopped_publishing_is_refused_at_the_next_award(
    alike: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = did_documents.of_profile

    def without(*args: Any) -> Any:
        return {**honest(*args), "assertionMethod": []}

    monkeypatch.setattr(did_documents, "of_profile", without)
    # What a document is made of changed, as it does whenever a key of anybody does.
    keys.rotate(alike.toolkit, OPERATOR, "nesc", KeyPurpose.DATA_INTEGRITY)
    with pytest.raises(SigningError, match="nothing was released"):
        alike.issue()
    require_abandoned(alike, 1)


def broken_value(document: Any) -> bytes:
    proof = document["proof"][0]
    value = proof["proofValue"]
    proof["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")
    return strict_json.encode(document)


def other_slot(document: Any) -> bytes:
    document["credentialStatus"]["statusListIndex"] = "131071"
    return strict_json.encode(document)


def other_issuer(document: Any) -> bytes:
    document["issuer"]["name"] = "Somebody Else (demonstration)"
    return strict_json.encode(document)


def twice(document: Any) -> bytes:
    return strict_json.encode(document)[:-1] + b',"name":"again"}'


def lost_member(document: Any) -> bytes:
    document["notInAnyContext"] = "lost"
    return strict_json.encode(document)


def cut(document: Any) -> bytes:
    return strict_json.encode(document)[:-1]


def without_proof(document: Any) -> bytes:
    del document["proof"]
    return strict_json.encode(document)


@pytest.mark.parametrize(
    "damage", [broken_value, other_slot, other_issuer, twice, lost_member, cut, without_proof]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_damaged_bytes_release_nothing(
    alike: World,
    ways: Ways,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Any], bytes],
    *,
    is_first: bool,
) -> None:
    if not is_first:
        alike.issue()
        ways.short.clear()
    with monkeypatch.context() as broken:
        signing(
            broken,
            lambda secured: replace(secured, body=damage(strict_json.parse_object(secured.body))),
        )
        for _ in range(2):
            with pytest.raises(SigningError, match="nothing was released"):
                alike.issue()
    assert ways.counts == (0, 2)
    require_abandoned(alike, 2)
    alike.issue()
    assert ways.counts == (0, 3)


def test_a_walk_that_says_no_stands_for_nothing(
    alike: World, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.rotate(alike.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    for _ in range(ENOUGH - 1):
        alike.issue()
    with monkeypatch.context() as broken:
        signing(broken, lambda secured: replace(secured, body=cut(strict_json.parse_object(secured.body))))
        with pytest.raises(SigningError):
            alike.issue()
    ways.whole.clear()
    alike.issue()
    assert ways.counts == (1, 0)


def test_who_is_published_elsewhere_walks_each_time(alike: World, ways: Ways) -> None:
    elsewhere = replace(alike.toolkit, base_url="https://moved.example")
    issued = alike.issue()
    with alike.toolkit.database.reader() as reader:
        key = reader.keys.find_active(issued.credential.profile_id, KeyPurpose.DATA_INTEGRITY)
    assert key is not None
    secured = Secured(body=issued.version.body or b"", key=key, context_hashes={})
    linted = Linted(None, b"template")  # type: ignore[arg-type]
    for _ in range(2):
        checks.require_verified(elsewhere, secured, linted, list_id="list")
    assert ways.counts == (2, 1)
    for _ in range(2):
        checks.require_verified(alike.toolkit, secured, linted, list_id="list")
    assert ways.counts == (3, 2)


def test_what_is_known_is_bounded(alike: World, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST", 2)
    issued = alike.issue()
    with alike.toolkit.database.reader() as reader:
        key = reader.keys.find_active(issued.credential.profile_id, KeyPurpose.DATA_INTEGRITY)
    assert key is not None
    secured = Secured(body=issued.version.body or b"", key=key, context_hashes={})
    known = Checks()
    for likeness in ("a", "b", "b", "c", "c", "a"):
        known.require(alike.toolkit, secured, likeness)
    assert ways.counts == (4, 3)


def test_threads_issue_side_by_side(alike: World, ways: Ways) -> None:
    alike.issue()
    with ThreadPoolExecutor(4) as pool:
        issued = list(pool.map(lambda _place: alike.issue(), range(16)))
    assert len({one.credential.id for one in issued}) == 16
    assert ways.counts == (0, 17)


def require_abandoned(world: World, count: int) -> None:
    """Compare: so many versions were given up, and none is on its way."""
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.abandoned, counts.prepared) == (count, 0)
