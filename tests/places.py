"""Where tests find things: the repository, and the shared public data where it is present."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def shared(*parts: str) -> Path:
    """Return a path of the shared public data, or skip the test where it is not present."""
    path = SHARED_DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"not run: shared data {'/'.join(parts)} is not present")
    return path
