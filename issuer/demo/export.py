"""Write the demonstration into a folder, so that any verifier can check it without this installation.

Every stored version of every badge of the plan, and of every micro-endorsement that came of them, as exact
bytes (`.json`) and baked picture (`.png`), three badges of each issuer as token (`.jwt`); every endorsement,
value, approval and lane decision (`.json`); `manifest.json` with the verdict that each file deserves;
`network.json` with every key, status list and statement, see `network`. Writing again gives the same badges.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from issuer.demo import chance, endorsement_records, history, network, tally
from issuer.demo.dataset import Dataset
from issuer.demo.endorsement_checks import expected_verdict
from issuer.demo.endorsement_records import Signed
from issuer.demo.plan import plan
from issuer.demo.records import micro_endorsements, planned
from issuer.demo.run import Progress
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services.credentials import Held
from issuer.services.endorsements import statements
from issuer.services.showing import downloads
from issuer.services.showing.downloads import Form
from issuer.services.status_lists import VALID_FOR
from issuer.services.toolkit import Toolkit
from issuer.store import Audience, VersionRecord, VersionState

MANIFEST: Final = "manifest.json"
ABOUT: Final = "README.txt"
TOKENS_PER_ISSUER: Final = 3


def write(toolkit: Toolkit, dataset: Dataset, folder: Path, progress: Progress) -> int:
    """Write everything, and return how many files.

    Raises:
        OSError: the folder cannot be written.
        KeyUnavailableError: a status list must be signed and no key can.
    """
    dataset = history.placed(toolkit, dataset)
    (folder / network.FOLDER).mkdir(parents=True, exist_ok=True)
    found = [held for helds in planned(toolkit, dataset, plan(dataset)).values() for held in helds]
    stacks = [held for helds in micro_endorsements(toolkit, dataset).values() for held in helds]
    said = endorsement_records.signed(toolkit, dataset)
    manifest: JsonObject = {}
    with progress("Writing", len(found) + len(stacks)) as step:
        tokens = _with_tokens(found)
        for held in (*found, *stacks):
            for name, body, verdict in _files(toolkit, held, tokens):
                (folder / name).write_bytes(body)
                manifest[name] = verdict
            step()
    for item in said:
        (folder / f"{item.stem}.json").write_bytes(item.endorsement.body or b"")
        manifest[f"{item.stem}.json"] = expected_verdict(item.endorsement, toolkit.clock()).value
    number = len(manifest)
    for name, body in _beside(toolkit, manifest, said):
        (folder / name).write_bytes(body)
        number += 1
    return number


def stem(held: Held, version: VersionRecord) -> str:
    """Return the name of a version's files without its end, such as "scsc-t01-sel-01.v1"."""
    return f"{held.profile.slug}-{held.person}-{held.achievement.code.lower()}.v{version.number}"


def _files(toolkit: Toolkit, held: Held, tokens: frozenset[str]) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and deserved verdict of every file of one badge."""
    forms = [Form.JSON, Form.PNG, *([Form.JWT] if held.credential.id in tokens else [])]
    for version in held.versions:
        if version.state is not VersionState.ISSUED:
            continue
        verdict = tally.expected_elsewhere(version, toolkit.clock()).value
        for form in forms:
            made = downloads.download(toolkit, held, form, version.number)
            yield f"{stem(held, version)}.{form.value}", made.body, verdict


def _with_tokens(found: list[Held]) -> frozenset[str]:
    """Return the ids of the badges that are also written as tokens, chosen by chance that never changes.

    Only badges of one version, so that there are exactly as many tokens as badges.
    """
    chosen = []
    for slug in dict.fromkeys(held.profile.slug for held in found):
        single = [held for held in found if held.profile.slug == slug and len(held.versions) == 1]
        chosen += chance.shuffled(single, "tokens", key="{0.person} {0.achievement.code}")[:TOKENS_PER_ISSUER]
    return frozenset(held.credential.id for held in chosen)


def _beside(toolkit: Toolkit, manifest: JsonObject, said: tuple[Signed, ...]) -> Iterator[tuple[str, bytes]]:
    yield MANIFEST, strict_json.encode(dict(sorted(manifest.items())))
    # What is about a person is in no list of ours; who is handed the signed file may read its statement.
    personal = [
        statements.PATH + item.statement.token
        for item in said
        if item.statement is not None and item.statement.audience is not Audience.PUBLIC
    ]
    yield from network.files(toolkit, also=personal)
    yield ABOUT, _about(toolkit).encode()


def _about(toolkit: Toolkit) -> str:
    now = toolkit.clock()
    return f"""\
Demonstration badges. Nothing here is a real award; every issuer's name says so, every person is invented.

*.json, *.png, *.jwt   every version of every badge; v2 replaces v1
*-t*-me-*              micro-endorsements, each naming its component badges with their digests
pmu-*, dslb-*          what the university says of achievements, and the licensing board of cooperatives
*-plan-*, *-value-*    what districts say of achievements, and what they are worth to whom
*-approval-*, *-decision-*
                       approvals before the work, and salary-lane decisions, for the person they are about
manifest.json          the verdict that each file deserves
network.json           every key, status list and statement, as files: a network without a network

Check one:
  mintmark verify FILE --network THIS-FOLDER

Status lists are good for {VALID_FOR // timedelta(hours=1)} hours. Later, say for which moment you ask:
  mintmark verify FILE --network THIS-FOLDER --now {format_time(now)}

A status list says that a badge was withdrawn, and not why: here one that is on hold is `revoked`.
"""
