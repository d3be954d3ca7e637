"""The numbered steps of the issuing road (design.md section 4), and how a test breaks each of them.

A step fails before it did anything ("failed") or after it did everything ("failed but persisted").
Commits are broken in the database, the other steps where the road calls them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.services import securing, sequencer, verification
from issuer.services.issuing import versions
from issuer.services.issuing.checks import Checks
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.securing import Secured
from issuer.store import Database
from issuer.verify import Verdict
from tests.services.worlds import World
from tests.store.faults import FaultyDatabase, Mode, ProcessDied

CALLS: dict[str, tuple[Any, str]] = {
    "choose": (versions, "choose_slot"),
    "build": (versions, "build"),
    "lint": (versions, "lint"),
    "sign": (securing, "secure"),
    "self-verify": (Checks, "require"),
}
ROAD = ("choose", "build", "lint", "commit 1", "sign", "self-verify", "commit 2", "respond")
COMMITS = {"issue": ("issue.prepare", "issue.finish"), "reissue": ("reissue.prepare", "reissue.finish")}

Patch = Callable[[Any, str, Any], None]
Die = Callable[[], None]


def breaking(call: Callable[..., Any], mode: Mode, die: Die) -> Callable[..., Any]:
    """Return a call that dies before or after its work."""

    def broken(*args: Any, **kwargs: Any) -> Any:
        if mode is Mode.FAILED:
            die()
        result = call(*args, **kwargs)
        die()
        return result

    return broken


def dying() -> None:
    raise ProcessDied


@dataclass
class Signed:
    """Everything that was signed, whether it left or not."""

    bodies: list[bytes] = field(default_factory=list)

    def watch(self, patch: Patch) -> None:
        """Note every signature of a credential from now on."""
        honest = securing.secure

        def noting(*args: Any, **kwargs: Any) -> Secured:
            made = honest(*args, **kwargs)
            self.bodies.append(made.body)
            return made

        patch(securing, "secure", noting)

    def require_rows(self, database: Database) -> None:
        """Compare: no signature without a row, and none that fits another row's slot."""
        for body in self.bodies:
            document: Any = strict_json.parse_object(body)
            slug = document["credentialStatus"]["statusListCredential"].rpartition("/")[2]
            with database.reader() as reader:
                found = reader.status_lists.find_by_slug(slug)
                assert found is not None
                index = int(document["credentialStatus"]["statusListIndex"])
                version = reader.credentials.find_by_slot(found.id, index)
            assert version is not None, "signed without a row"
            assert version.credential_id == document["id"]


def arm(monkeypatch: pytest.MonkeyPatch, database: FaultyDatabase, road: str, step: str, mode: Mode) -> None:
    """Let one step of a road die, once for a commit and until `monkeypatch.undo` for any other."""
    if step.startswith("commit"):
        name = COMMITS[road][int(step[-1]) - 1]
        database.arm(f"commit {name}", mode, error=ProcessDied())
    elif step != "respond":
        module, name = CALLS[step]
        monkeypatch.setattr(module, name, breaking(getattr(module, name), mode, dying))


def require_one_issued(world: World, issued: IssuedCredential) -> None:
    """Compare: one credential, its leaf, nothing left prepared, a whole record, and bytes that verify."""
    sequencer.run(world.toolkit)
    world.require_whole()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.credentials, counts.issued, counts.issue_leaves, counts.prepared) == (1, 1, 1, 0)
    assert verification.check(world.toolkit, issued.version.body or b"").verdict is Verdict.VALID
