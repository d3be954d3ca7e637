"""pyld without its network: what would load addresses for it is withheld while it is imported.

pyld makes itself a loader that fetches when it finds Requests or aiohttp installed (security.md rule 2: no network
loader in the process). Neither is in our runtime, but another program in the same environment may bring one;
then pyld would take it, with 6 MB of memory. Without either it makes a loader that refuses.
"""

import importlib
import sys
from types import ModuleType
from typing import Any, Final

_WITHHELD: Final = ("requests", "aiohttp")


def _imported(*names: str) -> list[ModuleType]:
    """Import modules as if nothing that is withheld were installed."""
    known: dict[str, Any] = sys.modules
    there: dict[str, Any] = {name: known[name] for name in _WITHHELD if name in known}
    for name in _WITHHELD:
        known[name] = None  # Python's own word for "not to be had" (import system, section 5.3.1).
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        for name in _WITHHELD:
            del known[name]
        known.update(there)


jsonld, _resolving = _imported("pyld.jsonld", "pyld.context_resolver")
ContextResolver = _resolving.ContextResolver
JsonLdError = jsonld.JsonLdError
JsonLdProcessor = jsonld.JsonLdProcessor
