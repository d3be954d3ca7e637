"""How commands tell of a link that its maker can end."""

from datetime import datetime

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.services.handed_out.links import Link


def state_of(link: Link, now: datetime) -> str:
    """Return whether a link opens at `now`, and since when not or until when."""
    if link.revoked_at is not None:
        return f"closed on {link.revoked_at.date()}"
    if link.expires_at <= now:
        return f"ended on {link.expires_at.date()}"
    return f"open until {link.expires_at.date()}"


def period_of(link: Link) -> JsonObject:
    """Return when a link was made, when it ends, and when it was ended before, as members of JSON."""
    return {
        "createdAt": format_time(link.created_at),
        "expiresAt": format_time(link.expires_at),
        "revokedAt": None if link.revoked_at is None else format_time(link.revoked_at),
    }
