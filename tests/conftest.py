"""What every test run says at its end: loudly, what could not be run and why."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.places import ROOT
from tests.postgresql import PostgreSQL, running
from tests.store import fresh

NOT_RUN = "not run:"
LEFT_OUT = pytest.StashKey[int]()
FOLDERS = pytest.StashKey[set[str]]()
INSTALLATIONS = frozenset(
    {"artwork", "bench", "certificate", "cli", "demo", "faults", "services", "web", "workers"}
)
"""Folders whose tests set up a whole installation, processes or pictures: `mintmark test --fast` leaves them out."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="Where the installations of tests lie; what looks into SQLite's own files is then not run.",
    )
    parser.addoption(
        "--counts", metavar="FILE", help="Also write how many passed, failed and so on, as JSON."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer random values where a run is to be quick; a test that says how many it needs keeps them."""
    if config.getoption("database") == "postgresql":
        # Tests that leave an installation open leave a file of SQLite behind, and no connection to a server.
        config.addinivalue_line("filterwarnings", "ignore::ResourceWarning")
    if "not slow" in _choice(config):
        settings.register_profile("quick", max_examples=30)
        settings.load_profile("quick")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read the folders that a run leaves out whole: reading them takes a third of the quick run."""
    if (
        collection_path.name in INSTALLATIONS
        and collection_path.is_dir()
        and "not installation" in _choice(config)
    ):
        _folders(config).add(collection_path.relative_to(ROOT).as_posix())
        return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if INSTALLATIONS & set(item.path.relative_to(ROOT).parts):
            item.add_marker("installation")
        if item.config.getoption("database") != "sqlite":
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(f"{NOT_RUN} it looks into SQLite's own files"))
            elif "sqlite" in _parameters(item):
                item.add_marker(pytest.mark.skip(f"{NOT_RUN} the half on SQLite of a test that runs on both"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Give the PostgreSQL server of this process, started when the first test asks for it."""
    with running() as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def installations(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the installations of this run where `--database` says."""
    if request.config.getoption("database") == "sqlite":
        yield
        return
    with fresh.lying_on(request.getfixturevalue("postgresql")):
        yield


def _parameters(item: pytest.Item) -> tuple[object, ...]:
    callspec = getattr(item, "callspec", None)
    return () if callspec is None else tuple(callspec.params.values())


@pytest.fixture(scope="module", autouse=True)
def databases(installations: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the databases of a module's installations when it ends: each takes some megabytes."""
    del installations
    server: PostgreSQL | None = None
    if request.config.getoption("database") == "postgresql":
        server = request.getfixturevalue("postgresql")
    yield
    if server is not None:
        server.drop_all()


def pytest_deselected(items: list[pytest.Item]) -> None:
    config = items[0].config
    config.stash[LEFT_OUT] = config.stash.get(LEFT_OUT, 0) + len(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that prints the summary what this worker left out."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash.get(LEFT_OUT, 0)
        output["folders"] = sorted(_folders(session.config))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Read what a worker left out; every worker leaves out the same tests."""
    output: dict[str, Any] = getattr(node, "workeroutput", {})
    known = node.config.stash.get(LEFT_OUT, 0)
    node.config.stash[LEFT_OUT] = max(known, output.get("left_out", 0))
    _folders(node.config).update(output.get("folders", ()))


def _folders(config: pytest.Config) -> set[str]:
    """Return the folders that the run leaves out whole, as names that may be added to."""
    return config.stash.setdefault(FOLDERS, set())


def _choice(config: pytest.Config) -> str:
    return str(config.getoption("markexpr", default=""))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("counts"):
        counts = {kind: len(reports) for kind, reports in terminalreporter.stats.items() if kind}
        Path(config.getoption("counts")).write_text(json.dumps(counts), encoding="utf-8")
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    lines = [
        f"{count:5} x {reason.removeprefix(NOT_RUN).strip()}"
        for reason, count in sorted(reasons.items())
        if reason.startswith(NOT_RUN)
    ]
    chosen = _choice(config)
    left_out = config.stash.get(LEFT_OUT, 0)
    if chosen and left_out:
        lines.append(f"{left_out:5} x left out by the choice '{chosen}'")
    lines += [f"      everything in {folder}/" for folder in sorted(_folders(config))]
    if lines:
        terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line, red=True)
