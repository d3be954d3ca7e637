"""What is withheld from a library is not loaded by it, and nobody else notices."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.documents.withholding import imported_without

TAKER = """
try:
    import marigold_network
except ImportError:
    marigold_network = None
import marigold_reader.html
"""


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "marigold_taker.py").write_text(TAKER)
    (tmp_path / "marigold_network.py").write_text("is_there = True\n")
    (tmp_path / "marigold_reader").mkdir()
    (tmp_path / "marigold_reader" / "__init__.py").write_text("is_real = True\n")
    (tmp_path / "marigold_reader" / "html.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.startswith("marigold")]:
        del sys.modules[name]


def test_it_is_imported_without_them_and_others_get_them() -> None:
    (taker,) = imported_without(
        ("marigold_network",), "marigold_taker", stand_ins=("marigold_reader", "marigold_reader.html")
    )
    assert taker.marigold_network is None
    assert not hasattr(taker.marigold_reader, "is_real")
    assert not {"marigold_network", "marigold_reader", "marigold_reader.html"} & sys.modules.keys()
    assert importlib.import_module("marigold_network").is_there
    assert importlib.import_module("marigold_reader").is_real


def test_what_was_there_before_is_there_afterwards() -> None:
    network, reader = map(importlib.import_module, ("marigold_network", "marigold_reader"))
    (taker,) = imported_without(
        ("marigold_network",), "marigold_taker", stand_ins=("marigold_reader", "marigold_reader.html")
    )
    assert taker.marigold_network is None
    assert sys.modules["marigold_network"] is network
    assert sys.modules["marigold_reader"] is reader


def test_a_library_that_is_missing_leaves_no_trace_either() -> None:
    with pytest.raises(ImportError):
        imported_without(("marigold_network",), "marigold_nothing")
    assert importlib.import_module("marigold_network").is_there
