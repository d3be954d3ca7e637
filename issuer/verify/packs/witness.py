"""Stands beside one verification and notes everything that came from outside.

What a verification rests on is its bytes, its policy and three sockets: the network, the record, the memory
of lists. All three are noted, so nothing that decided the result is missing from the pack.
"""

from dataclasses import dataclass, replace

from issuer.clock import Clock
from issuer.documents.context_files import CONTEXT_FILES
from issuer.fetch import Fetch, RecordingFetch
from issuer.terms import product
from issuer.verify.packs.answers import NotedLists, NotedRecord
from issuer.verify.packs.pack import Pack
from issuer.verify.policy import Policy
from issuer.verify.report import Report


@dataclass(frozen=True)
class Source:
    """What was handed in: the bytes, what they were said to be, and where they were fetched from."""

    data: bytes
    media_type: str | None = None
    url: str | None = None


class Witness:
    """Give `policy` and `fetch` to one verification, then ask for its pack; of no use for a second one.

    Args:
        policy: what the verifier brings along.
        fetch: the network door.
        clock: says when an answer came and when the pack was made.
    """

    def __init__(self, *, policy: Policy, fetch: Fetch, clock: Clock) -> None:
        self.fetch = RecordingFetch(fetch, clock=clock)
        self._clock = clock
        self._record = None if policy.record is None else NotedRecord(policy.record)
        self._lists = None if policy.lists is None else NotedLists(policy.lists)
        self.policy = replace(policy, record=self._record, lists=self._lists)

    def pack(self, source: Source, report: Report) -> Pack:
        """Return the pack of the verification that was made."""
        return Pack(
            data=source.data,
            media_type=source.media_type,
            url=source.url,
            policy=replace(self.policy, record=None, lists=None),
            exchanges=self.fetch.exchanges,
            record=None if self._record is None else self._record.answers,
            newest_lists=None if self._lists is None else dict(self._lists.newest_then),
            report=report.to_json(),
            made_at=self._clock(),
            checker=f"{product.NAME} {product.VERSION}",
            contexts={file.url: file.sha256 for file in CONTEXT_FILES},
        )
