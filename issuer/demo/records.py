"""The credentials of the plan as the record holds them now, per issuer."""

from issuer.demo.dataset import Dataset
from issuer.demo.plan import PlannedAward
from issuer.services import credentials
from issuer.services.credentials import LARGEST_PAGE, Held
from issuer.services.principal import SYSTEM
from issuer.services.toolkit import Toolkit


def planned(
    toolkit: Toolkit, dataset: Dataset, awards: tuple[PlannedAward, ...]
) -> dict[str, tuple[Held, ...]]:
    """Return by issuer the credentials that the plan asked for, in the order of the plan.

    What else an issuer of the demonstration issued since is not the demonstration's and left out.
    """
    place = {(award.issuer, award.external_id): number for number, award in enumerate(awards)}
    found: dict[str, tuple[Held, ...]] = {}
    for issuer in dataset.issuers:
        held = [item for item in _all(toolkit, issuer.slug) if _key(item) in place]
        found[issuer.slug] = tuple(sorted(held, key=lambda item: place[_key(item)]))
    return found


def micro_endorsements(toolkit: Toolkit, dataset: Dataset) -> dict[str, tuple[Held, ...]]:
    """Return by issuer the micro-endorsements that were put together from what the plan asked for."""
    codes = {str(record["code"]) for record in dataset.micro_endorsements}
    people = {person.id for person in dataset.educators}
    found: dict[str, tuple[Held, ...]] = {}
    for issuer in dataset.issuers:
        held = [
            item
            for item in _all(toolkit, issuer.slug)
            if item.achievement.code in codes and item.person in people
        ]
        found[issuer.slug] = tuple(sorted(held, key=lambda item: (item.person, item.achievement.code)))
    return found


def _key(held: Held) -> tuple[str, str]:
    return held.profile.slug, held.credential.external_id


def _all(toolkit: Toolkit, slug: str) -> list[Held]:
    found: list[Held] = []
    after: str | None = ""
    while after is not None:
        page = credentials.page(toolkit, SYSTEM, profile=slug, after=after, limit=LARGEST_PAGE)
        found += page.items
        after = page.after
    return found
