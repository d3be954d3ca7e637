"""Step (8) of the road for awards that come one by one: read the signed bytes back before anything leaves.

The first award of a likeness walks the whole public pipeline, as does every award that has none. While that stands,
the others are read again from their exact bytes, canonicalized and verified with the key that the issuer publishes, as in a
chunk of a batch (ADR 20, ADR 23). A likeness is a template of documents (ADR 15), the key that
signed and the status list that is named. It stands under one mark (ADR 13), which is asked for after the signature was
made, so that a key that another process revoked is seen by the next award. What comes out is said by one word alone:
SigningError, and nothing is released.
"""

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.services import securing
from issuer.services.issuing.alike import Linted
from issuer.services.securing import Secured, Series
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unmarked
from issuer.terms import vc
from issuer.verify import Verdict

AWARDS: Final = 400
"""Awards that one walk stands for at most: a chunk of a batch, whose first walks for the others too."""
WINDOW: Final = timedelta(minutes=1)
"""How long a walk stands at most. What no mark knows (a status list that ran out, a clock that was set) is seen then."""
MOST: Final = 256
"""Likenesses that are known; beyond it all begin anew."""
SERIES: Final = 2
"""What reads bytes back that is kept while nobody uses it: threads of one process seldom do so side by side."""
OF_SERIES: Final = 600_000
"""Bytes that one of these may take to be kept: parts of texts, some hundred configurations, what canonical forms begin with."""
OF_WALK: Final = 800
"""Bytes that a likeness takes: the digest of a template, two addresses, a moment and a count."""
BYTES: Final = MOST * OF_WALK + SERIES * OF_SERIES
"""What all of it takes in memory at most. What texts have in common is kept and counted elsewhere (`securing`)."""


@dataclass
class _Walk:
    """A walk of the whole pipeline that said yes: when, and for how many more awards it stands."""

    at: datetime
    left: int


class Checks:
    """What one process found good under one mark. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._walks: dict[Hashable, _Walk] = {}
        # A series is used by one thread at a time.
        self._idle: list[Series] = []

    def __len__(self) -> int:
        """Return how many bytes this may take: what `unmarked` counts."""
        return BYTES

    def require(self, toolkit: Toolkit, secured: Secured, likeness: Hashable | None) -> None:
        """Return quietly when signed bytes verify.

        Raises:
            SigningError: they do not; nothing may be released.
        """
        if likeness is None:
            securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, Verdict.VALID)
        elif self._stands(likeness, toolkit.clock()):
            self._read_back(toolkit, secured)
        else:
            # Dated before the walk, so that it never stands longer than it should.
            walk = _Walk(toolkit.clock(), AWARDS - 1)
            securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, Verdict.VALID)
            self._note(likeness, walk)

    def _stands(self, likeness: Hashable, now: datetime) -> bool:
        """Take one award from what a walk stands for; False when there is none or it is over."""
        with self._lock:
            walk = self._walks.get(likeness)
            if walk is None or walk.left <= 0 or not timedelta(0) <= now - walk.at < WINDOW:
                return False
            walk.left -= 1
            return True

    def _note(self, likeness: Hashable, walk: _Walk) -> None:
        with self._lock:
            if len(self._walks) >= MOST:
                self._walks = {}
            self._walks[likeness] = walk
            # What was read back before is forgotten with the walk that it followed.
            self._idle = []

    def _read_back(self, toolkit: Toolkit, secured: Secured) -> None:
        with self._lock:
            idle = self._idle
            series = idle.pop() if idle else None
        series = series or securing.series(toolkit)
        # One that refused is not used again.
        securing.self_verify(secured, series)
        with self._lock:
            # One that began before a walk was noted is forgotten too, though it was at work at that moment.
            if idle is self._idle and len(idle) < SERIES and series.size <= OF_SERIES:
                idle.append(series)


def require_verified(toolkit: Toolkit, secured: Secured, linted: Linted, *, list_id: str) -> None:
    """Return quietly when the signed bytes of an award verify.

    Args:
        toolkit: what to work with.
        secured: what was signed.
        linted: what the linter passed, and the template of documents like it.
        list_id: the status list that it names.

    Raises:
        SigningError: they do not; nothing may be released.
    """
    is_alike = linted.template is not None and _is_published_here(toolkit, secured.issuer)
    checks = unmarked(toolkit.database, Checks, ("issuing", "checks"), Checks)
    checks.require(toolkit, secured, (linted.template, secured.key.id, list_id) if is_alike else None)


def _is_published_here(toolkit: Toolkit, issuer: str) -> bool:
    """Say whether the DID document of an issuer is made of our own rows, which the mark is about."""
    return issuer.startswith(f"did:web:{toolkit.host}:")
