"""Putting a mail into the outbox, and handing over what is due.

A mail is written whole or not at all, and claimed by renaming, so that of several workers one sends it. A worker
that dies while sending leaves a claimed file, which is due again after a while: a mail may then come twice, and
never not at all.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from issuer.errors import FetchError, InputError, StoreUnavailableError
from issuer.services.toolkit import Toolkit
from issuer.terms.mail import ADDRESS

MAY_BE_DEAD_AFTER: Final = timedelta(minutes=5)
FIRST_WAIT_S: Final = 15
LONGEST_WAIT_S: Final = 3600
_NAME: Final = re.compile(
    r"(?P<due>[0-9]{10,12})-(?P<ends>[0-9]{10,12})-(?P<tries>[0-9]{1,4})-(?P<id>[0-9a-f-]{36})\.(?P<state>eml|sending)"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Letter:
    """One mail.

    Attributes:
        to: the address; it is written into the file and nowhere else.
        subject: one line.
        text: the body, plain text.
        ends_at: from when on it is of no use and is not sent any more.
    """

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    ends_at: datetime


def put(toolkit: Toolkit, letter: Letter) -> Path:
    """Write a mail into the outbox, and return its file.

    Raises:
        InputError: the address does not have the form of one.
        StoreUnavailableError: the folder cannot be written.
    """
    name = toolkit.randomness.urn().removeprefix("urn:uuid:")
    return write(toolkit, letter, name=name, state="eml")


def write(toolkit: Toolkit, letter: Letter, *, name: str, state: str) -> Path:
    """Write a mail under a name and in a state, whole or not at all, and return its file.

    Raises:
        InputError: the address does not have the form of one.
        StoreUnavailableError: the folder cannot be written.
    """
    if not ADDRESS.fullmatch(letter.to):
        raise InputError("A mail address has the form name@host, in ASCII.")
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = toolkit.settings.mail_from or f"no-reply@{toolkit.host}"
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(toolkit.clock())
    message["Message-ID"] = f"<{name}@{toolkit.host}>"
    message["Expires"] = format_datetime(letter.ends_at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    folder = toolkit.settings.outbox_directory
    begun = folder / f"{name}.part"
    due, ends = _seconds(toolkit.clock()), _seconds(letter.ends_at)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun.touch(mode=0o600)
        begun.write_bytes(message.as_bytes())
        return begun.rename(folder / file_name(due, ends, 0, name, state))
    except OSError as exc:
        raise StoreUnavailableError(f"The outbox cannot be written: {type(exc).__name__}.") from exc


def deliver_due(toolkit: Toolkit) -> int:
    """Hand over every mail that is due, drop those whose time is over, and return how many were handed over.

    After a mail that was not taken the others wait for the next round, so that a server that does not answer is
    not waited for many times in a row.

    Raises:
        StoreUnavailableError: the folder cannot be read or changed.
    """
    folder = toolkit.settings.outbox_directory
    sent = 0
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        waiting = [
            (path, match)
            for path in paths
            if (match := _NAME.fullmatch(path.name)) and _is_due(toolkit, match)
        ]
        for path, match in waiting:
            sent += _deliver(toolkit, path, match)
    except FetchError:
        return sent
    except OSError as exc:
        raise StoreUnavailableError(f"The outbox cannot be read or changed: {type(exc).__name__}.") from exc
    return sent


def _is_due(toolkit: Toolkit, match: re.Match[str]) -> bool:
    waits = MAY_BE_DEAD_AFTER.total_seconds() if match["state"] == "sending" else 0
    return int(match["due"]) + waits <= _seconds(toolkit.clock())


def _deliver(toolkit: Toolkit, path: Path, match: re.Match[str]) -> bool:
    """Send one mail; True when it was handed over.

    Raises:
        FetchError: the server did not take it; it is due again later.
    """
    now, ends, tries = _seconds(toolkit.clock()), int(match["ends"]), int(match["tries"])
    if ends <= now:
        path.unlink(missing_ok=True)
        return False
    if toolkit.mailer is None:
        return False
    try:
        claimed = path.rename(path.with_name(file_name(now, ends, tries, match["id"], "sending")))
        message = BytesParser(policy=policy.SMTP).parsebytes(claimed.read_bytes())
    except FileNotFoundError:
        # Another worker was faster.
        return False
    try:
        toolkit.mailer.send(message)
    except FetchError:
        wait = min(FIRST_WAIT_S * 2 ** min(tries, 16), LONGEST_WAIT_S)
        claimed.rename(path.with_name(file_name(now + wait, ends, tries + 1, match["id"], "eml")))
        raise
    claimed.unlink(missing_ok=True)
    return True


def file_name(due: int, ends: int, tries: int, identifier: str, state: str) -> str:
    """Return the name of a mail's file: when it is due and ends, how often it was tried, its id, its state."""
    return f"{due}-{ends}-{tries}-{identifier}.{state}"


def _seconds(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds())
