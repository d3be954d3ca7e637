"""The self-check of a chunk reads what was signed, whatever it has read before."""

import pytest

from issuer.documents import strict_json
from issuer.errors import SigningError
from issuer.services import keys, profiles, securing
from issuer.store import KeyPurpose
from tests.documents.changes import at, changed, leaves
from tests.services.batches import sheets
from tests.services.batches.sheets import confirmed
from tests.services.worlds import World


def test_the_check_of_a_chunk_refuses_what_was_changed_after_signing(world: World) -> None:
    confirmed(world, 6)
    sheets.work_through(world.toolkit)
    with world.toolkit.database.reader() as reader:
        found = [reader.credentials.find_newest(row.id) for row in reader.credentials.page()]
    bodies = [bytes(one.body or b"") for one in found if one is not None]
    key = keys.active_signer(world.toolkit, profiles.get(world.toolkit, "scsc"), KeyPurpose.DATA_INTEGRITY)[0]
    series = securing.series(world.toolkit)

    def check(body: bytes) -> None:
        securing.self_verify(securing.Secured(body, key, {}), series)

    for body in bodies:
        check(body)
    first, second = (strict_json.parse_object(body) for body in bodies[:2])
    for pointer in leaves(first):
        other = at(second, pointer)
        value = other if other != at(first, pointer) else f"{other}7" if isinstance(other, str) else other + 1
        with pytest.raises(SigningError):
            check(strict_json.encode(changed(first, pointer, value)))
    for body in bodies:
        check(body)
