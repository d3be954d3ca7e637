"""The facts of many awards of one profile, read in a few statements: step 2 of the road for a chunk.

Says which awards the record knows something of; those go on by themselves, from what is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from issuer.badges import attestation as rules
from issuer.badges.model import AchievementVersion, Attestation, Profile
from issuer.documents.strict_json import JsonObject
from issuer.services import attestations, catalog, people, profiles
from issuer.services.endorsements import reading
from issuer.services.issuing import awards
from issuer.services.issuing.awards import Facts
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.toolkit import Toolkit
from issuer.store import AchievementVersionRecord, AttestationRecord, ProfileRecord, SubjectRecord, Unit


@dataclass(frozen=True)
class Fresh:
    """An award that the record does not know.

    Attributes:
        is_new_record: whether its assessment record is still to be kept.
    """

    command: IssueCredential
    facts: Facts
    is_new_record: bool


@dataclass(frozen=True)
class Gathered:
    """The awards of a chunk: who issues, what is new, and what the record knows something of."""

    profile: ProfileRecord
    fresh: tuple[Fresh, ...]
    known: tuple[IssueCredential, ...]


@dataclass(frozen=True)
class _Frozen:
    """An assessment record with its values; nothing is kept yet where it is new."""

    row: AttestationRecord
    judged: Attestation
    is_new: bool


@dataclass(frozen=True)
class _Common:
    """What an award has in common with others of its chunk."""

    version: AchievementVersionRecord
    achievement: AchievementVersion
    source: Profile
    endorsements: tuple[JsonObject, ...]


@dataclass
class _Shared:
    """What the awards of a chunk have in common, read once."""

    versions: dict[str, tuple[AchievementVersionRecord, AchievementVersion]] = field(default_factory=dict)
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    sources: dict[str, Profile] = field(default_factory=dict)
    carried: dict[tuple[str, str], tuple[JsonObject, ...]] = field(default_factory=dict)

    def version(self, unit: Unit, version_id: str) -> tuple[AchievementVersionRecord, AchievementVersion]:
        """Return row and values of an achievement version."""
        if version_id not in self.versions:
            row = unit.achievements.get_version(version_id)
            self.versions[version_id] = row, catalog.value(unit, row)
        return self.versions[version_id]

    def version_id(self, unit: Unit, judged: Attestation) -> str:
        """Return the row id of the version that was judged."""
        name = judged.achievement_code, judged.achievement_version
        if name not in self.named:
            self.named[name] = catalog.find_version(unit, *name).id
        return self.named[name]

    def carried_by(
        self, unit: Unit, achievement: AchievementVersion, *, now: datetime
    ) -> tuple[JsonObject, ...]:
        """Return the endorsements that awards of an achievement version carry."""
        name = achievement.id, achievement.version
        if name not in self.carried:
            self.carried[name] = reading.carried(unit, *name, now=now)
        return self.carried[name]

    def all_of(self, unit: Unit, frozen: _Frozen, *, now: datetime) -> _Common:
        """Return what an award has in common with others."""
        version, achievement = self.version(unit, frozen.row.achievement_version_id)
        carried = self.carried_by(unit, achievement, now=now)
        return _Common(version, achievement, self.source(unit, frozen.judged), carried)

    def source(self, unit: Unit, judged: Attestation) -> Profile:
        """Return the organisation that judged the work."""
        if judged.pool not in self.sources:
            self.sources[judged.pool] = awards.source_of(unit, judged)
        return self.sources[judged.pool]


def gather(toolkit: Toolkit, commands: Sequence[IssueCredential]) -> Gathered:
    """Read the facts of a chunk; people get a subject id of this issuer where they have none.

    Raises:
        NotFoundError: there is no such profile, or a version is gone.
        ConformanceError: an organisation that judged is not known here any more.
    """
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(commands[0].profile)
        issuer, shared = profiles.value(reader, profile), _Shared()
        records = _records(reader, toolkit, profile, shared, commands)
        fresh, known = _sorted_out(reader, profile, commands, records)
        people_ids = list(dict.fromkeys(frozen.row.person_id for _command, frozen in fresh))
        subjects = reader.chunks.subjects(profile.id, people_ids)
        common = [shared.all_of(reader, frozen, now=toolkit.clock()) for _command, frozen in fresh]
    if missing := [person_id for person_id in people_ids if person_id not in subjects]:
        subjects |= _make_subjects(toolkit, profile, missing)
    return Gathered(
        profile,
        tuple(
            Fresh(
                command,
                Facts(
                    profile=profile,
                    version=one.version,
                    attestation=frozen.row,
                    issuer=issuer,
                    achievement=one.achievement,
                    judged=frozen.judged,
                    subject_id=subjects[frozen.row.person_id].subject_id,
                    source=one.source,
                    endorsements=one.endorsements,
                ),
                frozen.is_new,
            )
            for (command, frozen), one in zip(fresh, common, strict=True)
        ),
        tuple(known),
    )


def _sorted_out(
    unit: Unit,
    profile: ProfileRecord,
    commands: Sequence[IssueCredential],
    records: Mapping[str, _Frozen],
) -> tuple[list[tuple[IssueCredential, _Frozen]], list[IssueCredential]]:
    """Return the awards that the record does not know, with their assessment records, and the others."""
    recorded = unit.chunks.recorded(
        profile.id,
        external_ids=(command.external_id for command in commands),
        digests=(frozen.row.digest for frozen in records.values()),
    )
    ids = {credential.external_id for credential in recorded}
    digests = {credential.attestation_digest for credential in recorded}
    fresh, known = list[tuple[IssueCredential, _Frozen]](), list[IssueCredential]()
    for command in commands:
        frozen = records.get(command.external_id)
        if frozen is None or command.external_id in ids or frozen.row.digest in digests:
            known.append(command)
        else:
            fresh.append((command, frozen))
    return fresh, known


def _records(
    unit: Unit,
    toolkit: Toolkit,
    profile: ProfileRecord,
    shared: _Shared,
    commands: Sequence[IssueCredential],
) -> dict[str, _Frozen]:
    """Return the frozen record of each award by external id.

    A record that cannot be frozen as it stands is left out: the road of one credential says why.
    """
    ids = [command.attestation for command in commands if isinstance(command.attestation, str)]
    kept = unit.chunks.attestations(profile.id, ids)
    handed_in = {
        command.external_id: rules.read(command.attestation)
        for command in commands
        if isinstance(command.attestation, dict)
    }
    same = unit.chunks.attestations_by_external_id(
        profile.id, (judged.external_id for judged in handed_in.values())
    )
    known = unit.chunks.people(judged.person for judged in handed_in.values())
    found = dict[str, _Frozen]()
    for command in commands:
        if isinstance(command.attestation, str):
            if (row := kept.get(command.attestation)) is not None:
                found[command.external_id] = _Frozen(row, attestations.read(row), is_new=False)
            continue
        judged = handed_in[command.external_id]
        earlier = same.get(judged.external_id, [])
        if earlier:
            frozen = _same(judged, earlier)
        elif (person := known.get(judged.person)) is None:
            continue
        else:
            version_id = shared.version_id(unit, judged)
            row = attestations.freeze(toolkit, profile, judged, person_id=person.id, version_id=version_id)
            frozen = _Frozen(row, judged, is_new=True)
        if frozen is not None:
            found[command.external_id] = frozen
    return found


def _same(judged: Attestation, earlier: Sequence[AttestationRecord]) -> _Frozen | None:
    """Return the record that was kept before, None when another one has its id."""
    digest = judged.digest()
    kept = next((row for row in earlier if row.digest == digest), None)
    return None if kept is None else _Frozen(kept, judged, is_new=False)


def _make_subjects(
    toolkit: Toolkit, profile: ProfileRecord, person_ids: Sequence[str]
) -> dict[str, SubjectRecord]:
    """Make a subject id for people who had none, and return what is kept: another worker may have been first."""
    with toolkit.database.unit("bulk.subjects") as unit:
        made = [people.new_subject(toolkit, person_id, profile.id) for person_id in person_ids]
        if unit.chunks.add_subjects(made) < len(made):
            return unit.chunks.subjects(profile.id, person_ids)
    return dict(zip(person_ids, made, strict=True))
