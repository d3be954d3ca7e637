"""A status list as it stood at an earlier moment, for verifying as of then.

Which bit was set when stands in the record; the list is built from it and signed for this one answer. It
is never kept and never published: a list that is published is always the newest (`status_lists`).
"""

from datetime import datetime

from issuer.errors import NotFoundError
from issuer.services.status_lists import signed
from issuer.services.toolkit import Toolkit


def list_as_of(toolkit: Toolkit, slug: str, moment: datetime) -> bytes:
    """Return a signed list with the bits that were set by `moment`.

    Raises:
        NotFoundError: there is no such list, or there was none then.
        KeyUnavailableError: no key of the profile can sign.
    """
    with toolkit.database.reader() as reader:
        found = reader.status_lists.find_by_slug(slug)
        if found is None or found.created_at > moment:
            raise NotFoundError(f"There was no status list {slug[:60]!r} then.")
        indexes = reader.status_lists.set_indexes(found.id, until=moment)
        profile = reader.profiles.get(found.profile_id)
    return signed.sign_bits(toolkit, found, profile, indexes, valid_from=moment)
