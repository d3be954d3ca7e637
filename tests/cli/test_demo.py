"""`mintmark demo --once --out DIR`: everything that the README promises of the two commands.

One run on an empty home folder, as on a fresh machine; it takes most of a minute.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from issuer.cli import serve
from issuer.cli.session import DEMO_FILE
from issuer.clock import utc_now
from issuer.demo import crediting, endorsement_plan, history, partners
from issuer.demo.dataset import load
from issuer.demo.plan import plan
from issuer.documents.times import parse_time
from issuer.settings import Settings
from tests.cli.shell import Mintmark, Ran, live_in, quiet_shell, shell
from tests.store import fresh

pytestmark = pytest.mark.slow
FATES = {"valid": 271, "superseded": 6, "revoked": 6, "suspended": 3, "expired": 6}


@dataclass(frozen=True)
class Demonstration:
    """A home folder after the first run, what was written, and what was printed."""

    home: Path
    out: Path
    first: Ran

    @property
    def manifest(self) -> dict[str, str]:
        manifest: dict[str, str] = json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))
        return manifest


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Return what one run left behind; every command of this module works in its home."""
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as monkeypatch:
        live_in(folder / "home", monkeypatch, url=fresh.unmade_url(folder / "home"))
        monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE", raising=False)
        first = quiet_shell()("demo", "--once", "--out", folder / "badges")
        yield Demonstration(folder / "home", folder / "badges", first)


@pytest.fixture
def run(demonstration: Demonstration, capsys: pytest.CaptureFixture[str]) -> Mintmark:
    del demonstration
    return shell(capsys)


def digests(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_the_passphrase_that_was_made_is_told_and_for_its_owner_alone(demonstration: Demonstration) -> None:
    path = demonstration.home / DEMO_FILE
    secret = path.read_text(encoding="utf-8").strip()
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(secret) >= 40
    assert str(path) in demonstration.first.err
    assert secret not in demonstration.first.err + demonstration.first.out


def test_the_table_has_a_line_per_cooperative_and_the_whole_status_mix(demonstration: Demonstration) -> None:
    lines = demonstration.first.out.splitlines()
    names = [issuer.name.removesuffix(" (demonstration)") for issuer in load().issuers]
    assert [line for line in lines if line.startswith(tuple(names))] == lines[2:12]
    assert lines[12].split()[:7] == ["together", "292", "271", "6", "6", "3", "6"]
    assert "298 of 298" in lines[12]
    assert lines[13].startswith(
        "Beside them 35 micro-endorsements put themselves together, of which 6 are on hold"
    )
    assert "37 of 37 versions verified as expected" in lines[13]
    assert [line.partition(":")[0] for line in lines[14:18]] == [
        "Credit equivalencies of districts and the university",
        "Endorsements by university, licensing board and districts",
        "Salary-lane decisions",
        "Receipts of approvals before the work",
    ]
    for line in lines[14:18]:
        signed, verified = re.findall(r"(\d+) (?:signed|verified)", line)
        assert int(signed) == int(verified) > 20


def test_running_again_changes_nothing_that_was_issued_and_without_once_the_site_is_served(
    demonstration: Demonstration, run: Mintmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Path, str, int]] = []

    def record(settings: Settings, *, host: str, port: int, workers: int, threads: int) -> None:
        assert settings.key_passphrase is not None
        assert min(workers, threads) > 0
        served.append((settings.home, host, port))

    monkeypatch.setattr(serve, "run", record)
    names = list(demonstration.manifest)
    before = digests(demonstration.out, names)
    again = run("demo", "--json", "--out", demonstration.out, "--port", 8123)
    report: dict[str, Any] = json.loads(again.out)
    assert report["new"] == 0
    assert report["unexpected"] == []
    assert {name: report["total"][name] for name in FATES} == FATES
    assert [row["issued"] for row in report["issuers"]] == [
        load().figures.per_issuer[issuer.slug].micro_credentials for issuer in load().issuers
    ]
    assert digests(demonstration.out, names) == before
    assert "http://127.0.0.1:8123" in again.err
    assert served == [(demonstration.home, "127.0.0.1", 8123)]


def test_the_folder_holds_every_version_of_every_badge(demonstration: Demonstration) -> None:
    issuers = {issuer.slug for issuer in load().issuers}
    badges = [name for name in demonstration.manifest if name.partition("-")[0] in issuers]
    ends = Counter(name.rpartition(".")[2] for name in badges)
    # 298 versions of 292 badges, and 37 of 35 micro-endorsements.
    assert ends == {"json": 335, "png": 335, "jwt": 30}
    stacks = {name.partition(".")[0] for name in badges if "-me-" in name}
    assert Counter(name.partition("-")[0] for name in stacks) == {
        issuer.slug: load().figures.per_issuer[issuer.slug].complete_sets for issuer in load().issuers
    }
    tokens = Counter(name.partition("-")[0] for name in badges if name.endswith(".jwt"))
    assert set(tokens.values()) == {3}
    assert all((demonstration.out / name).is_file() for name in demonstration.manifest)


def test_badges_carry_what_the_university_had_said_by_then(demonstration: Demonstration) -> None:
    """Personalized learning was reviewed in the middle of the year: badges before carry nothing, later ones do."""
    (reviewed,) = {item.signed_at for item in endorsement_plan.planned(load()) if item.about == "PRL-01"}
    seen: Counter[tuple[bool, int]] = Counter()
    for name in demonstration.manifest:
        if re.search(r"-prl-0\d\.v1\.json$", name):
            badge = json.loads((demonstration.out / name).read_text(encoding="utf-8"))
            carried = badge["credentialSubject"]["achievement"].get("endorsement", [])
            seen[parse_time(badge["awardedDate"]) > reviewed, len(carried)] += 1
    assert set(seen) == {(False, 0), (True, 1)}


