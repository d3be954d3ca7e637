"""Mail the notices that wait, each once, to the address bound to the person (STA-02).

That somebody was told is noted in the same unit in which the mail is written, and the mail is put on its way after the
commit (`outbox.holding`). Whoever has no address here is told when one is bound; until then the notice waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.errors import ConflictError, NotFoundError
from issuer.services import catalog, outbox, people, profiles
from issuer.services.notices import words
from issuer.services.notices.words import Told
from issuer.services.outbox import Letter
from issuer.services.principal import SYSTEM, Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import NoticeRecord, Unit

LIVES_FOR: Final = timedelta(days=30)
"""How long a mail is tried; after that it says nothing new."""
AT_ONCE: Final = 200


@dataclass(frozen=True)
class Waiting:
    """A notice that nobody was sent yet.

    Attributes:
        number: certificate number of the micro-endorsement.
        profile: slug of its issuer.
        has_address: whether there is an address to send it to.
    """

    notice: NoticeRecord
    number: str
    profile: str
    has_address: bool


def send(toolkit: Toolkit) -> int:
    """Put every notice that can be told on its way, and return how many.

    Raises:
        StoreUnavailableError: the database or the outbox did not answer; the next run goes on from there.
    """
    _settle_held(toolkit)
    return sum(_send(toolkit, item.notice) for item in _unsent(toolkit) if item.has_address)


def waiting(toolkit: Toolkit, principal: Principal) -> tuple[Waiting, ...]:
    """Return every notice that waits, oldest first.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
    """
    principal.require_all()
    return tuple(_unsent(toolkit))


def _unsent(toolkit: Toolkit) -> Iterator[Waiting]:
    """Return what waits, page by page: those without an address hold up nobody."""
    after: NoticeRecord | None = None
    while True:
        with toolkit.database.reader() as reader:
            page = reader.pathway_queue.unsent(limit=AT_ONCE, after=after)
            found = [_waiting(reader, notice) for notice in page]
        yield from found
        if len(page) < AT_ONCE:
            return
        after = page[-1]


def _waiting(reader: Unit, notice: NoticeRecord) -> Waiting:
    return Waiting(
        notice=notice,
        number=reader.credentials.get(notice.credential_id).certificate_number,
        profile=reader.profiles.get(notice.profile_id).slug,
        has_address=people.mail_address(reader, notice.person_id) is not None,
    )


def _send(toolkit: Toolkit, notice: NoticeRecord) -> bool:
    try:
        with toolkit.database.unit("notices.send") as unit:
            address = people.mail_address(unit, notice.person_id)
            if address is None:
                return False
            # The row is held from here to the commit, so that of several processes one writes the file.
            unit.pathway_queue.mark_sent(notice.id, at=toolkit.clock())
            told = _told(unit, toolkit, notice)
            record(
                unit,
                toolkit,
                SYSTEM,
                Act(
                    action="holder.notified",
                    object=notice.credential_id,
                    profile=told.profile.did,
                    category=notice.category,
                ),
            )
            letter = Letter(
                to=address,
                subject=words.subject(told),
                text=words.text(told),
                ends_at=toolkit.clock() + LIVES_FOR,
            )
            outbox.hold(toolkit, letter, urn=notice.id)
    except ConflictError:
        # Another process told it in this moment.
        return False
    outbox.release(toolkit, notice.id)
    return True


def _settle_held(toolkit: Toolkit) -> None:
    """Put on its way what a process that died had noted as told, and forget what it had not."""
    for urn in outbox.held(toolkit):
        with toolkit.database.reader() as reader:
            notice = reader.pathway_queue.find_notice(urn)
        if notice is not None and notice.sent_at is not None:
            outbox.release(toolkit, urn)
        else:
            outbox.drop_abandoned(toolkit, urn)


def _told(unit: Unit, toolkit: Toolkit, notice: NoticeRecord) -> Told:
    credential = unit.credentials.get(notice.credential_id)
    version = catalog.value(unit, unit.achievements.get_version(credential.achievement_version_id))
    return Told(
        notice=notice,
        title=version.name,
        number=credential.certificate_number,
        profile=profiles.value(unit, unit.profiles.get(notice.profile_id)),
        part=_part(unit, notice),
        check_url=toolkit.url("/verify"),
    )


def _part(unit: Unit, notice: NoticeRecord) -> str | None:
    """Return the name of the component whose fall opened the review that the notice is about."""
    reviews = [
        item for item in unit.pathways.reviews_of(notice.credential_id) if item.opened_at <= notice.created_at
    ]
    if not reviews:
        return None
    try:
        component = unit.credentials.get(reviews[-1].component_id)
    except NotFoundError:
        return None
    return catalog.value(unit, unit.achievements.get_version(component.achievement_version_id)).name
