"""`mintmark credits check`: lane vectors from a file, decided and compared."""

import click

from issuer.cli.files import read_bytes, read_record
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json, safe
from issuer.credits import RuleSet, read, read_collection, units
from issuer.credits.vectors import Checked, read_file
from issuer.credits.vectors import check as check_vector
from issuer.demo import dataset
from issuer.demo.lane_catalog import lane_catalog
from issuer.documents.strict_json import Limits, parse

_LIMITS = Limits(max_bytes=4_194_304, max_keys=50_000)


@click.command()
@click.argument("vectors")
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False),
    help="Rule sets by district. [default: those of the demonstration]",
)
@AS_JSON
def check(*, vectors: str, rules: str | None, as_json: bool) -> int:
    """Decide every vector of the file VECTORS and compare with what it expects.

    A vector names a district, credentials, what is known about the teacher, and what is expected;
    docs/credits.md shows the form. Needs no installation and keeps nothing. The exit code is 0 when every
    vector is as expected, 1 when one is not, 2 when the file is not understood.

    \b
    Examples:
      mintmark credits check lane-vectors.json
      mintmark credits check lane-vectors.json --rules my-rules.json --json
    """
    known = read_collection(dataset.read_file("salary_rules.json") if rules is None else read_record(rules))
    sets: dict[str, RuleSet] = {slug: read(item, district=slug) for slug, item in known.items()}
    found = read_file(parse(read_bytes(vectors), limits=_LIMITS), rules=sets, catalog=lane_catalog())
    checked = [check_vector(vector) for vector in found]
    good = sum(not item.differences for item in checked)
    if as_json:
        for item in checked:
            print_json(item.to_json())
    else:
        for item in checked:
            _print(item)
        click.echo(f"{good} of {len(checked)} vectors are as expected.")
    return 0 if good == len(checked) else 1


def _print(item: Checked) -> None:
    reasons = sorted({reason for _, reason in item.decision.reasons})
    told = [units.in_words(item.decision.hours, item.decision.unit), *reasons]
    mark = "as expected" if not item.differences else "NOT as expected"
    click.echo(f"{safe(item.id)}: {mark} ({'; '.join(told)})")
    for words in item.differences:
        click.echo(f"  {safe(words)}")
