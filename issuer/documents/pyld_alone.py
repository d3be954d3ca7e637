"""pyld without its network and its reader of HTML: what it would load for them is withheld while it is imported.

pyld makes itself a loader that fetches when it finds Requests or aiohttp installed (security.md rule 2: no network
loader in the process). Neither is in our runtime, but another program in the same environment may bring one;
then pyld would take it, with 6 MB of memory. Without either it makes a loader that refuses. It insists on lxml (4 MB),
with which it looks for JSON-LD in pages that it fetched; it gets none to read.
"""

from issuer.documents.withholding import imported_without

jsonld, _resolving = imported_without(
    ("requests", "aiohttp"), "pyld.jsonld", "pyld.context_resolver", stand_ins=("lxml", "lxml.html")
)
ContextResolver = _resolving.ContextResolver
JsonLdError = jsonld.JsonLdError
JsonLdProcessor = jsonld.JsonLdProcessor
