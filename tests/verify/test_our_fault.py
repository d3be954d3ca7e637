"""What is wrong with this installation itself is never a finding about a badge: whoever asked hears it and asks again."""

import pytest

from issuer.documents import strict_json
from issuer.errors import BusyError, IssuerError, KeyUnavailableError, StoreUnavailableError
from issuer.fetch import MAX_BYTES, Fetched
from issuer.verify import Policy, verify
from issuer.workers import InProcess
from tests.papers import NOW, credential, status_entry
from tests.worlds import World, sign, token

LIST = "https://badges.example/lists/1"
FAULTS = [StoreUnavailableError, BusyError, KeyUnavailableError]


class Failing:
    """Answers like a world until it is asked for an address that ends so."""

    def __init__(self, world: World, end: str, error: IssuerError) -> None:
        self._world, self._end, self._error = world, end, error

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        if url.endswith(self._end):
            raise self._error
        return self._world.get(url, accept=accept, max_bytes=max_bytes)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("end", ["/did.json", "/lists/1"])
@pytest.mark.parametrize("is_token", [False, True])
def test_it_is_raised_as_it_is(fault: type[IssuerError], end: str, *, is_token: bool) -> None:
    world = World()
    world.publish_list(LIST)
    document = credential(world.issuer, credentialStatus=status_entry(LIST))
    key = world.issuer.key()
    data = token(document, key).encode() if is_token else strict_json.encode(sign(document, key))

    def judge(end: str) -> str:
        fetch = Failing(world, end, fault("Not now."))
        policy = Policy(now=NOW)
        return verify(data, media_type=None, policy=policy, fetch=fetch, workers=InProcess()).verdict.value

    assert judge("/nothing") == "valid"
    with pytest.raises(fault, match="Not now"):
        judge(end)
