"""How a version of a credential ends: withdrawn, put on hold, or replaced by the next one.

`changing` does it for whoever asks; `endings` holds the categories, and sets the bit inside of a unit.
"""

from issuer.services.revocation.changing import reissue, resume, revoke, suspend

__all__ = ["reissue", "resume", "revoke", "suspend"]
