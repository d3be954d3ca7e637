"""pyld comes without a network, whatever is installed beside it, and leaves no trace of how."""

import subprocess
import sys

PROGRAM = """
import sys
{before}
from issuer.documents import pyld_alone
try:
    pyld_alone.jsonld.expand({{"@context": "https://w3id.org/x", "name": "a"}})
except pyld_alone.JsonLdError as exc:
    refused = exc.code
names = [name for name in ("requests", "aiohttp") if name in sys.modules]
import requests
print(refused, names, requests.Session.__name__)
"""


def told(before: str) -> str:
    program = [sys.executable, "-c", PROGRAM.format(before=before)]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.strip()


def test_the_loader_of_pyld_refuses_and_nothing_was_imported() -> None:
    assert told("") == "loading remote context failed [] Session"


def test_what_was_imported_before_is_still_there() -> None:
    assert told("import requests") == "loading remote context failed ['requests'] Session"
