"""Making packs in a world: one case for every verdict, and packs with something done to them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from issuer.clock import fixed
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.verify import Policy, Report, trust_list_of, verify
from issuer.verify.packs import Source, Witness, write_pack
from issuer.workers import InProcess
from tests.papers import NOW, credential, endorsement, later, status_entry
from tests.worlds import World, sign

LIST: Final = "https://badges.example/s/1"
HOLD: Final = "https://badges.example/s/2"
MADE_AT: Final = datetime(2026, 11, 1, 13, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A pack as bytes, and the report of the verification that it is about."""

    pack: bytes
    report: Report


def world() -> World:
    """Return a world with one list that withdraws slot 7, and one that puts slot 9 on hold."""
    made = World()
    made.publish_list(LIST, 7)
    made.publish_list(HOLD, 9, purpose="suspension")
    return made


def badge(world: World, index: str = "94567", **change: Any) -> JsonObject:
    """Return a signed badge with a slot in the list."""
    change.setdefault("credentialStatus", status_entry(LIST, index))
    return sign(credential(world.issuer, **change), world.issuer.key())


def made(world: World, data: JsonObject | bytes, *, media_type: str | None = None, **policy: Any) -> Made:
    """Verify in a world with a witness, and return report and pack."""
    given = data if isinstance(data, bytes) else strict_json.encode(data)
    asked = replace(Policy(now=NOW), **policy)
    witness = Witness(policy=asked, fetch=world, clock=fixed(MADE_AT))
    source = Source(given, media_type)
    report = verify(
        given, media_type=media_type, policy=witness.policy, fetch=witness.fetch, workers=InProcess()
    )
    return Made(write_pack(witness.pack(source, report)), report)


def zip_of(**files: bytes) -> bytes:
    """Return a plain zip of files, whose names take "_" for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name.replace("_", "."), body)
    return out.getvalue()


def _valid(world: World) -> Made:
    endorsed = credential(world.issuer, credentialStatus=status_entry(LIST))
    inside = sign(endorsement(world.issuer, str(endorsed["id"])), world.issuer.key())
    return made(world, sign({**endorsed, "endorsement": [inside]}, world.issuer.key()), at=NOW)


def _forged(world: World) -> Made:
    return made(world, {**badge(world), "name": "Another"})


def _unreachable(world: World) -> Made:
    world.down[LIST] = "FETCH_FAILED"
    return made(world, badge(world))


def archive(world: World) -> Made:
    """Return the pack of a zip file with a good badge and a withdrawn one."""
    files = {"one_json": badge(world), "two_json": badge(world, "7")}
    return made(world, zip_of(**{name: strict_json.encode(value) for name, value in files.items()}))


CASES: Final[dict[str, Callable[[World], Made]]] = {
    "valid": _valid,
    "invalid": _forged,
    "revoked": lambda world: made(world, badge(world, "7")),
    "suspended": lambda world: made(
        world, badge(world, credentialStatus=status_entry(HOLD, "9", statusPurpose="suspension"))
    ),
    "expired": lambda world: made(world, badge(world, validUntil=later(days=-1))),
    "not_yet_valid": lambda world: made(world, badge(world, validFrom=later(days=1))),
    "indeterminate": _unreachable,
    "untrusted": lambda world: made(
        world, badge(world), trust=trust_list_of([{"id": "did:web:other.example", "addedAt": later()}])
    ),
    "malformed": lambda world: made(world, b"{"),
}


def files_of(pack: bytes) -> dict[str, bytes]:
    """Return the files of a pack."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """Return files as a zip again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def rewritten(pack: bytes, name: str, body: bytes) -> bytes:
    """Return a pack in which a file was replaced and the manifest was made to agree."""
    files = {**files_of(pack), name: body}
    manifest = json.loads(files["evidence-pack.json"])
    manifest["files"][name] = {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return packed({**files, "evidence-pack.json": strict_json.encode(manifest)})
