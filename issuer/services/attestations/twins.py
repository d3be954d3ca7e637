"""Records that hand in the same artifact as another (ASM-07, S06): pointed out to whoever approves, and never refused.

Two people who taught together may well hand in one recording; whether that is fair is for a person to say. Only the
digests are compared: what is nearly the same is not found, and no artifact is here. A later attempt of the same
person at the same achievement hands in again what was good the first time, and is not pointed out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from issuer.services.attestations import importing
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Unit

PER_READ: Final = 500


@dataclass(frozen=True)
class Use:
    """One record that holds an artifact; the person by reference."""

    external_id: str
    person: str
    code: str
    attempt: int


@dataclass(frozen=True)
class Twin:
    """One artifact that several records hold, in the order of their ids."""

    digest: str
    uses: tuple[Use, ...]


def find(toolkit: Toolkit, principal: Principal, slug: str) -> tuple[Twin, ...]:
    """Return the artifacts that several people, or one person for several achievements, handed in to an issuer.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
    """
    principal.require(slug)
    seen: dict[str, list[Use]] = {}
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(slug)
        for digest, use in _uses(reader, profile.id):
            seen.setdefault(digest, []).append(use)
    return tuple(
        Twin(digest, tuple(uses))
        for digest, uses in seen.items()
        if len({(use.person, use.code) for use in uses}) > 1
    )


def _uses(reader: Unit, profile_id: str) -> Iterator[tuple[str, Use]]:
    after = ""
    while rows := reader.attestations.page(profile_id, after=after, limit=PER_READ):
        for row in rows:
            judged = importing.read(row)
            use = Use(row.external_id, judged.person, judged.achievement_code, judged.attempt)
            for digest in dict.fromkeys(artifact.digest for artifact in judged.artifacts):
                yield digest, use
        after = rows[-1].id
