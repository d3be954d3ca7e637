"""Forms of mail: an address (RFC 5321, ASCII), and a mail server as an address of `smtp` or `smtps`.

Nothing is sent or resolved here.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)
TLS_PORT: Final = 465
STARTTLS_PORT: Final = 587
_HIGHEST_PORT: Final = 65_535
_SERVER: Final = re.compile(
    r"(?P<scheme>smtps?)://(?:(?P<user>[^:@/]{1,200})(?::(?P<password>[^@/]{1,200}))?@)?"
    r"(?P<host>[A-Za-z0-9.-]{1,253})(?::(?P<port>[0-9]{1,5}))?/?"
)


@dataclass(frozen=True)
class MailServer:
    """A mail server; `repr` never shows the password.

    Attributes:
        is_tls: encrypted from the start; else by STARTTLS.
    """

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    is_tls: bool


def read_server(text: str) -> MailServer | None:
    """Return the server that `smtps://USER:PASSWORD@HOST:PORT` names, None where it has another form."""
    match = _SERVER.fullmatch(text)
    if match is None or not 0 < int(match["port"] or 1) <= _HIGHEST_PORT:
        return None
    is_tls = match["scheme"] == "smtps"
    return MailServer(
        host=match["host"],
        port=int(match["port"] or (TLS_PORT if is_tls else STARTTLS_PORT)),
        user=unquote(match["user"]) if match["user"] else None,
        password=unquote(match["password"]) if match["password"] else None,
        is_tls=is_tls,
    )
