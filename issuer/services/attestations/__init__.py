"""Assessment records: imported and frozen by `importing`, held beside each other by `twins`."""

from issuer.services.attestations.importing import (
    CLASH,
    ImportResult,
    find_gaps,
    find_source,
    freeze,
    import_lines,
    import_record,
    imported_act,
    imported_acts,
    look,
    read,
    require_no_clash,
)

__all__ = [
    "CLASH",
    "ImportResult",
    "find_gaps",
    "find_source",
    "freeze",
    "import_lines",
    "import_record",
    "imported_act",
    "imported_acts",
    "look",
    "read",
    "require_no_clash",
]
