"""A world with five micro-credentials on one topic, two electives, and the micro-endorsements over them."""

from typing import Any

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import catalog, sequencer
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.pathways import job
from issuer.services.pathways.job import Ran
from issuer.services.principal import OPERATOR
from issuer.store import CredentialRecord, VersionRecord
from tests.badges import samples
from tests.services.worlds import World

CODES = ("SEL-02", "SEL-03", "PRL-01", "PRL-02", "PRL-05", "PRL-06")
SEL = ("SEL-01", "SEL-02", "SEL-03")
ME = "ME-SEL"


def stack(**change: Any) -> JsonObject:
    """Return the record of the micro-endorsement over the three SEL components."""
    return samples.stack_record(
        **{
            "code": ME,
            "name": "Micro-endorsement: Social Emotional Learning",
            "fieldOfStudy": "Social Emotional Learning",
            "componentRule": {"all": list(SEL)},
            "creditsAvailable": 3.0,
        }
        | change
    )


def furnish_pathways(world: World) -> World:
    """Publish the components and both micro-endorsements."""
    for code in CODES:
        publish(world, micro(code))
    publish(world, stack())
    publish(world, samples.stack_record())
    return world


def micro(code: str, **change: Any) -> JsonObject:
    """Return the record of a micro-credential."""
    return samples.record(code=code, name=f"Title of {code}", **change)


def publish(world: World, record: JsonObject) -> None:
    catalog.publish_version(world.toolkit, OPERATOR, "msc", record)


def earn(
    world: World, code: str, person: str = "t01", profile: str = "scsc", **change: Any
) -> IssuedCredential:
    """Award one component."""
    with world.toolkit.database.reader() as reader:
        version = catalog.value(reader, catalog.find_version(reader, code, change.pop("version", None)))
    number = next(world.counter)
    record = samples.attested(
        achievement=code,
        achievementVersion=version.version,
        rubricDigest=version.rubric_digest(),
        person=person,
        externalId=f"sub-{number:04}",
    )
    return world.issue(profile=profile, external_id=f"lms-{number}", attestation=record, **change)


def cycle(world: World) -> Ran:
    """Let one job cycle pass, as a worker does it."""
    sequencer.run(world.toolkit)
    return job.run(world.toolkit)


def endorsements(world: World, code: str = ME) -> list[tuple[CredentialRecord, VersionRecord]]:
    """Return every micro-endorsement of a code that was issued, with its newest version."""
    with world.toolkit.database.reader() as reader:
        achievement = reader.achievements.find_by_code(code)
        found = []
        for credential in reader.credentials.page():
            version = reader.achievements.get_version(credential.achievement_version_id)
            newest = reader.credentials.find_newest(credential.id)
            if achievement and newest and version.achievement_id == achievement.id:
                found.append((credential, newest))
        return found


def document(version: VersionRecord) -> dict[str, Any]:
    return strict_json.parse_object(version.body or b"")
