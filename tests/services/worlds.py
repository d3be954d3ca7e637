"""A small world for use cases: two cooperatives under a parent, a review council, two educators.

The database is a real SQLite file (`--database postgresql`: a real server), the keys are real and encrypted; only
chance, time and the network are the test's own. Every helper changes one thing.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from issuer import bootstrap, store
from issuer.documents.strict_json import JsonObject
from issuer.fetch import Fetch, OfflineFetch
from issuer.services import attestations, catalog, keys, people, profiles
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.randomness import SystemRandomness
from issuer.services.toolkit import Toolkit
from issuer.settings import Settings, from_environment
from issuer.signing.envelope import Cost
from issuer.signing.keyring import Keyring
from issuer.store import Database, KeyPurpose
from issuer.workers import InProcess
from tests.badges import samples
from tests.store.fresh import copied_url, fresh_url, is_on_postgresql, kept_url, url_of

START = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery staple"  # noqa: S105  (of a test)
CHEAP = Cost(n=2**4, r=1, p=1)


@dataclass
class Clock:
    """A clock that stands until a test moves it."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


@dataclass
class World:
    """A Toolkit with its clock and the folder it lives in."""

    toolkit: Toolkit
    clock: Clock
    home: Path
    counter: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def issue(self, **change: Any) -> IssuedCredential:
        """Issue one credential under a new external id and a record of its own."""
        number = next(self.counter)
        values: dict[str, Any] = {
            "profile": "scsc",
            "external_id": f"lms-{number}",
            "attestation": samples.attested(externalId=f"sub-{number:04}"),
        }
        return issuance.issue(self.toolkit, OPERATOR, IssueCredential(**(values | change)))

    def again(self, issued: IssuedCredential) -> IssuedCredential:
        """Ask for what was issued once more, by its award."""
        return self.issue(
            external_id=issued.credential.external_id, attestation=issued.credential.attestation_id
        )

    def events(self, object_id: str) -> list[str]:
        """Return what happened to one thing, in order."""
        with self.toolkit.database.reader() as reader:
            return [event.action for event in reader.events.of_object(object_id)]

    def require_whole(self) -> None:
        """Compare the record with itself."""
        with self.toolkit.database.reader() as reader:
            assert list(reader.fsck.discrepancies(stale_before=self.clock())) == []
        assert self.toolkit.database.problems() == ()


def settings_in(home: Path) -> Settings:
    return from_environment(
        {
            "MINTMARK_HOME": str(home),
            "MINTMARK_DATABASE_URL": url_of(home),
            "MINTMARK_KEY_PASSPHRASE": PASSPHRASE,
            "MINTMARK_WORKERS": "0",
        }
    )


def keyring_in(home: Path) -> Keyring:
    return Keyring(home / "keys", PASSPHRASE.encode(), cost=CHEAP)


def empty_world(
    home: Path,
    *,
    database: Database | None = None,
    elsewhere: Fetch | None = None,
    base_url: str = samples.BASE,
) -> World:
    """Start an installation that holds nothing yet."""
    clock = Clock()
    home.mkdir(mode=0o700, exist_ok=True)
    url = fresh_url(home) if database is None else None
    toolkit = bootstrap.build(
        replace(settings_in(home), database_url=url or "", base_url=base_url),
        clock=clock,
        randomness=SystemRandomness(),
        keyring=keyring_in(home),
        elsewhere=elsewhere or OfflineFetch(),
        workers=InProcess(),
        database=database or store.open_database(str(url)),
    )
    return World(toolkit, clock, home)


def furnished_world(home: Path, *, open_: Callable[[str], Database] = store.open_database) -> World:
    """Start an installation that can issue: one that was furnished once, copied file by file."""
    made = _furnished(is_on_postgresql=is_on_postgresql())
    for name, data in made.files.items():
        path = home / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)
    if made.template is not None:
        copied_url(home, made.template)
    return reopened_world(home, open_=open_)


def reopened_world(home: Path, *, open_: Callable[[str], Database] = store.open_database) -> World:
    """Start an installation again from what is on the disk."""
    return empty_world(home, database=open_(url_of(home)))


@dataclass(frozen=True)
class _Furnished:
    """What installations are copied from: their files, and a database on the server if there is one."""

    files: dict[str, bytes]
    template: str | None


@cache
def _furnished(*, is_on_postgresql: bool) -> _Furnished:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        made = empty_world(home)
        furnish(made.toolkit)
        made.toolkit.database.close()
        template = kept_url(url_of(home)) if is_on_postgresql else None
        paths = [path for path in home.rglob("*") if path.is_file()]
        return _Furnished({str(path.relative_to(folder)): path.read_bytes() for path in paths}, template)


def furnish(toolkit: Toolkit) -> None:
    """Put in place what a first credential stands on."""
    for command in (
        CreateProfile(slug="msc", name="Minnesota Service Cooperatives (demonstration)"),
        CreateProfile(
            slug="scsc",
            name="South Central Service Cooperative (demonstration)",
            parent="msc",
            identifiers=(("ext:stateOrganizationId", "0000-00"),),
            timezone="America/Chicago",
        ),
        CreateProfile(slug="nesc", name="Northeast Service Cooperative (demonstration)", parent="msc"),
        CreateProfile(slug="rcouncil", name="Demonstration Review Council (demonstration)"),
    ):
        profiles.create(toolkit, OPERATOR, command)
    for slug in ("scsc", "nesc"):
        keys.new(toolkit, OPERATOR, slug, KeyPurpose.DATA_INTEGRITY)
        keys.new(toolkit, OPERATOR, slug, KeyPurpose.JWT)
    catalog.publish_version(toolkit, OPERATOR, "msc", samples.record())
    people.register(toolkit, OPERATOR, "t01", {"name": "Marigold Quillfeather"})
    people.register(toolkit, OPERATOR, "t02")


def imported(world: World, document: JsonObject) -> str:
    """Freeze a record and return its id."""
    return attestations.import_record(world.toolkit, OPERATOR, "scsc", document).id
