"""The addresses of the attack corpus: none of those that lead inside is ever looked up."""

import json

import pytest

from issuer.errors import FetchError
from issuer.fetch import FileFetch, GuardedFetch, OfflineFetch, read_network
from tests.places import shared

pytestmark = pytest.mark.foreign


def bad_addresses() -> list[tuple[str, str]]:
    catalog = json.loads(shared("attack-corpus", "catalog.json").read_text(encoding="utf-8"))
    found = []
    for case in catalog["cases"]:
        if (
            case["id"].startswith("NET-")
            and not case["needsServer"]
            and case["expect"]["verdict"] == "indeterminate"
        ):
            status = json.loads(shared("attack-corpus", case["body"]).read_text(encoding="utf-8"))[
                "credentialStatus"
            ]
            entry = status[0] if isinstance(status, list) else status
            found.append((case["id"], entry["statusListCredential"]))
    return found


def test_every_address_that_leads_inside_is_blocked_by_its_spelling() -> None:
    addresses = bad_addresses()
    assert len(addresses) > 15
    guarded = GuardedFetch(resolve=lambda host: pytest.fail(f"{host} was looked up"))
    for fetch in (guarded, OfflineFetch()):
        for case_id, url in addresses:
            with pytest.raises(FetchError) as refused:
                fetch.get(url)
            assert refused.value.code == "FETCH_BLOCKED", case_id


def test_every_address_of_the_good_network_is_answered() -> None:
    catalog = json.loads(shared("attack-corpus", "catalog.json").read_text(encoding="utf-8"))
    fetch = FileFetch(read_network(catalog["baseNetwork"], base=shared("attack-corpus", "net")))
    for url, (media_type, _) in catalog["baseNetwork"].items():
        assert fetch.get(url).media_type == media_type
