"""The outbox: whole files, handed over once, tried again, never after their time."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from issuer.errors import FetchError, InputError, StoreUnavailableError
from issuer.services import outbox
from issuer.services.outbox import Letter
from issuer.services.toolkit import Toolkit
from tests.services.worlds import World, empty_world


@dataclass
class Server:
    """A mail server that takes mails, or does not."""

    is_there: bool = True
    mails: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        if not self.is_there:
            raise FetchError("The mail server did not take the mail.", code="MAIL_NOT_SENT")
        self.mails.append(message)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = empty_world(tmp_path)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def toolkit(world: World, server: Server) -> Toolkit:
    return replace(world.toolkit, mailer=server)


def letter(world: World, **change: object) -> Letter:
    values = {"to": "oona@home.example", "subject": "A code", "text": "1234 5678 für Oona\n"}
    return Letter(**{**values, "ends_at": world.clock() + timedelta(minutes=10), **change})  # type: ignore[arg-type]


def waiting(world: World) -> list[str]:
    return sorted(path.name for path in world.toolkit.settings.outbox_directory.iterdir())


def test_a_mail_waits_as_one_file_that_nobody_else_reads(world: World, toolkit: Toolkit) -> None:
    path = outbox.put(toolkit, letter(world))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert waiting(world) == [path.name]


def test_a_mail_is_handed_over_once(world: World, toolkit: Toolkit, server: Server) -> None:
    outbox.put(toolkit, letter(world))
    assert (outbox.deliver_due(toolkit), outbox.deliver_due(toolkit)) == (1, 0)
    assert waiting(world) == []
    mail = server.mails[0]
    assert (mail["To"], mail["From"]) == ("oona@home.example", "no-reply@badges.demo.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == "1234 5678 für Oona"


def test_a_mail_that_was_not_taken_is_tried_again_later(
    world: World, toolkit: Toolkit, server: Server
) -> None:
    outbox.put(toolkit, letter(world))
    server.is_there = False
    assert outbox.deliver_due(toolkit) == 0
    server.is_there = True
    assert outbox.deliver_due(toolkit) == 0
    world.clock.forward(seconds=15)
    assert outbox.deliver_due(toolkit) == 1


def test_a_mail_whose_time_is_over_is_never_sent(world: World, toolkit: Toolkit, server: Server) -> None:
    outbox.put(toolkit, letter(world))
    world.clock.forward(minutes=10)
    assert outbox.deliver_due(toolkit) == 0
    assert (server.mails, waiting(world)) == ([], [])


def test_without_a_server_mails_wait_for_the_operator(world: World) -> None:
    path = outbox.put(world.toolkit, letter(world))
    assert outbox.deliver_due(world.toolkit) == 0
    assert waiting(world) == [path.name]
    assert outbox.deliver_due(replace(world.toolkit, mailer=Server())) == 1


def test_a_mail_of_a_worker_that_died_is_due_again(world: World, toolkit: Toolkit, server: Server) -> None:
    path = outbox.put(toolkit, letter(world))
    path.rename(path.with_suffix(".sending"))
    assert outbox.deliver_due(toolkit) == 0
    world.clock.forward(minutes=5)
    assert outbox.deliver_due(toolkit) == 1
    assert len(server.mails) == 1


@pytest.mark.parametrize("to", ["", "oona", "a@b\r\nBcc: c@d", "a b@c.example", "ü@home.example"])
def test_what_is_no_address_is_refused(world: World, toolkit: Toolkit, to: str) -> None:
    with pytest.raises(InputError, match="name@host"):
        outbox.put(toolkit, letter(world, to=to))


def test_an_outbox_that_cannot_be_changed_is_told(
    world: World, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.put(toolkit, letter(world))

    def refuse(*_: object) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreUnavailableError, match="PermissionError"):
        outbox.deliver_due(toolkit)


def test_a_disk_that_is_full_is_told_and_leaves_nothing_due(
    world: World, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", refuse)
        with pytest.raises(StoreUnavailableError, match="cannot be written"):
            outbox.put(toolkit, letter(world))
    assert outbox.deliver_due(toolkit) == 0


def test_after_a_refusal_the_others_wait_for_the_next_round(
    world: World, toolkit: Toolkit, server: Server
) -> None:
    for _ in range(3):
        outbox.put(toolkit, letter(world))
    server.is_there = False
    outbox.deliver_due(toolkit)
    assert [name.split("-")[2] for name in waiting(world)].count("1") == 1
    server.is_there = True
    assert outbox.deliver_due(toolkit) == 2
