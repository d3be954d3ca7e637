"""Test vectors of salary-lane decisions: read a file of them, decide each, compare (domain.md section 5.6).

The form is in `docs/credits.md`. It is written by people, so names are read generously ("hire", "hireDate")
and everything that is not understood is refused by name, with the vector's id.
"""

from issuer.credits.vectors.comparing import Checked, check
from issuer.credits.vectors.reading import Catalog, Entry, Vector, read_file

__all__ = ["Catalog", "Checked", "Entry", "Vector", "check", "read_file"]
