"""Every endorsement that the demonstration's partners signed: what they say, values, approvals, decisions.

With the name under which it is written to a folder: who, what, about what or whom. People are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from issuer.demo import partners
from issuer.demo.dataset import Dataset
from issuer.services.toolkit import Toolkit
from issuer.store import EndorsementRecord, ProfileRecord, StatementRecord, Unit

SAID: Final = "endorsement"
_WORDS: Final = {
    "credit-equivalency": "value",
    "pre-approval": "approval",
    "lane-decision": "decision",
}
_OURS: Final = "demo-"


@dataclass(frozen=True)
class Signed:
    """One endorsement.

    Attributes:
        kind: the `type` of its statement, or `endorsement` where it binds none.
        stem: name of its file without the end, such as "waseca-decision-t01".
    """

    kind: str
    stem: str
    endorsement: EndorsementRecord
    statement: StatementRecord | None


def signed(toolkit: Toolkit, dataset: Dataset) -> tuple[Signed, ...]:
    """Return every issued endorsement of the partners, by kind and name."""
    with toolkit.database.reader() as reader:
        found = [
            item
            for slug in sorted(partners.slugs(dataset))
            for item in _of_profile(reader, reader.profiles.get_by_slug(slug), dataset)
        ]
    return tuple(sorted(found, key=lambda item: (item.kind, item.stem, item.endorsement.id)))


def _of_profile(reader: Unit, profile: ProfileRecord, dataset: Dataset) -> Iterator[Signed]:
    names = _names(reader, profile, dataset)
    after = ""
    while page := reader.endorsements.of_profile(profile.id, after=after):
        for row in page:
            statement = reader.endorsements.statement_of(row.id)
            kind = SAID if statement is None else statement.kind
            name = names.get(row.external_id) or row.external_id
            yield Signed(kind, f"{profile.slug}-{name.removeprefix(_OURS)}", row, statement)
        after = page[-1].id


def _names(reader: Unit, profile: ProfileRecord, dataset: Dataset) -> dict[str, str]:
    """Return by external id what an endorsement about credit is called: its own id is drawn by chance."""
    people = [reader.people.find_by_reference(person.id) for person in dataset.educators]
    approvals = [
        row
        for person in people
        if person is not None
        for row in reader.credits.preapprovals(profile.id, person.id)
    ]
    decided = reader.credits.decisions(district_id=profile.id)
    values = reader.credits.equivalencies(recogniser_id=profile.id)
    called = {
        **{("credit-equivalency", row.id): row.external_id for row in values},
        **{("lane-decision", row.id): row.external_id for row in decided},
        **{("pre-approval", row.id): row.external_id for row in approvals},
    }
    return {
        f"{kind}:{row_id}": f"{_WORDS[kind]}-{name.removeprefix(_OURS)}"
        for (kind, row_id), name in called.items()
    }
