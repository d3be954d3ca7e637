"""The folder that is written can be checked by anybody: exact bytes, deserved verdicts, a whole network."""

import json
from collections import Counter
from pathlib import Path

import pytest

from issuer.badges.baking import png
from issuer.demo import export, network
from issuer.demo.run import Outcome
from issuer.fetch.mapped import DirectoryFetch
from issuer.services import addresses, publication
from issuer.verify import Policy, verify
from issuer.workers import InProcess
from tests.demo.small import SLUG, SMALL, unseen
from tests.services.worlds import World


@pytest.fixture(scope="module")
def folder(minted: tuple[World, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the small demonstration was written into."""
    world, _outcome = minted
    path = tmp_path_factory.mktemp("written") / "badges"
    export.write(world.toolkit, SMALL, path, unseen)
    return path


def manifest_of(folder: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def test_the_manifest_names_every_badge_file_and_nothing_else(folder: Path) -> None:
    manifest = manifest_of(folder)
    written = {path.name for path in folder.iterdir() if path.is_file()}
    assert written == {*manifest, "manifest.json", "network.json", "README.txt"}
    ends = Counter(name.rpartition(".")[2] for name in manifest)
    # Eight versions of seven badges, and the micro-endorsement that came of five of them; what others signed
    # about all this has no picture.
    badges = {name for name in manifest if name.startswith(SLUG)}
    assert Counter(name.rpartition(".")[2] for name in badges) == {"json": 9, "png": 9, "jwt": 3}
    assert ends == {"json": len(manifest) - 12, "png": 9, "jwt": 3}
    starts = {name.partition("-")[0] for name in manifest if name not in badges}
    assert starts == {"pmu", "dslb", "waseca", "fairmont", "saintpeter", "northtamarack", "redbudhollow"}


def test_every_file_has_its_verdict_offline(minted: tuple[World, Outcome], folder: Path) -> None:
    world, _outcome = minted
    manifest = manifest_of(folder)
    fetch, policy = DirectoryFetch(folder), Policy(now=world.clock())
    for name, expected in manifest.items():
        data = (folder / name).read_bytes()
        report = verify(data, media_type=None, policy=policy, fetch=fetch, workers=InProcess())
        assert report.verdict == expected, f"{name}: {report.sentence}"
    assert Counter(manifest.values()).keys() == {"valid", "revoked", "expired"}


def test_a_file_that_was_changed_is_invalid(minted: tuple[World, Outcome], folder: Path) -> None:
    world, _outcome = minted
    good = [name for name, verdict in manifest_of(folder).items() if verdict == "valid"]
    name = next(name for name in good if name.startswith(f"{SLUG}-"))
    data = (folder / name).read_bytes().replace(b'"creditsEarned":1', b'"creditsEarned":3')
    report = verify(
        data,
        media_type=None,
        policy=Policy(now=world.clock()),
        fetch=DirectoryFetch(folder),
        workers=InProcess(),
    )
    assert report.verdict == "invalid"


def test_pictures_hold_the_exact_bytes_and_these_are_the_record_s(
    minted: tuple[World, Outcome], folder: Path
) -> None:
    world, _outcome = minted
    with world.toolkit.database.reader() as reader:
        stored = {
            version.body
            for credential in reader.credentials.page()
            for version in reader.credentials.versions(credential.id)
        }
    written = {path.read_bytes() for path in folder.glob("*.v?.json")}
    assert written == stored
    assert {png.unbake(path.read_bytes()) for path in folder.glob("*.png")} == stored


def test_writing_again_gives_the_same_badges(minted: tuple[World, Outcome], folder: Path) -> None:
    world, _outcome = minted
    before = {name: (folder / name).read_bytes() for name in manifest_of(folder)}
    export.write(world.toolkit, SMALL, folder, unseen)
    assert {name: (folder / name).read_bytes() for name in manifest_of(folder)} == before


def test_the_network_holds_every_public_document(minted: tuple[World, Outcome], folder: Path) -> None:
    world, _outcome = minted
    index = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    paths = addresses.published_paths(world.toolkit)
    assert set(index) == {world.toolkit.url(path) for path in paths}
    fetch = DirectoryFetch(folder)
    for path in paths:
        published = publication.document_at(world.toolkit, path)
        fetched = fetch.get(world.toolkit.url(path))
        assert (fetched.media_type, fetched.body) == (published.media_type, published.body)
    assert len({name for _media_type, name in index.values()}) == len(index)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/p/scsc/did.json", "p.scsc.did.json"),
        ("/.well-known/jwks.json", "well-known.jwks.json"),
        ("/s/scsc-1", "s.scsc-1.json"),
        ("/a/sel-01/v/1.0", "a.sel-01.v.1.0.json"),
    ],
)
def test_an_address_becomes_a_flat_file_name(path: str, name: str) -> None:
    assert network.file_name(path) == name
