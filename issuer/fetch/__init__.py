"""The one network door (security rule 7): everything that is fetched is fetched through here.

`Fetch` is what the rooms above ask for; `GuardedFetch` is the only implementation that opens a
socket. `MappedFetch`, `FileFetch`, `DirectoryFetch` and `OfflineFetch` answer without a network,
`CachingFetch` stands in front of any of them. `RecordingFetch` notes what any of them answered, and
`ReplayFetch` answers so again.
"""

from issuer.fetch.cache import CachePolicy, CachingFetch
from issuer.fetch.guard import GuardedFetch
from issuer.fetch.mapped import DirectoryFetch, FileFetch, MappedFetch, OfflineFetch, read_network
from issuer.fetch.protocol import MAX_BYTES, Fetch, Fetched
from issuer.fetch.recording import Exchange, RecordingFetch, ReplayFetch
from issuer.fetch.urls import ParsedUrl, check_url

__all__ = [
    "MAX_BYTES",
    "CachePolicy",
    "CachingFetch",
    "DirectoryFetch",
    "Exchange",
    "Fetch",
    "Fetched",
    "FileFetch",
    "GuardedFetch",
    "MappedFetch",
    "OfflineFetch",
    "ParsedUrl",
    "RecordingFetch",
    "ReplayFetch",
    "check_url",
    "read_network",
]
