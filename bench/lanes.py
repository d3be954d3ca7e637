"""How many salary-lane decisions one core makes: 10,000 teachers with 12 credentials each, with whole traces.

    .venv/bin/python -m bench.lanes [--teachers 10000] [--credentials 12]

Every teacher asks under one of the five rule sets of the demonstration, with two micro-endorsements and ten
micro-credentials, of which some are parts of these, some used before, some not approved. What is timed is
the decision and its JSON. The ratio is against the target of 20 seconds for the whole.
"""

import argparse
import time
from datetime import date, timedelta
from fractions import Fraction

from bench.timing import print_machine
from issuer.credits import (
    Component,
    Earned,
    Kind,
    PreApproval,
    Request,
    RuleSet,
    Teacher,
    UniversityEndorsement,
    Use,
    decide,
    read,
)
from issuer.demo.dataset import read_file

TARGET_S = 20.0
STACKS = ("SEL", "ELL")
UNIVERSITY = UniversityEndorsement("Prairie Meridian University (fictional)", date(2025, 1, 1))


def request(number: int, credentials: int) -> Request:
    """Return what one teacher asks; the same for a number every time."""
    awarded = date(2025, 9, 1) + timedelta(days=number % 200)
    whole = [
        Earned(
            id=f"urn:example:{number}-{topic}",
            code=f"ME-{topic}",
            kind=Kind.MICRO_ENDORSEMENT,
            awarded=awarded,
            hours=Fraction(5),
            version="1.0",
            components=tuple(Component(f"{topic}-0{n}", hours=Fraction(1)) for n in range(1, 6)),
            endorsements=(UNIVERSITY,) if number % 3 else (),
        )
        for topic in STACKS
    ]
    single = [
        Earned(
            id=f"urn:example:{number}-{place}",
            code=f"{'SEL' if place < 3 else 'CSI'}-0{place}",
            kind=Kind.MICRO_CREDENTIAL,
            awarded=awarded,
            hours=Fraction(1),
            version="1.0",
        )
        for place in range(credentials - len(whole))
    ]
    teacher = Teacher(
        hire_date=date(2018, 8, 1),
        degree_date=date(2017, 5, 1),
        lane="BA",
        preapprovals=tuple(
            PreApproval(f"ME-{topic}", date(2025, 8, 1)) for topic in STACKS[: 1 + number % 2]
        ),
        uses=(Use("CSI-04", "CSI-04", "fairmont", date(2025, 9, 1)),) if number % 5 == 0 else (),
    )
    return Request(date(2026, 9, 1), (*whole, *single), teacher)


def run(rules: list[RuleSet], requests: list[Request]) -> tuple[float, int, Fraction]:
    """Decide every request; return seconds, steps of all traces, and hours counted."""
    steps, hours = 0, Fraction(0)
    began = time.perf_counter()
    for number, item in enumerate(requests):
        found = decide(rules[number % len(rules)], item)
        found.to_json()
        steps += len(found.steps)
        hours += found.hours
    return time.perf_counter() - began, steps, hours


def main() -> None:
    """Run it once warm and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teachers", type=int, default=10_000)
    parser.add_argument("--credentials", type=int, default=12)
    asked = parser.parse_args()
    rules = [read(item, district=slug) for slug, item in read_file("salary_rules.json")["districts"].items()]
    requests = [request(number, asked.credentials) for number in range(asked.teachers)]
    run(rules, requests[:200])
    seconds, steps, hours = run(rules, requests)
    count = len(requests) * asked.credentials
    print_machine()
    print(f"{len(requests)} decisions over {count} credentials in {seconds:.2f} s on one core")
    print(
        f"{len(requests) / seconds:.0f} decisions/s, {count / seconds:.0f} credentials/s, {steps} steps of traces"
    )
    print(f"{float(hours):g} hours counted, each in its district's unit")
    scaled = TARGET_S * len(requests) / 10_000
    print(f"{scaled / seconds:.1f} times as fast as the target of {scaled:g} s")


if __name__ == "__main__":
    main()
