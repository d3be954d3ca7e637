"""Ready achievements for pictures; every helper changes one thing."""

import io
from dataclasses import replace
from typing import Any

from PIL import Image

from issuer.badges import catalog_record
from issuer.badges.model import AchievementVersion, Profile
from tests.badges import samples

ISSUER = replace(samples.ISSUER, mark=22)
REAL_ISSUER = replace(ISSUER, name="Riverbend Service Cooperative")


def credential(**change: Any) -> AchievementVersion:
    """Return a micro-credential."""
    return replace(samples.achievement(), **change)


def stack(**change: Any) -> AchievementVersion:
    """Return a micro-endorsement with two fixed components and a choice."""
    version = catalog_record.read(samples.stack_record(), base_url=samples.BASE, creator=samples.PARENT)
    return replace(version, **change)


def issuer(**change: Any) -> Profile:
    """Return the issuer."""
    return replace(ISSUER, **change)


def opened(png: bytes) -> Image.Image:
    """Return a picture, decoded."""
    picture = Image.open(io.BytesIO(png))
    picture.load()
    return picture


HOSTILE = (
    '"><script>alert(1)</script>',
    "'/><image href='https://evil.example/x.png'/>",
    "]]><!-- &lt; &amp;amp; <!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "safe\u202egnp.exe\u2066\u2069",
    "a\x00b\x0bc\x1bd\ufffe\ud800e",
    "Z" + "\u0301" * 200 + "algo",
    "\u200b\u200e\ufeff",
    "\U000e0041\U000e0042tags",
    "W" * 300,
    "word " * 60,
    "supercalifragilistic-expialidocious-and-so-on-without-an-end",
    "\u591a\u8bed\u8a00\u5b66\u4e60\u8005" * 20,
    "\u062a\u062d\u0644\u064a\u0644 \u0627\u0644\u0645\u062a\u0637\u0644\u0628\u0627\u062a",
    "\u092a\u093e\u0920 \u0915\u0940 \u092d\u093e\u0937\u093e",
    "\U0001f9d1\u200d\U0001f3eb Number Talks \U0001f389",
    "\U00012000\U00012001 cuneiform",
    "\ufdfd" * 80,
    "url(#x) expression(alert(1)) javascript:alert(1)",
    "",
    " \t\n ",
)
