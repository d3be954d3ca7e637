"""Names of Open Badges 2.0 and of the editions before it (0.5, 1.0, 1.1)."""

from typing import Final

CONTEXT_20: Final = "https://w3id.org/openbadges/v2"
CONTEXT_11: Final = "https://w3id.org/openbadges/v1"

ASSERTION: Final = "Assertion"
BADGE_CLASS: Final = "BadgeClass"
CRYPTOGRAPHIC_KEY: Final = "CryptographicKey"
ENDORSEMENT: Final = "Endorsement"
REVOCATION_LIST: Final = "RevocationList"
PROFILES: Final = frozenset({"Issuer", "Profile"})
"""`Issuer` is the older name of a Profile; 2.0 keeps both."""

HOSTED: Final = frozenset({"HostedBadge", "hosted"})
SIGNED: Final = frozenset({"SignedBadge", "signed"})

PNG_KEYWORD: Final = "openbadges"
SVG_NAMESPACE: Final = "http://openbadges.org"
