"""`mintmark credits check`: the lane vectors as a file."""

import json
from pathlib import Path

from tests.cli.shell import Mintmark
from tests.places import ROOT

VECTORS = ROOT / "tests/credits/lane_vectors.json"


def test_seed_05_the_twelve_lane_vectors_are_as_expected(mintmark: Mintmark) -> None:
    ran = mintmark("credits", "check", VECTORS)
    assert ran.out.splitlines()[-1] == "14 of 14 vectors are as expected."
    found = {item["id"]: item for item in mintmark("credits", "check", VECTORS, "--json").lines}
    assert found["L1"]["decision"]["hours"] == "7.5"
    assert found["L5"]["decision"]["unused"] == "3.0"


def test_a_vector_that_is_not_as_expected_is_told_and_the_exit_code_says_so(
    mintmark: Mintmark, tmp_path: Path
) -> None:
    document = json.loads(VECTORS.read_text(encoding="utf-8"))
    document["vectors"][3]["expect"]["hours"] = "4.0 sh"
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = mintmark("credits", "check", path, code=1)
    assert "L4: NOT as expected (3.0 semester hours)\n  hours: 3.0, expected 4.0 sh\n" in ran.out
    assert "13 of 14" in ran.out


def test_own_rules_may_be_brought_and_what_is_not_understood_is_refused(
    mintmark: Mintmark, tmp_path: Path
) -> None:
    own = tmp_path / "rules.json"
    rules = {"district": "fairmont", "unit": "quarterHour", "lanes": ["BA"], "rules": {}}
    own.write_text(json.dumps(rules), encoding="utf-8")
    vectors = tmp_path / "vectors.json"
    vectors.write_text(
        '[{"id": "A", "district": "fairmont", "credentials": ["CSI-01"], "expect": {"hours": 1.5}}]'
    )
    mintmark("credits", "check", vectors, "--rules", own)
    vectors.write_text('[{"id": "A", "district": "waseca", "credentials": []}]')
    assert (
        "vector A: there are no rules of the district 'waseca'"
        in mintmark("credits", "check", vectors, "--rules", own, code=2).err
    )
    own.write_text('{"district": "fairmont", "unit": "hour", "lanes": ["BA"], "rules": {}}')
    assert "where: /unit" in mintmark("credits", "check", vectors, "--rules", own, code=2).err
