"""Random Open Badges credentials: odd text, odd numbers, absent optionals, embedded endorsements.

Two things stay out, because the peers are wrong about them (`test_known_differences` shows both): values
whose order depends on U+E000 to U+FFFF against emoji, and fractions below 1e-6.
"""

import random
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits
from typing import Final
from uuid import UUID

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time

CONTEXTS: Final[list[Json]] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
FIRST_MOMENT: Final = datetime(2024, 1, 1, tzinfo=UTC)
WORDS: Final = (
    "assessment", "Größe", "naïve", "日本語", "العربية", "עברית", "Nguyễn", "ꯃꯤꯇꯩ", "🎓", "👩🏽‍🏫",
    "e\u0301", "\u00e9", "“quoted”", '"', "'", "\\", "\\n", "a/b", "<b>", "&amp;", "tab\there", "line\nbreak",
    "_:b0", "@type", "https://example.org/?q=1&r=2#f", "%20", "\u2028", "\u00a0", "$1.00", "{}", "[]",
    "\U0001f600", "\ud7a3", "null", "true", "1e5", "--", "''", "^^", "@en",
)  # fmt: skip
BASE64URL: Final = f"{ascii_letters}{digits}-_"
NUMBERS: Final = (1, 3, 0.5, 1.0, 2.25, 15, 0.1, 100, 12.75, 1e1, 33.333333333333336)


class Badges:
    """A reproducible stream of credentials of one issuer."""

    def __init__(self, seed: int, issuer: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  (reproducible test data, no secret)
        self._issuer = issuer

    def _id(self) -> str:
        return f"urn:uuid:{UUID(int=self._random.getrandbits(128), version=4)}"

    def _maybe(self) -> bool:
        return self._random.random() < 0.5

    def _text(self, longest: int = 12) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(1, longest))).strip() or "x"

    def _line(self, longest: int = 12) -> str:
        """Return text for a title: what we sign keeps titles on one line."""
        return self._text(longest).replace("\t", " ").replace("\n", " ")

    def _moment(self) -> datetime:
        return FIRST_MOMENT + timedelta(seconds=self._random.randrange(60_000_000))

    def _profile(self) -> JsonObject:
        profile: JsonObject = {"id": self._issuer, "type": ["Profile"], "name": self._line(4)}
        profile["url"] = "https://badges.example/p/lakes"
        if self._maybe():
            profile["description"] = self._text()
        return profile

    def _alignment(self) -> JsonObject:
        return {
            "type": ["Alignment"],
            "targetName": self._line(4),
            "targetUrl": f"https://case.example/uri/{self._random.randrange(10**6)}",
            "targetType": "CFItem",
        }

    def _achievement(self) -> JsonObject:
        achievement: JsonObject = {
            "id": f"https://badges.example/a/{self._random.randrange(10**6)}",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": self._line(5),
            "description": self._text(),
            "criteria": {"id": "https://badges.example/a/criteria", "narrative": self._text(30)},
            "version": self._line(1),
        }
        if self._maybe():
            achievement["alignment"] = [self._alignment() for _ in range(self._random.randint(1, 4))]
        if self._maybe():
            achievement["tag"] = list({self._line(2): None for _ in range(self._random.randint(1, 4))})
        if self._maybe():
            achievement["creditsAvailable"] = self._random.choice(NUMBERS)
        if self._maybe():
            achievement |= {"inLanguage": "en-US", "humanCode": self._line(1)}
        return achievement

    def _evidence(self) -> JsonObject:
        digest = "".join(self._random.choices(BASE64URL, k=43))
        evidence: JsonObject = {"id": self._id(), "type": ["Evidence"], "genre": self._line(2)}
        evidence["digestMultibase"] = f"uEiA{digest}"
        if self._maybe():
            evidence["name"] = self._line(4)
        return evidence

    def _status(self) -> JsonObject:
        index = str(self._random.randrange(131_072))
        return {
            "id": f"https://badges.example/s/1#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": index,
            "statusListCredential": "https://badges.example/s/1",
        }

    def credential(self) -> JsonObject:
        """Return one unsigned OpenBadgeCredential."""
        start = self._moment()
        subject: JsonObject = {
            "id": self._id(),
            "type": ["AchievementSubject"],
            "achievement": self._achievement(),
        }
        if self._maybe():
            subject["creditsEarned"] = self._random.choice(NUMBERS)
        if self._maybe():
            subject["narrative"] = self._text(20)
        credential: JsonObject = {
            "@context": CONTEXTS,
            "id": self._id(),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self._line(5),
            "issuer": self._profile(),
            "validFrom": format_time(start),
            "awardedDate": format_time(start),
            "credentialSubject": subject,
            "credentialStatus": self._status(),
        }
        if self._maybe():
            credential["validUntil"] = format_time(start + timedelta(days=self._random.randint(1, 4000)))
        if self._maybe():
            credential["description"] = self._text()
        if self._maybe():
            credential["evidence"] = [self._evidence() for _ in range(self._random.randint(1, 5))]
        return credential

    def endorsement(self, about: str) -> JsonObject:
        """Return one unsigned EndorsementCredential about `about`."""
        return {
            "@context": CONTEXTS,
            "id": self._id(),
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": self._line(4),
            "issuer": self._profile(),
            "validFrom": format_time(self._moment()),
            "credentialSubject": {
                "id": about,
                "type": ["EndorsementSubject"],
                "endorsementComment": self._text(20),
            },
        }


def achievement_of(credential: JsonObject) -> JsonObject:
    """Return the achievement inside a credential."""
    subject = credential["credentialSubject"]
    assert isinstance(subject, dict)
    achievement = subject["achievement"]
    assert isinstance(achievement, dict)
    return achievement
