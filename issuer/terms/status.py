"""Names of the status mechanisms: Bitstring Status List 1.0, Status List 2021, 1EdTech revocation list."""

from typing import Final

STATUS_LIST_ENTRY: Final = "BitstringStatusListEntry"
STATUS_LIST_CREDENTIAL: Final = "BitstringStatusListCredential"
STATUS_LIST: Final = "BitstringStatusList"

STATUS_LIST_2021_ENTRY: Final = "StatusList2021Entry"
STATUS_LIST_2021_CREDENTIAL: Final = "StatusList2021Credential"
STATUS_LIST_2021: Final = "StatusList2021"

REVOCATION_LIST: Final = "1EdTechRevocationList"

PURPOSE_REVOCATION: Final = "revocation"
PURPOSE_SUSPENSION: Final = "suspension"
PURPOSE_MESSAGE: Final = "message"
PURPOSE_REFRESH: Final = "refresh"

MIN_ENTRIES: Final = 131_072
"""Fewest entries of a list (Bitstring Status List 1.0 section 3.2: 16 KB of single bits)."""
