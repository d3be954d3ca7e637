"""The slow road on documents of strangers: library code runs in a process that is killed when it takes too long."""

from collections.abc import Callable
from typing import Final, TypeAlias

import pytest

from issuer.documents import canonical
from issuer.documents.memory import Memory
from issuer.documents.strict_json import Json, JsonObject, encode
from issuer.errors import InputError, WorkersUnavailableError
from issuer.signing.key_types import KeyType
from issuer.verify import Policy, Report, Verdict, signed_data, verify
from issuer.workers import InProcess, Pool, Workers
from tests.papers import NOW, credential
from tests.verify.approval import codes
from tests.worlds import World, sign, token

Judge: TypeAlias = Callable[[World, JsonObject | str, Workers], Report]


class Watched:
    """Workers that write down what they were asked, and may refuse."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.refusal = refusal

    def run(self, target: str, *args: object) -> object:
        self.asked.append(target)
        if self.refusal is not None:
            raise self.refusal
        return InProcess().run(target, *args)

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Verifies with workers, and without what signing and earlier looks have left in memory."""

    def run(world: World, made: JsonObject | str, workers: Workers) -> Report:
        monkeypatch.setattr(canonical, "_results", Memory[bytes](canonical.MAX_KEPT_BYTES))
        monkeypatch.setattr(signed_data, "_KNOWN", Memory[bytes](signed_data.MAX_KNOWN))
        data = made.encode() if isinstance(made, str) else encode(made)
        return verify(data, policy=Policy(now=NOW), fetch=world, workers=workers)

    return run


MANY: Final = (
    "Evidence Achievement AchievementSubject Address Alignment Criteria EndorsementSubject GeoCoordinates"
    " IdentityObject Image Profile Related ResultDescription RubricCriterionLevel"
)


def odd_evidence(narrative: str) -> JsonObject:
    """Evidence of more classes with contexts of their own than the fast road takes; it is left to the slow one."""
    return {"type": [*MANY.split()], "narrative": narrative}


def badge(world: World, number: int = 1, **change: Json) -> JsonObject:
    every: list[Json] = [odd_evidence(f"Lesson {count}") for count in range(number)]
    return credential(world.issuer, evidence=every, **change)


def test_a_document_beyond_the_fast_road_is_worked_out_in_a_worker(judge: Judge) -> None:
    world, workers = World(), Watched()
    report = judge(world, sign(badge(world), world.issuer.key()), workers)
    assert report.verdict is Verdict.VALID
    assert set(workers.asked) == {"issuer.documents.canonical:slow_job"}
    ordinary = Watched()
    assert judge(world, sign(credential(world.issuer), world.issuer.key()), ordinary).verdict is Verdict.VALID
    assert not ordinary.asked


def test_a_changed_document_beyond_the_fast_road_is_found(judge: Judge) -> None:
    world = World()
    made = sign(badge(world), world.issuer.key())
    report = judge(world, {**made, "evidence": [odd_evidence("Another lesson")]}, Watched())
    assert codes(report) == {"PROOF_VERIFICATION_ERROR"}


def test_what_takes_too_long_is_said_to_and_its_key_is_not_fetched(judge: Judge) -> None:
    world = World()
    made = sign(badge(world), world.issuer.key())
    world.asked.clear()
    report = judge(world, made, Watched(InputError("It took too long.", code="WORK_LIMIT")))
    assert report.verdict is Verdict.MALFORMED
    assert codes(report) == {"WORK_LIMIT"}
    assert not world.asked


def test_where_no_process_can_be_started_nothing_is_said_about_the_document(judge: Judge) -> None:
    world = World()
    report = judge(
        world, sign(badge(world), world.issuer.key()), Watched(WorkersUnavailableError("There is none."))
    )
    assert report.verdict is Verdict.INDETERMINATE
    assert report.answers.genuine.value.value == "could_not_check"
    assert "try again in a few minutes" in report.sentence


def test_a_token_is_looked_up_in_a_worker_and_stands_without_it(judge: Judge) -> None:
    world, refusing = World(), Watched(InputError("It took too long.", code="WORK_LIMIT"))
    made = token(badge(world), world.issuer.key("token", KeyType.P256))
    workers = Watched()
    assert judge(world, made, workers).verdict is Verdict.VALID
    assert workers.asked
    report = judge(world, made, refusing)
    assert report.verdict is Verdict.VALID
    assert codes(report) == {"TERM_UNDEFINED"}


def test_a_document_that_keeps_the_library_busy_is_given_up(judge: Judge) -> None:
    world = World()
    made = sign(badge(world, 40), world.issuer.key())
    with Pool(1, cpu_s=0.02, wall_s=20) as pool:
        report = judge(world, made, pool)
        assert report.verdict is Verdict.MALFORMED
        assert codes(report) == {"WORK_LIMIT"}
        # The next one finds a worker again.
        assert judge(world, sign(credential(world.issuer), world.issuer.key()), pool).verdict is Verdict.VALID
    with Pool(1, cpu_s=20) as patient:
        assert judge(world, made, patient).verdict is Verdict.VALID
