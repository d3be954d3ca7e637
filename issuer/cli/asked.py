"""What somebody who verifies by command wants to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from issuer.fetch import Fetch


@dataclass(frozen=True)
class Offline:
    """Verifying without the network: what answers in its place, and how old a status list may be."""

    saved: Fetch
    max_age: timedelta


@dataclass(frozen=True)
class Asked:
    """The questions beside the verdict.

    Attributes:
        now: the moment for which the verdict shall hold; None for the present.
        at: also say whether it was in force at this moment.
        trust: the file of known issuers; None means that it is not asked.
        trust_here: ask with the list of this installation.
        recipient: what is known about the holder.
        district: the district whose rules are asked; None means that it is not asked.
        offline: how to answer without the network; None uses it.
    """

    now: datetime | None = None
    at: datetime | None = None
    trust: bytes | None = None
    trust_here: bool = False
    recipient: str | None = None
    district: str | None = None
    offline: Offline | None = None


@dataclass(frozen=True)
class Kept:
    """Where the result goes beside the screen: an evidence pack, a signed report; None for neither."""

    pack: Path | None = None
    signed_report: Path | None = None
