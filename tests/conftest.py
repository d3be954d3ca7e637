"""What every test run says at its end: loudly, what could not be run and why."""

from collections import Counter

import pytest

NOT_RUN = "not run:"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    lines = [
        f"{count:5} x {reason.removeprefix(NOT_RUN).strip()}"
        for reason, count in sorted(reasons.items())
        if reason.startswith(NOT_RUN)
    ]
    chosen = config.getoption("markexpr", default="")
    deselected = len(terminalreporter.stats.get("deselected", ()))
    if chosen and deselected:
        lines.append(f"{deselected:5} x left out by the choice '{chosen}'")
    if lines:
        terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line, red=True)
