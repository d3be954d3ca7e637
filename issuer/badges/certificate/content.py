"""The words of a certificate, gathered and made safe before they are laid out.

Order of the facts: awarded, credit, number. Hours carry their speaker, and the small print says what they
are not. What the shipped faces cannot draw gives way, as on the badge: PDF/A allows no empty boxes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from issuer.badges.achievement_document import hours_in_words
from issuer.badges.artwork.coin import Coin, Slot, coin_of
from issuer.badges.artwork.families import family_of
from issuer.badges.artwork.letters import capitals, is_joined, legible, plain, shorten, takes_spacing, width
from issuer.badges.model import DEMONSTRATION, AchievementVersion, Profile
from issuer.badges.share import long_date
from issuer.documents.strict_json import JsonObject

NO_NAME: Final = "the holder of this credential"
Paper = Literal["us-letter", "a4"]

# How wide words may become, in em: what a few lines of the page hold.
WIDEST_NAME: Final = 60.0
WIDEST_TITLE: Final = 120.0
_ABOUT_CREDIT: Final = (
    "About the credit: suggested by the issuer. It is not university credit and acceptance is not implied: "
    "each district, university or licensing body decides for itself."
)
_ABOUT_PAPER: Final = (
    "The signed credential is attached to this PDF. Paper shows what was true on the day of printing; "
    "the address shows what is true today."
)
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:-.*)?")
_MOST_NAMED: Final = 8
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Longer runs without a space get places to break, so that no word leaves the page.
_UNBROKEN: Final = re.compile(r"(\S{24})(?=\S)")
BREAK: Final = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What is printed of one credential.

    Args:
        achievement: the version that was earned.
        profile: who issued it.
        holder: the holder's name, None to leave it out.
        awarded_at: the moment of the award; its date is told in the issuer's time zone.
        valid_until: its end, or None.
        number: the certificate number.
        page_url: what the QR code opens; it should outlive a change of visibility.
        verify_url: where a number can be typed in.
        credential: the exact bytes of the signed JSON, attached as they are.
        components: the codes that a micro-endorsement was earned with.
        paper: "us-letter" or "a4".
    """

    achievement: AchievementVersion
    profile: Profile
    holder: str | None
    awarded_at: datetime
    valid_until: datetime | None
    number: str
    page_url: str
    verify_url: str
    credential: bytes
    components: tuple[str, ...] = ()
    paper: Paper = "us-letter"


def coin(certificate: Certificate) -> Coin:
    """Return the badge of the certificate, with its earned components in the ring."""
    achievement = certificate.achievement
    slots = tuple(Slot(code) for code in certificate.components) if achievement.components else None
    return coin_of(achievement, certificate.profile, slots or None).legible()


def shared_words(certificate: Certificate, struck: Coin) -> JsonObject:
    """Return the words that certificate and committee page share."""
    profile = certificate.profile
    credit = hours_in_words(certificate.achievement) if struck.hours else None
    return {
        "paper": certificate.paper,
        "code": struck.code,
        "title": breakable(bounded(struck.title, WIDEST_TITLE)),
        "titleLanguage": _language(certificate.achievement.language),
        "issuer": breakable(issuer_name(profile)),
        "note": "Demonstration only. Not a real award." if profile.is_demonstration else "",
        "holder": breakable(holder_name(certificate.holder)),
        "awarded": awarded(certificate),
        "badgeAlt": struck.alt,
        "qrAlt": f"QR code that leads to {plain(certificate.page_url)}",
        "address": plain(certificate.page_url),
        "addressShown": shown(certificate.page_url),
        "verifyAddress": plain(certificate.verify_url),
        "verifyShown": shown(certificate.verify_url),
        "number": legible(plain(certificate.number), ""),
        "credit": legible(plain(credit), "") if credit else "",
        "until": long_date(certificate.valid_until, profile.timezone) if certificate.valid_until else "",
        "attached": "The signed credential (Open Badges 3.0) that this document shows",
        "aboutCredit": _ABOUT_CREDIT if credit else "",
        "smallPrint": " ".join([_ABOUT_CREDIT] * bool(credit) + [_ABOUT_PAPER]),
    }


def certificate_words(certificate: Certificate, struck: Coin) -> JsonObject:
    """Return the words of the certificate."""
    words = shared_words(certificate, struck)
    name = certificate.profile.name
    facts = [("Awarded", words["awarded"]), ("Credit", words["credit"])]
    facts += [("Valid until", words["until"]), ("Certificate number", words["number"])]
    return words | {
        "documentTitle": f"{struck.kind_word} certificate: {struck.title}",
        "ink": family_of(struck.topic).palette.ink,
        "banner": capitals(str(words["issuer"])),
        "isSpaced": takes_spacing(name),
        "certifies": "certifies that",
        "who": words["holder"] or NO_NAME,
        "earned": f"has earned the {struck.kind}",
        "statement": _statement(certificate, struck),
        "facts": [[label.upper(), *_in_lines(str(value))] for label, value in facts if value],
        "check": "CHECK IT",
        "howToCheck": "Scan, or enter the certificate number at",
        "whatItSays": "The page says if it is genuine and still valid today.",
    }


def _statement(certificate: Certificate, struck: Coin) -> str:
    if certificate.achievement.components:
        names = [slot.label for slot in struck.slots]
        listed = f": {', '.join(names)}" if len(names) <= _MOST_NAMED else ""
        return f"by earning its {_spelled(len(names))} components{listed}. Its hours are the sum of theirs and are not additional."
    phases = len(certificate.achievement.evidence)
    portfolio = (
        f"a portfolio of evidence in {_spelled(phases)} phases" if phases > 1 else "a portfolio of evidence"
    )
    return f"by {portfolio}, judged by assessors against a public rubric, with every criterion met."


def _spelled(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def issuer_name(profile: Profile) -> str:
    """Return the issuer's whole name; "(demonstration)" is never cut off."""
    bare = legible(plain(profile.name.removesuffix(DEMONSTRATION)), "") or plain(profile.slug)
    return bounded(bare, WIDEST_NAME) + (DEMONSTRATION if profile.is_demonstration else "")


def holder_name(name: str | None) -> str:
    """Return a holder's name, nothing when the shipped faces cannot write it as its owner does."""
    return bounded(legible(plain(name or ""), ""), WIDEST_NAME)


def awarded(certificate: Certificate) -> str:
    """Return the date of the award in words."""
    return long_date(certificate.awarded_at, certificate.profile.timezone)


def shown(url: str) -> str:
    """Return an address as people type it."""
    return legible(plain(url.partition("://")[2] or url), "")


def bounded(text: str, widest: float) -> str:
    """Return a text that is at most so many em wide, cut at a word with an ellipsis."""
    while width(text) > widest:
        text = shorten(text, max(1, min(len(text) - 1, int(len(text) * widest / width(text)))))
    return text


def breakable(text: str) -> str:
    """Return a text in which every word has places to break; letters that join are left together."""
    return text if is_joined(text) else _UNBROKEN.sub(rf"\1{BREAK}", text)


def _in_lines(value: str) -> list[str]:
    """Keep the speaker of the hours together on a line of its own."""
    head, comma, tail = value.partition(", suggested by")
    return [head + ",", comma.removeprefix(", ") + tail] if comma else [value]


def _language(tag: str) -> str:
    match = _LANGUAGE.fullmatch(tag)
    return match[1].lower() if match else "en"
