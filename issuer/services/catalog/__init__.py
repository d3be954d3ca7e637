"""The catalog: what can be earned, how it is found, and what districts chose of it.

`achievements` keeps achievements and their versions, which never change once they are published, and is what other
rooms use; `finding` searches them; `programs` is what each district offers of them.
"""

from issuer.services.catalog.achievements import (
    Listed,
    all_achievements,
    find_version,
    get,
    publish_version,
    retire_version,
    value,
)

__all__ = [
    "Listed",
    "all_achievements",
    "find_version",
    "get",
    "publish_version",
    "retire_version",
    "value",
]
