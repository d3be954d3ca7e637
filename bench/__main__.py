"""`python -m bench [--quick] [--json]`: the table of targets, in one run; `mintmark bench` hands over to it."""

import argparse
import json
import sys

from bench.timing import print_machine, print_table
from bench.whole import BESIDE, ROWS, Found, measure


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
        print(json.dumps({key: rounded(found[key]) for key in ROWS}))
        return
    print_machine()
    print(
        f"Medians of interleaved rounds; hot: everything is warm and calls follow one another.{_absent(found)}"
    )
    rows = ROWS | BESIDE
    print_table(["what", "figure"], [[name, _shown(found[key])] for key, (name, _includes) in rows.items()])
    print()
    for name, includes in rows.values():
        print(f"- {name}: {includes}")


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
