"""Keys: those of profiles, what our DID documents say of them, and the key of this installation's log.

`profile_keys` makes, rotates and revokes, and is what other rooms use; `did_documents` is what the world reads;
`log_key` signs the heads of the log.
"""

from issuer.services.keys.profile_keys import (
    active_in,
    active_signer,
    get_active,
    issuing_signer,
    new,
    of_profile,
    require_clock,
    require_clock_in,
    revoke,
    rotate,
    signed_with,
)

__all__ = [
    "active_in",
    "active_signer",
    "get_active",
    "issuing_signer",
    "new",
    "of_profile",
    "require_clock",
    "require_clock_in",
    "revoke",
    "rotate",
    "signed_with",
]
