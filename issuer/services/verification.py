"""Verify whatever is handed in, with what this installation knows: its issuers, its record, its lists.

Own issuers are known as "issued here", and for what was issued here the report also says why it was
withdrawn and whether it was in force on a date. Nothing of what is verified is kept. Verifying for
another moment than the present reads our own status lists as they stood then. A network that is handed in
answers everything, and our own record is left out, so that the result can be repeated anywhere.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from issuer.errors import FetchError, InputError, NotFoundError
from issuer.fetch import MAX_BYTES, Fetch, Fetched, OfflineFetch
from issuer.services import profiles, publication
from issuer.services.local import LocalFetch, Published
from issuer.services.own_components import OwnComponents
from issuer.services.own_record import OwnRecord
from issuer.services.recognition import counting
from issuer.services.showing import bundle_links, sharing
from issuer.services.status_lists import history
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import one_moment
from issuer.store import OpeningKind
from issuer.terms import vc
from issuer.verify import Policy, Report, TrustEntry, TrustList, intake, verify
from issuer.verify.following import ACCEPT
from issuer.verify.packs import Source
from issuer.verify.presented import Link
from issuer.verify.recognising import MEDIA_ZIP, recognise

_PAGE: Final = re.compile(r"/c/([A-Za-z0-9_-]{1,64})(?:\.(?:json|jwt|png|svg|pdf))?")
_BUNDLE: Final = re.compile(r"/b/([A-Za-z0-9_-]{43})")
_LIST: Final = re.compile(r"/s/([a-z0-9-]{1,64})")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What somebody who verifies wants to know.

    Attributes:
        now: the moment for which the verdict shall hold; None for the present.
        at: also say whether it was in force on this date.
        trust: the known issuers, as a list or as ids alone; None means that it is not asked.
        recipient: what is known about the holder from elsewhere, such as a mail address.
        recipient_type: the identity type of `recipient`; None compares with every type.
        challenge: the challenge that a presentation must answer.
        domain: the domain that a presentation must be made for.
        follow_refresh: follow `refreshService` once.
        offline: ask nobody but this installation and what was saved.
        saved: answers other addresses when offline; None answers none.
        status_max_age: how old a saved copy of a status list may be.
        network: answers every fetch in place of the network and of this installation.
        district: slug of the district whose rules are asked; None means that *Counts here?* is not asked.
        beside: statements that were handed in with the credential; a statement counts by its digest.
    """

    now: datetime | None = None
    at: datetime | None = None
    trust: TrustList | frozenset[str] | None = None
    recipient: str | None = None
    recipient_type: str | None = None
    challenge: str | None = None
    domain: str | None = None
    follow_refresh: bool = False
    offline: bool = False
    saved: Fetch | None = None
    status_max_age: timedelta | None = None
    network: Fetch | None = None
    district: str | None = None
    beside: tuple[bytes, ...] = ()


NOTHING_MORE: Final = Options()
"""Nothing but the verdict for the present."""


def check(
    toolkit: Toolkit, data: bytes, *, media_type: str | None = None, options: Options = NOTHING_MORE
) -> Report:
    """Verify bytes: a credential, a token, a baked picture, a PDF, a zip of these.

    Args:
        toolkit: what to work with.
        data: the bytes; what cannot be read gives the verdict `malformed`.
        media_type: what the bringer says they are; None when nothing was said.
        options: what else is asked.
    """
    with toolkit.lane.taken(), one_moment():
        return verify(
            data,
            media_type=media_type,
            policy=policy_of(toolkit, options),
            fetch=fetch_of(toolkit, options),
            workers=toolkit.workers,
        )


def check_url(toolkit: Toolkit, url: str, *, options: Options = NOTHING_MORE) -> Report:
    """Verify what lies at an address, as `bring` brings it.

    Raises:
        NotFoundError: the address is a page of ours that shows nobody a credential, or the link of a bundle
            that never was or has ended (LINK_ENDED).
        FetchError: FETCH_BLOCKED or FETCH_FAILED: the document could not be brought.
    """
    source = bring(toolkit, url, options=options, fetch=fetch_of(toolkit, options))
    return check(toolkit, source.data, media_type=source.media_type, options=options)


def bring(toolkit: Toolkit, url: str, *, options: Options, fetch: Fetch) -> Source:
    """Return what lies at an address; a page of ours stands for the credential that it shows.

    The link of a transfer bundle stands for all credentials behind it, as a zip file of them would.

    Raises:
        NotFoundError: the address is a page of ours that shows nobody a credential, or the link of a bundle
            that never was or has ended (LINK_ENDED).
        FetchError: FETCH_BLOCKED or FETCH_FAILED: the document could not be brought.
    """
    if options.network is None and url.startswith(toolkit.base_url + "/"):
        if (page := _page_of(toolkit, url)) is not None:
            return Source(_shown_at(toolkit, page), vc.MEDIA_VC, url)
        if link := _BUNDLE.fullmatch(url.removeprefix(toolkit.base_url)):
            bundle = bundle_links.open_link(toolkit, link[1], kind=OpeningKind.CHECK)
            # The link opens everything for whoever has it, so that an evidence pack must not hold it.
            return Source(bundle_links.archive(bundle), MEDIA_ZIP)
    fetched = fetch.get(url, accept=ACCEPT)
    return Source(fetched.body, fetched.media_type or None, url)


