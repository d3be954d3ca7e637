"""Write `verdicts.json` anew: `python -m tests.foreign.make_verdicts`. Say in the commit why one changed."""

import json

from tests.foreign import test_cctv, test_json_suite, test_wycheproof
from tests.foreign.pinned import PATH, pack


def main() -> None:
    """Judge every public vector and write down how each ends."""
    suites = {
        "cctv": test_cctv.verdicts(),
        "json suite": test_json_suite.verdicts(),
        "wycheproof": test_wycheproof.verdicts(),
    }
    packed = {suite: pack(verdicts) for suite, verdicts in suites.items()}
    PATH.write_text(json.dumps(packed, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
