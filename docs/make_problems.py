"""Write docs/problems.md from the table of codes, so that words live in one place."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from issuer.terms.codes import CODES  # noqa: E402  (the repository is put on the path first)


def page() -> str:
    """Return the whole page: a heading, what it means and what to do, for every code."""
    parts = ["# Problem codes", "", "Every error, check and warning carries one of these codes.", ""]
    for code, meaning in sorted(CODES.items()):
        parts += [f"## `{code}`", "", f"**{meaning.title}.** {meaning.advice}", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "problems.md").write_text(page(), encoding="utf-8")
