"""What stands on a badge, as plain words: one achievement version of one issuer.

Everything is made safe and short here, once, so that the drawing never meets a hostile string.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from issuer.badges.achievement_document import alt_text, short_name
from issuer.badges.artwork.letters import is_simple, legible, plain, shorten
from issuer.badges.artwork.words import hours_phrase
from issuer.badges.model import DEMONSTRATION, AchievementVersion, Profile
from issuer.badges.pathway_rule import ComponentRule

LONGEST_CODE: Final = 24
_LONGEST_LABEL: Final = 16
# A legend says whom a topic is about, not that they have needs.
_NEEDS: Final = "Meeting the Needs of "
# The form of a BCP 47 language tag.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True)
class Slot:
    """One component of a micro-endorsement, as its ring shows it.

    Args:
        label: its code, or the choice such as "PRL-05/06".
        is_earned: whether the segment is struck or still open.
    """

    label: str
    is_earned: bool = True


@dataclass(frozen=True)
class Coin:
    """The words of one badge; every member is safe to set.

    Args:
        topic: decides the look.
        legend: the words over the field: the topic of a micro-credential, the kind of a stack.
        language: a BCP 47 tag, empty when unknown.
        hours: the whole phrase, empty when no hours are suggested.
        alt: the words of the picture for those who do not see it.
    """

    code: str
    title: str
    topic: str
    legend: str
    issuer: str
    mark: int
    version: str
    hours: str
    kind: str
    language: str
    slots: tuple[Slot, ...]
    is_demonstration: bool
    alt: str

    @property
    def is_stack(self) -> bool:
        """Tell whether this is a micro-endorsement."""
        return self.kind == "micro-endorsement"

    @property
    def kind_word(self) -> str:
        """The kind as a word at the beginning of a line."""
        return self.kind.capitalize()

    def digest(self, *more: str) -> str:
        """Return the hex sha256 of everything that is drawn, and of what else the caller names."""
        return hashlib.sha256(repr((self, more)).encode()).hexdigest()

    @property
    def is_simple(self) -> bool:
        """Tell whether every word is in letters that need no shaping."""
        words = (self.code, self.title, self.legend, self.issuer, self.version, self.hours)
        return all(is_simple(text) for text in words)

    def legible(self) -> "Coin":
        """Return the coin with nothing on it that the shipped faces cannot draw.

        A title in a script without a face gives way to kind and code, so that no picture of ours ever
        shows empty boxes; the full title stays in `alt`.
        """
        # The catalogue lets only A to Z, digits and hyphens into a code.
        code = self.code if is_simple(self.code) else ""
        return replace(
            self,
            code=code,
            title=legible(self.title, f"{self.kind_word} {code}".rstrip()),
            legend=legible(self.legend, self.kind_word),
            issuer=legible(self.issuer, ""),
            version=legible(self.version, ""),
            hours=legible(self.hours, ""),
            slots=tuple(
                replace(slot, label=slot.label if is_simple(slot.label) else "") for slot in self.slots
            ),
        )


def slots_of(rule: ComponentRule, earned: Collection[str] | None = None) -> tuple[Slot, ...]:
    """Return the ring of a micro-endorsement.

    Args:
        rule: its components.
        earned: codes that are earned; None draws the achievement itself, with every segment struck.
    """
    slots = [Slot(code, earned is None or code in earned) for code in rule.all]
    for choice in rule.choices:
        taken = [] if earned is None else [code for code in choice.options if code in earned][: choice.choose]
        slots += [Slot(code) for code in taken]
        slots += [Slot(_choice(choice.options), earned is None)] * (choice.choose - len(taken))
    return tuple(slots)


def _choice(options: tuple[str, ...]) -> str:
    """Write the codes of a choice short: PRL-05 and PRL-06 become PRL-05/06."""
    if not options:
        return ""
    first, *others = options
    prefix = first.rpartition("-")[0]
    return "/".join([first, *(code.removeprefix(prefix + "-") if prefix else code for code in others)])


def _legend(achievement: AchievementVersion, topic: str) -> str:
    kind = achievement.kind.capitalize()
    return kind if achievement.components else topic.removeprefix(_NEEDS) or kind


def coin_of(
    achievement: AchievementVersion, profile: Profile, components: tuple[Slot, ...] | None = None
) -> Coin:
    """Return what stands on the badge of an issuer's achievement.

    Args:
        achievement: the version.
        profile: who issues it.
        components: the ring of a micro-endorsement; None for the achievement itself, all struck.
    """
    slots = components
    if slots is None:
        slots = slots_of(achievement.components) if achievement.components else ()
    title = plain(short_name(achievement))
    code = plain(achievement.code)
    topic = plain(achievement.field_of_study or "")
    earned = sum(slot.is_earned for slot in slots)
    alt = plain(alt_text(achievement, profile))
    if earned < len(slots):
        alt += f". {earned} of {len(slots)} components earned"
    return Coin(
        code=shorten(code, LONGEST_CODE),
        title=title or code,
        # Without a topic of its own, a micro-endorsement is about its title, and a series of codes
        # such as SEL-01, SEL-02 keeps one look.
        topic=topic or (title if achievement.components else code.rpartition("-")[0] or code),
        legend=_legend(achievement, topic),
        issuer=plain(profile.name.removesuffix(DEMONSTRATION)),
        mark=profile.mark,
        version=shorten(plain(achievement.version), LONGEST_CODE),
        hours=plain(hours_phrase(achievement.hours, achievement.unit)),
        kind=achievement.kind,
        language=achievement.language if _LANGUAGE.fullmatch(achievement.language) else "",
        slots=tuple(Slot(shorten(plain(slot.label), _LONGEST_LABEL), slot.is_earned) for slot in slots),
        is_demonstration=profile.is_demonstration,
        alt=alt,
    )
