"""The rows of the table of targets: what each is called, what it includes, and what it should reach.

A machine that runs faster or slower by the minute, as shared ones do, moves every time alike. So a row of time is also
told in U, one raw Ed25519 signature measured in the same rounds, and so is its target.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

TARGETS_U_US: Final = 31.5
"""Microseconds of one raw signature on the machine for which the targets in milliseconds and a second were set."""


class Kind(Enum):
    """What a figure counts."""

    PER_S = "a second"
    MS = "ms"
    TIMES = "x"
    MB = "MB"


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        name: what it is.
        kind: what its figure counts.
        target: what the figure should reach: at least a rate or a ratio, at most a time or a size; None without one.
        includes: what one unit of it is, for figures without it mislead.
    """

    name: str
    kind: Kind
    target: float | None
    includes: str

    @property
    def is_time(self) -> bool:
        """Whether the figure moves with the speed of the machine."""
        return self.kind in {Kind.PER_S, Kind.MS}

    def in_u(self, figure: float, u_us: float) -> float:
        """Return how many raw signatures of `u_us` microseconds one unit takes, for a row of time."""
        return (1e6 / figure if self.kind is Kind.PER_S else figure * 1000) / u_us

    @property
    def target_in_u(self) -> float | None:
        """The target in raw signatures of the machine for which it was set; None for what is no time or has none."""
        return self.in_u(self.target, TARGETS_U_US) if self.is_time and self.target is not None else None


ROWS: Final[dict[str, Row]] = {
    "bulk_core_per_s": Row(
        "core road of bulk issuing, awards a second",
        Kind.PER_S,
        5_000,
        "document, lint, canonical form, signature, exact bytes in one durable commit of 1,000; no intents, log, self-check",
    ),
    "bulk_core_x_db": Row(
        "the same, times @digitalbazaar/vc issuing", Kind.TIMES, 35, "the peer signs alone and keeps nothing"
    ),
    "bulk_whole_per_s": Row(
        "whole road of bulk issuing, awards a second",
        Kind.PER_S,
        1_500,
        "intents, slots, document, lint, signature, self-check of each, bytes, events, leaves, job; SQLite, synchronous=FULL",
    ),
    "bulk_whole_pg_per_s": Row(
        "the same on PostgreSQL", Kind.PER_S, None, "a server of this machine with durable commits"
    ),
    "verify_core_first_x_db": Row(
        "checking a proof, achievement never seen, times the peer",
        Kind.TIMES,
        20,
        "canonical form and signature; nothing remembered",
    ),
    "verify_core_seen_x_db": Row(
        "checking a proof, achievement seen before, times the peer", Kind.TIMES, 33, "another award each time"
    ),
    "verify_whole_x_db": Row(
        "the whole verifier, times the peer",
        Kind.TIMES,
        10,
        "parse, contexts, schema, proof, key, status list, dates, report; warm; the peer checks no status",
    ),
    "http_verify_per_s": Row(
        "POST /api/v1/verifications, a second", Kind.PER_S, 500, "one worker process, one client, hot"
    ),
    "http_verify_p50_ms": Row("the same, p50 in ms", Kind.MS, 2, "hot"),
    "http_issue_p50_ms": Row(
        "POST /api/v1/credentials, p50 in ms",
        Kind.MS,
        3,
        "durable, read back from its exact bytes; by the whole verifier for the first of many alike",
    ),
    "http_issue_p99_ms": Row("the same, p99 in ms", Kind.MS, 12, "hot"),
    "statuslist_1m_ms": Row(
        "one revocation in a list of a million, 1 % set, in ms",
        Kind.MS,
        5,
        "packed, linted and signed; the process has signed the list before",
    ),
    "evidence_1000_ms": Row(
        "1,000 evidence items to canonical form, in ms", Kind.MS, 10, "nothing remembered"
    ),
    "poison_ms": Row(
        "an entangled document refused, in ms", Kind.MS, 50, "made to cost all of the work limit"
    ),
    "web_rss_mb": Row(
        "memory of a web worker after the load, in MB", Kind.MB, 120, "resident, shared pages included"
    ),
}

BESIDE: Final[dict[str, Row]] = {
    "verify_others_x_db": Row(
        "the whole verifier on an award never seen, times the peer",
        Kind.TIMES,
        None,
        "another award each time; achievement, issuer and status list were seen before",
    ),
    "page_p50_ms": Row(
        "the public page of a credential, p50 in ms",
        Kind.MS,
        None,
        "GET /c/<uuid> as HTML, one worker process, one client, hot, the way over loopback included",
    ),
    "page_p99_ms": Row("the same, p99 in ms", Kind.MS, 10, "hot"),
}
"""Rows of the table that have no key in the JSON object."""
