"""The words of a notice: what happened, what happens next, whom to ask. For a teacher, not for a program.

Names the award, its number and its issuer, and never the holder: a mail may be read by somebody else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.badges.model import Profile
from issuer.badges.share import long_date
from issuer.services.pathways import closing
from issuer.store import NoticeRecord
from issuer.verify.checks.status import REASONS

_OTHER_REASON: Final = "it is under review"


@dataclass(frozen=True)
class Told:
    """What a notice is about.

    Attributes:
        title: name of the micro-endorsement.
        number: its certificate number.
        profile: its issuer.
        part: name of the component that fell, None where it is not known any more.
        check_url: where anybody can check a number.
    """

    notice: NoticeRecord
    title: str
    number: str
    profile: Profile
    part: str | None
    check_url: str


def subject(told: Told) -> str:
    """Return the subject line."""
    return {
        closing.ON_HOLD: "Your micro-endorsement is on hold",
        closing.REISSUED: "Your micro-endorsement is in force again",
        closing.WITHDRAWN: "Your micro-endorsement was withdrawn",
    }[told.notice.kind]


def text(told: Told) -> str:
    """Return the body, plain text."""
    happened, next_ = {
        closing.ON_HOLD: _on_hold,
        closing.REISSUED: _reissued,
        closing.WITHDRAWN: _withdrawn,
    }[told.notice.kind](told)
    name = told.profile.name
    return f"""\
This is about your micro-endorsement "{told.title}" (certificate {told.number}) from {name}.

What happened
{happened}

What happens next
{next_}

Whom to ask
{name}, {told.profile.url}. Have the certificate number at hand. If you think that this is wrong, say so there. Nobody
reads answers to this mail.

You can see how it stands today by its number: {told.check_url}
"""


def _on_hold(told: Told) -> tuple[str, str]:
    part = f'One of its parts, "{told.part}", does' if told.part else "One of its parts does"
    until = told.notice.answer_by
    asked = "" if until is None else f" until {_day(told, until)}"
    decides = "Then" if until is None else "After that day"
    return (
        (
            f"{part} not count any more, because {_reason(told)}. Since {_day(told, told.notice.created_at)} your "
            "micro-endorsement is on hold. It is not withdrawn. Whoever checks it is told that it is under review."
        ),
        (
            "If the part comes back into force, or you earn another one that can take its place, your micro-endorsement is "
            f"issued again by itself, and we write to you. You can give your side{asked}. {decides} {told.profile.name} "
            "decides."
        ),
    )


def _reissued(told: Told) -> tuple[str, str]:
    return (
        (
            f"The review has ended well. Your micro-endorsement was issued again on {_day(told, told.notice.created_at)} and "
            "is in force."
        ),
        (
            "You need to do nothing. The link that you shared shows the new version. A file that you downloaded before is "
            "the old version: please download it again."
        ),
    )


def _withdrawn(told: Told) -> tuple[str, str]:
    return (
        (
            f"The review has ended. Your micro-endorsement was withdrawn on {_day(told, told.notice.created_at)}, because of "
            f"one of its parts: {_reason(told)}. Whoever checks it is told that it was withdrawn."
        ),
        (
            "Your other parts stay yours and stay in force. When you have earned all the parts that it needs again, it is "
            "issued anew by itself."
        ),
    )


def _reason(told: Told) -> str:
    return REASONS.get(told.notice.category or "", _OTHER_REASON)


def _day(told: Told, moment: datetime) -> str:
    return long_date(moment, told.profile.timezone)
