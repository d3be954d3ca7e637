"""Who may see a credential's page: private, whoever has the link (the default), or public (design.md section 6).

`public` pages lie at `/c/<uuid>`, `link` pages at `/c/<token>` with a token that the owner can replace. By any other address a
credential answers its status only: that it was issued here, and whether it stands. Checking a file
never needs a page. Changing takes effect at once, because every page asks here first.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from issuer.errors import ConflictError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, ShareRecord, Unit, Visibility

TOKEN_BYTES: Final = 18
"""144 random bits, 24 characters."""
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")
_SCHEME: Final = "urn:uuid:"


@dataclass(frozen=True)
class Found:
    """The credential at a page's address.

    Attributes:
        credential: the award.
        share: how it is shared, None when nobody asked for a page yet.
        is_open: whether this address may show everything; otherwise the status only.
    """

    credential: CredentialRecord
    share: ShareRecord | None
    is_open: bool

    @property
    def is_public(self) -> bool:
        """Whether the holder made the page public."""
        return self.share is not None and self.share.visibility is Visibility.PUBLIC


def find(toolkit: Toolkit, address: str) -> Found:
    """Return what lies at `/c/<address>`, by uuid or by token; whether it was issued yet is not asked.

    Raises:
        NotFoundError: nothing; the sentence is the same for whatever is not there.
    """
    with toolkit.database.reader() as reader:
        return look(reader, address)


def look(reader: Unit, address: str) -> Found:
    """Return the same, in a reader."""
    if _UUID.fullmatch(address):
        credential_id = _SCHEME + address
        share = reader.shares.find(credential_id)
        is_open = share is not None and share.visibility is Visibility.PUBLIC
    else:
        share = reader.shares.find_by_token(address) if _TOKEN.fullmatch(address) else None
        if share is None:
            raise NotFoundError("There is no page at this address.")
        credential_id = share.credential_id
        is_open = share.visibility is not Visibility.PRIVATE
    try:
        return Found(reader.credentials.get(credential_id), share, is_open)
    except NotFoundError:
        raise NotFoundError("There is no page at this address.") from None


def of(toolkit: Toolkit, credential_id: str) -> ShareRecord:
    """Return how a credential is shared; one that never was gets a link of its own.

    Raises:
        NotFoundError: there is no such credential.
    """
    with toolkit.database.reader() as reader:
        reader.credentials.get(credential_id)
        known = reader.shares.find(credential_id)
    if known is not None:
        return known
    try:
        with toolkit.database.unit("sharing.begin") as unit:
            return _begin(unit, toolkit, credential_id)
    except ConflictError:
        # Another process made one meanwhile.
        with toolkit.database.reader() as reader:
            made = reader.shares.find(credential_id)
        if made is None:
            raise
        return made


def change(
    toolkit: Toolkit,
    principal: Principal,
    credential_id: str,
    *,
    visibility: Visibility | None = None,
    new_link: bool = False,
) -> ShareRecord:
    """Change who may see a page, or end the old link by a new one, or both.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential.
    """
    with toolkit.database.unit("sharing.change") as unit:
        credential = unit.credentials.lock(credential_id)
        profile = unit.profiles.get(credential.profile_id)
        principal.require(profile.slug)
        known = unit.shares.find(credential_id) or _begin(unit, toolkit, credential_id)
        wanted = visibility or known.visibility
        if wanted is known.visibility and not new_link:
            return known
        token = _token(toolkit) if new_link else known.token
        unit.shares.change(credential_id, visibility=wanted, token=token, at=toolkit.clock())
        category = "new_link" if wanted is known.visibility else wanted.value
        act = Act(action="share.changed", object=credential_id, profile=profile.did, category=category)
        record(unit, toolkit, principal, act)
        changed = unit.shares.find(credential_id)
    if changed is None:
        raise NotFoundError(f"There is no share of {credential_id}.")
    return changed


def path_of(share: ShareRecord) -> str:
    """Return the path of the page that its owner hands out."""
    if share.visibility is Visibility.PUBLIC:
        return "/c/" + share.credential_id.removeprefix(_SCHEME)
    return "/c/" + share.token


def _begin(unit: Unit, toolkit: Toolkit, credential_id: str) -> ShareRecord:
    now = toolkit.clock()
    share = ShareRecord(credential_id, Visibility.LINK, _token(toolkit), now, now)
    unit.shares.add(share)
    return share


def _token(toolkit: Toolkit) -> str:
    return urlsafe_b64encode(toolkit.randomness.token(TOKEN_BYTES)).decode().rstrip("=")
