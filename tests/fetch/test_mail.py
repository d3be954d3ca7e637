"""Mail by SMTP against a server on this machine that speaks as much as is needed."""

import socketserver
import sys
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from issuer.errors import FetchError
from issuer.fetch.mail import SmtpMailer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Session(socketserver.StreamRequestHandler):
    """One session; what was received is kept in the server."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        lines: list[bytes] = []
        in_data = False
        for line in self.rfile:
            if in_data:
                if line == b".\r\n":
                    self.server.mails.append(b"".join(lines))  # type: ignore[attr-defined]
                    in_data = False
                    self.wfile.write(b"250 kept\r\n")
                else:
                    lines.append(line)
                continue
            word = line[:4].upper()
            if word == b"RCPT" and self.server.refuses:  # type: ignore[attr-defined]
                self.wfile.write(b"550 nobody of that name\r\n")
            elif word == b"DATA":
                in_data = True
                self.wfile.write(b"354 go on\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 yes\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mails: list[bytes]
    refuses: bool

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that hung up; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Session) as made:
        made.mails, made.refuses = [], False
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def mailer(server: Server, **change: object) -> SmtpMailer:
    values = {"host": "127.0.0.1", "port": server.server_address[1], "user": None, "password": None}
    return SmtpMailer(**{**values, "is_tls": False, "timeout_s": 5, **change})  # type: ignore[arg-type]


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@badges.example", "b@home.example", "Code"
    message.set_content("1234 5678")
    return message


def test_a_mail_is_handed_over(server: Server) -> None:
    mailer(server).send(mail())
    assert len(server.mails) == 1
    assert b"1234 5678" in server.mails[0]


def test_a_refusal_is_an_error_that_repeats_no_address(server: Server) -> None:
    server.refuses = True
    with pytest.raises(FetchError) as caught:
        mailer(server).send(mail())
    assert caught.value.code == "MAIL_NOT_SENT"
    assert "home.example" not in caught.value.detail
    assert server.mails == []


@pytest.mark.parametrize("change", [{"is_tls": True}, {"port": 1}])
def test_a_server_that_is_not_there_or_not_encrypted_is_an_error(
    server: Server, change: dict[str, object]
) -> None:
    with pytest.raises(FetchError, match="did not take"):
        mailer(server, **change).send(mail())


def test_the_password_does_not_show(server: Server) -> None:
    assert "hidden" not in repr(mailer(server, password="hidden"))  # noqa: S106  (of a test)
