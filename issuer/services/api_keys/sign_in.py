"""Handing an API key to a browser for some hours, so that a person can use pages instead of programs.

The browser gets a token of 256 random bits, and the record keeps its SHA-256. It opens what the key opens, no longer
than the key does: a revoked key ends every sign-in with it. There are no accounts of people here.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from issuer.services.api_keys import keeping
from issuer.services.api_keys.keeping import Caller
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import SignInRecord

LASTS: Final = timedelta(hours=8)
TOKEN_BYTES: Final = 32
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_PURPOSE: Final = b"form of "


@dataclass(frozen=True)
class SignedIn:
    """Who works in a browser.

    Attributes:
        caller: whom the key speaks for.
        expires_at: until when.
        form_token: what every form of this browser must repeat; no other site can know it.
    """

    caller: Caller
    expires_at: datetime
    form_token: str = field(repr=False)


def open_with(toolkit: Toolkit, key: str) -> str | None:
    """Return a new token for a browser that brings an API key, None where the key opens nothing."""
    caller = keeping.caller(toolkit, key)
    if caller is None:
        return None
    token, now = base64url.encode(toolkit.randomness.token(TOKEN_BYTES)), toolkit.clock()
    with toolkit.database.unit("sign_in.open") as unit:
        unit.sign_ins.add(SignInRecord(_digest(token), caller.key_id, now, now + LASTS))
    return token


def of(toolkit: Toolkit, token: str) -> SignedIn | None:
    """Return who works in the browser with this token; None where it opens nothing, whatever the reason."""
    if not _FORM.fullmatch(token):
        return None
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        found = reader.sign_ins.find(_digest(token))
        key = None if found is None else reader.api_keys.find(found.key_id)
        if found is None or key is None or found.expires_at <= now:
            return None
        caller = keeping.speaks_for(reader, key, now=now)
    form_token = hashlib.sha256(_PURPOSE + token.encode()).hexdigest()
    return None if caller is None else SignedIn(caller, found.expires_at, form_token)


def close(toolkit: Toolkit, token: str) -> None:
    """Let a token open nothing from now on; closing it again changes nothing."""
    with toolkit.database.unit("sign_in.close") as unit:
        unit.sign_ins.forget(_digest(token))


def forget_ended(toolkit: Toolkit) -> int:
    """Forget what has ended and return how many; a job calls this."""
    with toolkit.database.unit("sign_in.forget") as unit:
        return unit.sign_ins.forget_ended(before=toolkit.clock())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
