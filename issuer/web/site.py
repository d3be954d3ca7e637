"""What every template knows: addresses of static files, navigation, dates and numbers in words.

The base address of the installation stands in `site.base_url`, and pages use it only where an absolute address is
needed (canonical links, previews, QR codes). Links between pages are relative, so that no Host header
and no port matters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask, request
from jinja2 import StrictUndefined

from issuer.badges.share import MONTHS, long_date
from issuer.web import markdown, text
from issuer.web.static_files import static

RESERVED_HOST: Final = ".example"
NAVIGATION: Final = (
    ("Check", "/verify"),
    ("Hire desk", "/desk"),
    ("Achievements", "/achievements"),
    ("Issuers", "/issuers"),
)
FOOTER: Final = (
    ("How checking works", "/about"),
    ("Known issuers", "/trust"),
    ("Privacy", "/privacy"),
    ("Accessibility", "/accessibility"),
    ("For developers", "/developers"),
    ("Batches", "/batches"),
    ("Problem codes", "/problems"),
)


@dataclass(frozen=True)
class Site:
    """What the shell of every page shows.

    Attributes:
        base_url: `https://host`, for the few absolute addresses of a page.
        demonstration: a red line says that nothing here is real; true under a reserved host name.
    """

    base_url: str
    demonstration: bool
    navigation: tuple[tuple[str, str], ...] = NAVIGATION
    footer: tuple[tuple[str, str], ...] = FOOTER

    @property
    def host(self) -> str:
        """The host name of the base address."""
        return self.base_url.removeprefix("https://")


def clock_time(moment: datetime, zone: str) -> str:
    """Return "9:41 a.m. on March 14, 2026 (CDT)" in an IANA zone; the zone is always said."""
    local = moment.astimezone(ZoneInfo(zone))
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004  (noon)
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02d} {half} on {long_date(moment, zone)} ({local.tzname()})"


def short_date(moment: datetime, zone: str) -> str:
    """Return "Mar 14, 2026" in an IANA zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{MONTHS[local.month - 1][:3]} {local.day}, {local.year}"


def month(moment: datetime, zone: str) -> str:
    """Return "Mar 2026" in an IANA zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{MONTHS[local.month - 1][:3]} {local.year}"


def identifier(pair: tuple[str, str]) -> tuple[str, str]:
    """Return an identifier's type and value for a list of facts: ("ncesLeaId", "2741880")."""
    kind, value = pair
    return kind.removeprefix("ext:"), value


def _navigation(*, has_desk: bool) -> tuple[tuple[str, str], ...]:
    return tuple((words, path) for words, path in NAVIGATION if has_desk or path != "/desk")


def install(app: Flask, *, base_url: str, has_desk: bool = True) -> None:
    """Give the templates of `app` their names, and make a missing one an error."""
    site = Site(
        base_url=base_url,
        demonstration=base_url.endswith(RESERVED_HOST),
        navigation=_navigation(has_desk=has_desk),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = text.tame
    app.jinja_env.globals.update(static=static, site=site)
    app.jinja_env.filters.update(
        long_date=long_date,
        clock_time=clock_time,
        short_date=short_date,
        markdown=markdown.render,
        shorten=text.shorten,
        sentence=text.sentence,
        identifier=identifier,
        in_code=text.in_code,
        curly=text.curly,
        breakable=text.breakable,
    )

    @app.context_processor
    def here() -> dict[str, str]:
        return {"here": request.path}