def address_on(toolkit: Toolkit, data: bytes) -> str | None:
    """Return the address in the QR code of a photo, None for any other file; nothing is judged or fetched."""
    if recognise(data) not in {vc.MEDIA_PNG, vc.MEDIA_JPEG}:
        return None
    try:
        found = intake.read(data, media_type=None, workers=toolkit.workers)
    except InputError:
        return None
    return found.url if isinstance(found, Link) else None


def policy_of_own(toolkit: Toolkit) -> Policy:
    """Return the policy under which this installation checks what it has just signed."""
    return Policy(now=toolkit.clock(), own_issuers=profiles.own_issuers(toolkit))


def policy_of(toolkit: Toolkit, options: Options) -> Policy:
    """Return what this installation brings along to a verification.

    Raises:
        NotFoundError: there is no such district, or it has no rules.
    """
    trust = options.trust
    if isinstance(trust, frozenset):
        trust = TrustList(tuple(TrustEntry(issuer) for issuer in sorted(trust)))
    alone = options.network is not None
    present = not alone and options.now is None
    return Policy(
        now=options.now or toolkit.clock(),
        trust=trust,
        own_issuers=frozenset() if alone else profiles.own_issuers_known(toolkit),
        recipient=options.recipient,
        recipient_type=options.recipient_type,
        challenge=options.challenge,
        domain=options.domain,
        at=options.at,
        follow_refresh=options.follow_refresh,
        record=None if alone else OwnRecord(toolkit),
        recognition=None if options.district is None else counting.rules_for(toolkit, options.district),
        components=None if alone else OwnComponents(toolkit),
        # A list as it stood at another moment says nothing about the newest one.
        lists=toolkit.lists if present else None,
        status_max_age=options.status_max_age,
        beside=options.beside,
    )


def fetch_of(toolkit: Toolkit, options: Options) -> Fetch:
    """Return the network door of a verification; our own addresses are answered from our own record."""
    if options.network is not None:
        return options.network
    if options.now is None and not options.offline:
        return _PageFetch(toolkit, toolkit.fetch)
    elsewhere: Fetch = (options.saved or OfflineFetch()) if options.offline else toolkit.fetch
    publish = partial(_published_at, toolkit, options.now)
    return _PageFetch(toolkit, LocalFetch(base_url=toolkit.base_url, publish=publish, elsewhere=elsewhere))


class _PageFetch:
    """Answers the page of a credential of ours with the credential that it shows, for a printed code leads there.

    Nobody learns more by it than the page tells: where the holder shows nothing, nothing is answered.
    """

    def __init__(self, toolkit: Toolkit, inner: Fetch) -> None:
        self._toolkit = toolkit
        self._inner = inner

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `Fetch.get`."""
        page = _page_of(self._toolkit, url)
        if page is None:
            return self._inner.get(url, accept=accept, max_bytes=max_bytes)
        try:
            return Fetched(url=url, media_type=vc.MEDIA_VC, body=_shown_at(self._toolkit, page))
        except NotFoundError as exc:
            raise FetchError(exc.detail, code="FETCH_FAILED") from exc


def _page_of(toolkit: Toolkit, url: str) -> str | None:
    """Return the last part of the address of a credential's page, None for any other address."""
    if not url.startswith(toolkit.base_url + "/"):
        return None
    page = _PAGE.fullmatch(url.removeprefix(toolkit.base_url))
    return None if page is None else page[1]


def _published_at(toolkit: Toolkit, moment: datetime | None, path: str) -> Published:
    """Return what is published at a path; a status list as it stood at `moment`, signed for this once."""
    match = _LIST.fullmatch(path)
    if moment is None or match is None:
        return publication.document_at(toolkit, path)
    body = history.list_as_of(toolkit, match[1], moment)
    return Published(path=path, media_type=vc.MEDIA_VC, body=body)


def _shown_at(toolkit: Toolkit, address: str) -> bytes:
    found = sharing.find(toolkit, address)
    if not found.is_open:
        raise NotFoundError("The holder does not show this credential at this address; ask for the file.")
    with toolkit.database.reader() as reader:
        newest = reader.credentials.find_newest(found.credential.id)
    if newest is None or newest.body is None:
        raise NotFoundError("There is no page at this address.")
    return newest.body
