"""A holder proves by a code that a credential is theirs; nobody learns an address (VER-06)."""

from collections.abc import Callable
from threading import Thread

import pytest

from issuer.errors import ConflictError, NotFoundError
from issuer.services.holder_proofs import answering, asking
from issuer.services.holder_proofs.answering import HolderAnswer
from issuer.store import ProofMethod
from tests.services.holder_proofs.conftest import Issued, sent
from tests.services.worlds import World

PROVEN, NOT = HolderAnswer.PROVEN, HolderAnswer.NOT_PROVEN


def ask(world: World, name: str) -> asking.AskedProof:
    return asking.ask(world.toolkit, name, ProofMethod.CODE)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_the_code_goes_to_the_address_that_is_kept_and_proves_once(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    [(to, code)] = sent(world)
    assert to == "b@home.example"
    wrong = answering.enter_code(world.toolkit, asked.id, other_than(code))
    assert (wrong.answer, wrong.tries_left) == (NOT, 4)
    found = answering.enter_code(world.toolkit, asked.id, f" {code[:4]} {code[4:]}\n")
    assert (found.answer, found.by, found.at) == (PROVEN, "code", world.clock())
    assert "home.example" not in repr(found)
    assert answering.enter_code(world.toolkit, asked.id, code).sentence == answering.OVER


def test_whoever_asks_learns_nothing_of_an_address(world: World, issued: Issued) -> None:
    with_one, without = ask(world, issued.with_address), ask(world, issued.with_neither)
    members = [vars(item) | {"id": "", "credential_id": ""} for item in (with_one, without)]
    assert members[0] == members[1]
    assert len(sent(world)) == 1
    wrong = [answering.enter_code(world.toolkit, item.id, "nothing") for item in (with_one, without)]
    assert (wrong[0].answer, wrong[0].sentence, wrong[0].tries_left) == (
        wrong[1].answer,
        wrong[1].sentence,
        wrong[1].tries_left,
    )


def test_after_five_tries_the_right_code_is_too_late(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    [(_, code)] = sent(world)
    for left in (4, 3, 2, 1, 0):
        assert answering.enter_code(world.toolkit, asked.id, other_than(code)).tries_left == left
    found = answering.enter_code(world.toolkit, asked.id, code)
    assert (found.answer, found.sentence) == (NOT, answering.OVER)


def test_several_tries_at_once_are_not_more(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    [(_, code)] = sent(world)
    found: list[str] = []

    def guess() -> None:
        found.append(answering.enter_code(world.toolkit, asked.id, other_than(code)).sentence)

    together([guess] * 8)
    assert sorted(found) == sorted([answering.WRONG_CODE] * 5 + [answering.OVER] * 3)


def together(actions: list[Callable[[], None]]) -> None:
    threads = [Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_code_ends_after_ten_minutes(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    [(_, code)] = sent(world)
    world.clock.forward(minutes=10)
    assert answering.enter_code(world.toolkit, asked.id, code).sentence == answering.OVER


@pytest.mark.parametrize("which", ["with_address", "with_neither"])
def test_codes_for_one_credential_are_few_whoever_asks(world: World, issued: Issued, which: str) -> None:
    name = getattr(issued, which)
    for _ in range(3):
        ask(world, name)
    with pytest.raises(ConflictError) as caught:
        ask(world, name)
    assert caught.value.code == "TOO_MANY_CODES"
    ask(world, issued.with_did)
    world.clock.forward(minutes=15)
    ask(world, name)


def test_a_job_forgets_questions_after_a_day(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    world.clock.forward(hours=23)
    assert asking.forget_old(world.toolkit) == 0
    world.clock.forward(hours=2)
    assert asking.forget_old(world.toolkit) == 1
    with pytest.raises(NotFoundError):
        answering.look(world.toolkit, asked.id)


def test_the_record_holds_no_code(world: World, issued: Issued) -> None:
    asked = ask(world, issued.with_address)
    [(_, code)] = sent(world)
    with world.toolkit.database.reader() as reader:
        kept = reader.holder_proofs.find(asked.id)
    assert kept is not None
    assert code not in repr(vars(kept))
    assert kept.code_hash == asking.hash_of(code, kept.salt or b"")


def test_a_code_answers_no_challenge_and_the_other_way_round(world: World, issued: Issued) -> None:
    by_code = ask(world, issued.with_did)
    by_did = asking.ask(world.toolkit, issued.with_did, ProofMethod.DID)
    with pytest.raises(NotFoundError):
        answering.present(world.toolkit, by_code.id, b"{}")
    with pytest.raises(NotFoundError):
        answering.enter_code(world.toolkit, by_did.id, "12345678")
    for ask_about in (answering.look, lambda kit, name: answering.enter_code(kit, name, "1")):
        with pytest.raises(NotFoundError):
            ask_about(world.toolkit, "urn:uuid:nothing")
