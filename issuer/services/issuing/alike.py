"""The documents of awards that come one by one: linted by the template of those before, or by the linter.

What the achievement, the issuer and the judging organisation give to every award is read once under a mark (ADR 13),
and with it stands how the awards looked that came since (ADR 15). When enough of them were alike, a template is made
and those that follow are linted by it; what comes out is the same, byte for byte. A template that memory lost is made
again by the same rule. Beside the document stands by which template it was made; `checks` judges the first of each as a
stranger would, and no check takes from here what a document says.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from issuer.badges import award_template
from issuer.badges.credential import build_credential
from issuer.badges.model import Award
from issuer.documents.linted import LintedDocument
from issuer.documents.strict_json import JsonObject
from issuer.documents.templates import NotAlike, RefusedError, Template, fitting
from issuer.services import securing

ENOUGH: Final = 12
"""Awards that must be alike before a template is made: making one takes as long as linting about twenty."""
MOST: Final = 16
"""Ways to look alike that are counted for one achievement; beyond it the count begins anew."""


@dataclass
class _Seen:
    """How many awards looked so, and where the template is kept.

    Attributes:
        endorsements: what they carry; held, so that no other object gets the identity under which they are known.
        key: of the template; None before it is made.
    """

    endorsements: tuple[JsonObject, ...]
    count: int = 0
    key: bytes | None = None


@dataclass(frozen=True)
class Linted:
    """A document that the linter has passed.

    Attributes:
        document: it.
        template: the key of the template that made it (`securing.template_key`); None where the linter read it itself.
    """

    document: LintedDocument
    template: bytes | None = None


class Alike:
    """What awards of one achievement by one issuer looked like; one that is used by several threads may miscount."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, _Seen] = {}

    def lint(self, award: Award) -> Linted:
        """Return the document of an award, linted.

        Raises:
            ConformanceError: it breaks a rule; everything that was found is named.
        """
        shape = award_template.shape(award)
        if shape is None:
            return Linted(securing.lint_credential(build_credential(award)))
        seen = self._counted((shape, tuple(map(id, award.endorsements))), award)
        try:
            template = None if seen.key is None else securing.find_template(seen.key)
            if template is None and seen.count % ENOUGH == 0:
                template = self._make(seen, award)
            if template is not None:
                return Linted(securing.lint_alike(template, award_template.values(award)), seen.key)
        except (NotAlike, RefusedError):
            pass
        return Linted(securing.lint_credential(build_credential(award)))

    def _counted(self, name: Hashable, award: Award) -> _Seen:
        seen = self._seen.get(name)
        if seen is None:
            if len(self._seen) >= MOST:
                self._seen = {}
            seen = self._seen[name] = _Seen(award.endorsements)
        seen.count += 1
        return seen

    def _make(self, seen: _Seen, award: Award) -> Template | None:
        """Make the template of awards like this one, if it is not an odd one of them.

        Raises:
            NotAlike: there is none.
            RefusedError: this award would not be signed; another one may have a template.
        """
        holes = award_template.holes(award)
        if not fitting(holes)(award_template.values(award)):
            return None
        document = build_credential(award)
        seen.key = securing.template_key(document, holes)
        return securing.template_of(document, holes)
