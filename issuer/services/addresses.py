"""Every address of ours at which a document for machines lies: what an archive of this issuer must hold.

The counterpart of `publication.document_at`: each path that is listed here is answered there.
"""

from collections.abc import Iterator

from issuer.services import did_documents
from issuer.services.toolkit import Toolkit
from issuer.store import KeyState, Unit


def published_paths(toolkit: Toolkit) -> tuple[str, ...]:
    """Return every path, in order: keys and lists of each profile, then the catalogue."""
    with toolkit.database.reader() as reader:
        return tuple(dict.fromkeys(("/.well-known/jwks.json", *_of_profiles(reader), *_of_catalog(reader))))


def _of_profiles(reader: Unit) -> Iterator[str]:
    for profile in reader.profiles.all():
        yield f"/p/{profile.slug}"
        yield f"/p/{profile.slug}/did.json"
        for key in reader.keys.of_profile(profile.id):
            if key.purpose in did_documents.JWT_PURPOSES and key.state is not KeyState.REVOKED:
                yield f"/p/{profile.slug}/keys/{did_documents.public_key(key).thumbprint()}"
        for status_list in reader.status_lists.of_profile(profile.id):
            yield f"/s/{status_list.slug}"


def _of_catalog(reader: Unit) -> Iterator[str]:
    for achievement in reader.achievements.all():
        code = achievement.code.lower()
        yield f"/a/{code}"
        for version in reader.achievements.versions(achievement.id):
            yield f"/a/{code}/v/{version.version}"
            yield f"/a/{code}/v/{version.version}/rubric.json"
