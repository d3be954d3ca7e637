"""The documents of a chunk of awards, linted: steps 3 to 5 of the road for many at once.

Awards of one achievement differ in a few values only. Where enough of them are alike, their documents come
from one template, which says of each what the linter would say; all others, and whatever a template does not
take, are built and linted one by one. What comes out is the same, byte for byte.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from issuer.badges import award_template
from issuer.badges.credential import build_credential
from issuer.badges.model import Award, StatusSlot
from issuer.documents.linted import LintedDocument
from issuer.documents.strict_json import EncodedObject
from issuer.documents.templates import NotAlike, RefusedError, Template, fitting
from issuer.errors import ConflictError, ConformanceError, InputError, IssuerError, NotFoundError
from issuer.services import securing
from issuer.services.issuing import awards
from issuer.services.issuing.awards import Facts, Period
from issuer.services.issuing.bulk_facts import Fresh
from issuer.services.issuing.issuance import new_credential
from issuer.services.issuing.versions import Slot
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord

OF_ONE: Final = (ConformanceError, InputError, NotFoundError, ConflictError)
"""What is wrong with one award and not with the others; anything else ends the chunk."""
ENOUGH: Final = 12
"""Awards that must be alike before a template is made: making one takes as long as linting about twenty."""
CANDIDATES: Final = 2
"""Awards of which a template is tried; the linter may refuse one of them."""


@dataclass(frozen=True)
class Drafted:
    """An award with its document, linted, and a slot that was drawn; nothing of it is recorded yet."""

    fresh: Fresh
    credential: CredentialRecord
    period: Period
    slot: Slot
    linted: LintedDocument

    @property
    def intent(self) -> EncodedObject:
        """What commit 1 records beside the slot: the plain document, as it will be signed."""
        return EncodedObject(b'{"document":%b}' % self.linted.text)


@dataclass(frozen=True)
class _Awarded:
    """An award with the values of its document."""

    fresh: Fresh
    credential: CredentialRecord
    period: Period
    slot: Slot
    award: Award
    likeness: Hashable


def draft_all(
    toolkit: Toolkit, fresh: Sequence[Fresh], slots: Sequence[Slot]
) -> tuple[list[Drafted], list[tuple[Fresh, IssuerError]]]:
    """Build and lint the documents of awards, each with a slot of its own.

    Args:
        toolkit: what to work with.
        fresh: the awards.
        slots: as many free slots.

    Returns:
        what the linter has passed, and which awards were refused, with the reason.
    """
    awarded, refused = list[_Awarded](), list[tuple[Fresh, IssuerError]]()
    groups = dict[Hashable, list[Award]]()
    for one, slot in zip(fresh, slots, strict=True):
        try:
            found = _award(toolkit, one, slot)
        except OF_ONE as exc:
            refused.append((one, exc))
            continue
        awarded.append(found)
        groups.setdefault(found.likeness, []).append(found.award)
    templates = {name: _template(group) for name, group in groups.items() if name is not None}
    drafted = list[Drafted]()
    for award in awarded:
        try:
            linted = _lint(award.award, templates.get(award.likeness))
        except OF_ONE as exc:
            refused.append((award.fresh, exc))
            continue
        drafted.append(Drafted(award.fresh, award.credential, award.period, award.slot, linted))
    return drafted, refused


def _award(toolkit: Toolkit, fresh: Fresh, slot: Slot) -> _Awarded:
    command, facts = fresh.command, fresh.facts
    when = awards.period(
        facts, now=toolkit.clock(), awarded_at=command.awarded_at, valid_until=command.valid_until
    )
    credential = new_credential(toolkit, command, facts, when)
    award = awards.award(facts, credential, when, StatusSlot(slot.list_url, slot.index))
    return _Awarded(fresh, credential, when, slot, award, _likeness(facts, award))


def _likeness(facts: Facts, award: Award) -> Hashable:
    """Return what awards of one chunk share that fit one template; None where there is none.

    The values that the awards of a chunk have in common were read once, so that each is one object.
    """
    shape = award_template.shape(award)
    if shape is None:
        return None
    return (id(facts.achievement), id(facts.issuer), id(facts.source), id(facts.endorsements), shape)


def _template(group: Sequence[Award]) -> Template | None:
    """Return the template of awards that are alike, None where there is none or they are few."""
    if len(group) < ENOUGH:
        return None
    holes = award_template.holes(group[0])
    fits = fitting(holes)
    # One odd award must not keep the others from their template.
    plain = (award for award in group if fits(award_template.values(award)))
    for award in islice(plain, CANDIDATES):
        try:
            return securing.template_of(build_credential(award), holes)
        except RefusedError:
            continue
        except NotAlike:
            return None
    return None


def _lint(award: Award, template: Template | None) -> LintedDocument:
    if template is not None:
        try:
            return securing.lint_alike(template, award_template.values(award))
        except NotAlike:
            pass
    return securing.lint_credential(build_credential(award))