def test_a_decision_and_a_receipt_are_verified_with_what_they_state(
    demonstration: Demonstration, run: Mintmark
) -> None:
    for name, kind in (
        ("waseca-decision-t01.json", "lane-decision"),
        ("waseca-approval-t01-me-sel.json", "pre-approval"),
        ("pmu-value-me-sel.json", "credit-equivalency"),
    ):
        report = run("verify", demonstration.out / name, "--network", demonstration.out, "--json").json
        assert report["verdict"] == "valid"
        (bound,) = (item for item in report["statements"] if item["kind"] == kind)
        assert bound["binding"] == "shown"


def test_every_file_gets_the_manifest_s_verdict_without_a_network(
    demonstration: Demonstration, run: Mintmark, tmp_path: Path
) -> None:
    index = json.loads((demonstration.out / "network.json").read_text(encoding="utf-8"))
    network = {url: [kind, str(demonstration.out / name)] for url, (kind, name) in index.items()}
    batch = tmp_path / "batch.jsonl"
    with batch.open("w", encoding="utf-8") as file:
        for name in demonstration.manifest:
            line = {"id": name, "file": str(demonstration.out / name), "network": network}
            file.write(json.dumps(line) + "\n")
    answers = run("verify", "--batch", batch).lines
    assert {answer["id"]: answer["verdict"] for answer in answers} == demonstration.manifest


@pytest.mark.parametrize(
    ("verdict", "code"), [("valid", 0), ("revoked", 1), ("expired", 1)], ids=["valid", "revoked", "expired"]
)
@pytest.mark.parametrize("end", ["json", "png"])
def test_one_file_is_verified_by_the_second_command(
    demonstration: Demonstration, run: Mintmark, verdict: str, code: int, end: str
) -> None:
    names = [n for n in demonstration.manifest if n.startswith(("scsc-", "opsrc-"))]
    name = next(n for n in names if demonstration.manifest[n] == verdict and n.endswith(end))
    report = run("verify", demonstration.out / name, "--network", demonstration.out, "--json", code=code).json
    assert report["verdict"] == verdict
    assert "(demonstration)" in report["issuer"]["name"]


def test_an_installation_after_the_demonstration_works_without_settings(
    demonstration: Demonstration, run: Mintmark
) -> None:
    report = run("doctor", "--json").json
    assert report["healthy"] is True
    assert any(DEMO_FILE in finding["sentence"] for finding in report["findings"])
    assert run("audit", "verify", "events", "--json").json["intact"] is True
    assert len(run("audit", "export", "--format", "jsonl").lines) == 292 + 35
    keys = run("keys", "list", "scsc", "--json").lines
    assert sorted(key["state"] for key in keys) == ["active", "active", "retired"]
    assert len(run("credentials", "list", "--state", "suspended", "--json").lines) == 3 + 6
    assert demonstration.home.is_dir()


def test_the_issuers_stand_under_their_parent_and_say_what_they_are(run: Mintmark) -> None:
    profiles = run("profiles", "list", "--json").lines
    data = load()
    organizations = {data.parent.slug, *(issuer.slug for issuer in data.issuers)}
    assert {profile["slug"] for profile in profiles} >= organizations | partners.slugs(data)
    assert len(profiles) == 26
    assert all(profile["name"].endswith("(demonstration)") for profile in profiles)
    assert all(profile["id"].startswith("did:web:badges.demo.example:p:") for profile in profiles)


def test_profiles_of_one_s_own_are_not_mixed_in_unasked(furnished: Mintmark) -> None:
    furnished("profiles", "create", "lakes", "--name", "Lakes Service Cooperative")
    refused = furnished("demo", "--once", code=2)
    assert "lakes" in refused.err
    assert "--yes" in refused.err
    assert furnished("credentials", "list", "--json").out == ""


def day_of_requests() -> str:
    """Return the day on which the demonstration decides: in autumn, or today before that."""
    data = load()
    last = history.last_moment(plan(data))
    return crediting.moment_of_requests(data, last=last, now=utc_now()).date().isoformat()


def test_a_district_that_counts_micro_endorsements_alone_has_counted_them(run: Mintmark) -> None:
    """Decisions come after the micro-endorsements: 5 semester hours are 7.5 quarter hours in Waseca."""
    again = run(
        "credits", "decide", "--district", "waseca", "--person", "t01",
        "--on", day_of_requests(), "--record", "demo-t01", "--json",
    ).json  # fmt: skip
    assert (again["new"], again["hours"], again["unit"]) == (False, "7.5", "quarterHour")
    assert {item["reason"] for item in again["credentials"]} == {None, "counted_in_endorsement"}
    assert again["credential"].startswith("urn:uuid:")


def test_one_request_is_left_to_decide(run: Mintmark) -> None:
    asked = ("credits", "decide", "--district", "redbudhollow", "--person", "t92", "--on", day_of_requests())
    found = run(*asked, "--json").json
    assert (found["hours"], found["unit"]) == ("5.0", "semesterHour")
    assert found["trace"]
    assert "5.0 of 16.0 hours toward BA+16" in run(*asked).out


def test_keys_under_a_passphrase_that_was_not_told_are_left_alone(
    home: Path, mintmark: Mintmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE")
    refused = mintmark("demo", "--once", code=2)
    assert "MINTMARK_KEY_PASSPHRASE_FILE" in refused.err
    assert not (home / DEMO_FILE).exists()
