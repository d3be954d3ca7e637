"""`python -m bench [--quick] [--json]`: the table of targets, in one run; `mintmark bench` hands over to it."""

import argparse
import json
import sys

from bench.rows import BESIDE, ROWS, TARGETS_U_US, Row
from bench.timing import print_machine, print_table
from bench.whole import Found, Measured, measure

HEADINGS = ("what", "figure", "figure in U", "target", "target in U")


def main() -> None:
    """Measure and print a table, or one JSON object."""
    parser = argparse.ArgumentParser(prog="mintmark bench", description="Measure this installation.")
    parser.add_argument(
        "--quick", action="store_true", help="Fewer rounds; within a minute on an idle machine."
    )
    parser.add_argument("--json", action="store_true", dest="as_json", help="Print one JSON object.")
    given = parser.parse_args()
    found = measure(quick=given.quick, say=lambda what: print(f"measuring: {what} …", file=sys.stderr))
    if given.as_json:
        print(json.dumps({key: rounded(found.figures[key]) for key in ROWS}))
        return
    print_machine()
    print(
        "Medians of interleaved rounds; hot: everything is warm and calls follow one another. U is one raw Ed25519 signature "
        f"of the same rounds; targets were set where it takes {TARGETS_U_US} us.{_absent(found.figures)}"
    )
    rows = ROWS | BESIDE
    print_table(HEADINGS, [_line(key, row, found) for key, row in rows.items()])
    print()
    for row in rows.values():
        print(f"- {row.name}: {row.includes}")


def _line(key: str, row: Row, found: Measured) -> list[str]:
    in_u = found.in_u.get(key)
    figure = _shown(found.figures[key])
    return [
        row.name,
        figure,
        "" if in_u is None else f"{in_u:,.0f}",
        "" if row.target is None else f"{row.target:,}",
        "" if row.target_in_u is None else f"{row.target_in_u:,.0f}",
    ]


def rounded(value: float | None) -> float | None:
    """Return a figure with as many digits as mean something."""
    return None if value is None else round(value, 3 if value < 10 else 1)


def _shown(value: float | None) -> str:
    return "not run" if value is None else f"{rounded(value):,}"


def _absent(found: Found) -> str:
    absent = [key for key, value in found.items() if value is None]
    return f" NOT RUN, for the peer or a database is not there: {', '.join(absent)}." if absent else ""


if __name__ == "__main__":
    main()
