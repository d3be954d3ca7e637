"""Importing assessment records: frozen once, refused with every gap, whole files or nothing."""

from typing import Any

import pytest

from issuer.documents import jcs, strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, ConformanceError, InputError, NotAuthorizedError, NotFoundError
from issuer.services import attestations
from issuer.services.attestations import ImportResult, importing
from issuer.services.principal import OPERATOR, Principal
from issuer.store import AttestationRecord
from tests.badges import samples
from tests.services.worlds import World


def import_one(world: World, document: JsonObject) -> AttestationRecord:
    return attestations.import_record(world.toolkit, OPERATOR, "scsc", document)


def import_lines(world: World, *documents: JsonObject | bytes) -> ImportResult:
    lines = [one if isinstance(one, bytes) else strict_json.encode(one) + b"\n" for one in documents]
    return attestations.import_lines(world.toolkit, OPERATOR, "scsc", lines)


def count(world: World) -> int:
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        ids = ("sub-0001", "sub-0002", "sub-0003")
        return sum(len(reader.attestations.by_external_id(profile.id, one)) for one in ids)


def test_a_record_is_frozen_as_its_canonical_bytes(world: World) -> None:
    row = import_one(world, samples.attested())
    assert row.body == jcs.canonicalize(samples.attested())
    assert attestations.read(row).document == samples.attested()
    with world.toolkit.database.reader() as reader:
        (event,) = reader.events.of_object(row.id)
    assert (event.action, event.after_digest) == (
        "attestation.imported",
        f"sha256:{row.salted_digest.hex()}",
    )
    assert row.digest.encode() not in event.body
    world.require_whole()


def test_the_same_record_again_gives_the_same_row(world: World) -> None:
    row = import_one(world, samples.attested())
    assert import_one(world, dict(reversed(samples.attested().items()))) == row
    assert world.events(row.id) == ["attestation.imported"]


def test_a_new_judgment_is_a_new_attempt(world: World) -> None:
    row = import_one(world, samples.attested())
    changed = samples.attested(pool="rcouncil")
    with pytest.raises(ConflictError, match="attempt 1, another record is frozen"):
        import_one(world, changed)
    second = import_one(world, changed | {"attempt": 2})
    assert second.id != row.id
    assert second.external_id == row.external_id


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"person": "t98"}, ["/person"]),
        ({"pool": "Nobody"}, ["/pool"]),
        ({"achievement": "SEL-77"}, ["/achievement"]),
        ({"achievementVersion": "9.9"}, ["/achievement"]),
        (
            {"person": "t98", "levels": {}, "assessors": [{"id": "r01", "role": "assessor"}]},
            ["/levels/SEL-01.A", "/levels/SEL-01.I", "/assessors", "/person"],
        ),
        ({"attempt": "-", "pool": "-"}, ["(document)"]),
    ],
)
def test_every_gap_is_named(world: World, change: dict[str, Any], pointers: list[str]) -> None:
    with pytest.raises(ConformanceError) as refused:
        import_one(world, samples.attested(**change))
    for pointer in pointers:
        assert f"{pointer}: " in refused.value.detail
    assert count(world) == 0
    assert import_one(world, samples.attested()).external_id == "sub-0001"


@pytest.mark.parametrize("pool", ["rcouncil", "Demonstration Review Council", "demonstration review council"])
def test_the_pool_is_an_organisation_by_slug_or_name(world: World, pool: str) -> None:
    import_one(world, samples.attested(pool=pool))
    with world.toolkit.database.reader() as reader:
        found = attestations.find_source(reader, pool)
    assert found is not None
    assert found.slug == "rcouncil"


def test_a_file_is_imported_line_by_line(world: World) -> None:
    one, two = samples.attested(), samples.attested(externalId="sub-0002")
    first = import_lines(world, one, b"\n", two)
    assert ([row.external_id for row in first.records], first.new) == (["sub-0001", "sub-0002"], 2)
    again = import_lines(world, two, one, samples.attested(externalId="sub-0003"), one)
    assert (len(again.records), again.new, again.gaps) == (4, 1, ())
    assert again.records[1] == first.records[0] == again.records[3]


def test_a_file_with_gaps_is_refused_as_a_whole(world: World) -> None:
    good = samples.attested()
    result = import_lines(
        world,
        good,
        b"{not json\n",
        samples.attested(externalId="sub-0002", person="t98", pool="Nobody"),
        samples.attested(attempt=1, pool="rcouncil"),
    )
    assert (result.records, result.new) == ((), 0)
    assert [(gap.line, gap.pointer) for gap in result.gaps] == [
        (2, ""),
        (3, "/person"),
        (3, "/pool"),
        (4, "/externalId"),
    ]
    assert count(world) == 0
    assert import_lines(world, good).new == 1
    clash = import_lines(world, samples.attested(pool="rcouncil"))
    assert [(gap.line, gap.pointer) for gap in clash.gaps] == [(1, "/externalId")]


def test_a_file_is_kept_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PER_UNIT", 2)
    documents = [samples.attested(externalId=f"sub-000{n}") for n in (1, 2, 3)]
    assert import_lines(world, *documents).new == count(world) == 3


def test_a_file_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_LINES", 2)
    with pytest.raises(InputError) as refused:
        import_lines(world, b"\n", b"\n", b"\n")
    assert refused.value.code == "INPUT_TOO_LARGE"
    assert import_lines(world, b"\n", b"\n").records == ()


def test_only_the_issuer_may_import(world: World) -> None:
    stranger = Principal(id="staff-7", profiles=frozenset({"nesc"}))
    with pytest.raises(NotAuthorizedError):
        attestations.import_record(world.toolkit, stranger, "scsc", samples.attested())
    with pytest.raises(NotAuthorizedError):
        attestations.import_lines(world.toolkit, stranger, "scsc", [])
    with pytest.raises(NotFoundError):
        attestations.import_record(world.toolkit, OPERATOR, "nobody", samples.attested())
