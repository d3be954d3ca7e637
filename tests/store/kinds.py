"""Marks for tests that are about one of the two databases."""

import pytest

ONLY_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize(
    "kind", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
FAST_POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
"""For the few tests on PostgreSQL that also run in `mintmark test --fast`."""
