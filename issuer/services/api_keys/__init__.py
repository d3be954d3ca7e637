"""Keys of the API: made, ended and recognized by `keeping`, handed to a browser for some hours by `sign_in`.

What a key may do is a word of `scopes`, and a role is made of such words.
"""

from issuer.services.api_keys.keeping import (
    Caller,
    NewApiKey,
    caller,
    new,
    of_profile,
    revoke,
    speaks_for,
)
from issuer.services.api_keys.scopes import Scope

__all__ = [
    "Caller",
    "NewApiKey",
    "Scope",
    "caller",
    "new",
    "of_profile",
    "revoke",
    "speaks_for",
]
