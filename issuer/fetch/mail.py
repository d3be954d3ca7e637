"""Sending one mail by SMTP (RFC 5321, 8314): the second thing that goes out by the network door.

The connection is encrypted, by TLS from the start or by STARTTLS, before a password or an address is said; a server
that cannot is refused, except on this machine itself. Nothing is kept and nothing is tried twice here.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final, Protocol

from issuer.errors import FetchError

NOT_SENT: Final = "MAIL_NOT_SENT"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Mailer(Protocol):
    """Where mails leave. Safe to share between threads."""

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over to a server that takes the responsibility for it.

        Raises:
            FetchError: MAIL_NOT_SENT: it was not taken; the same may be tried later.
        """


@dataclass(frozen=True)
class SmtpMailer:
    """A mail server.

    Attributes:
        host: its name.
        port: its port.
        user: name to log in with, None for no login.
        password: the password to it.
        is_tls: encrypted from the start; else by STARTTLS.
        timeout_s: seconds that one step may take.
    """

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    is_tls: bool
    timeout_s: int = 10

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over.

        Raises:
            FetchError: MAIL_NOT_SENT: the server was not there, not encrypted, or refused.
        """
        context = ssl.create_default_context()
        try:
            with self._connect(context) as server:
                if not self.is_tls and self.host not in LOOPBACK:
                    server.starttls(context=context)
                if self.user is not None:
                    server.login(self.user, self.password or "")
                server.send_message(message)
        except (smtplib.SMTPException, OSError) as exc:
            # The words of a server may repeat an address, so that its kind alone is told.
            raise FetchError(
                f"The mail server did not take the mail: {type(exc).__name__}.", code=NOT_SENT
            ) from exc

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
