"""Every address of ours at which a document for machines lies: what an archive of this issuer must hold.

The counterpart of `publication.document_at`: each path that is listed here is answered there.
"""

from collections.abc import Iterator
from itertools import chain

from issuer.badges.statements import KINDS, PATH
from issuer.services.keys import did_documents
from issuer.services.toolkit import Toolkit
from issuer.store import Audience, KeyState, Unit


def published_paths(toolkit: Toolkit) -> tuple[str, ...]:
    """Return every path, in order: keys and lists of each profile, the catalogue, what is endorsed in public.

    Statements for a holder are not among them: whoever holds the endorsement keeps its statement.
    """
    with toolkit.database.reader() as reader:
        parts = (_of_profiles(reader), _of_catalog(reader), _of_endorsements(reader))
        return tuple(dict.fromkeys(("/.well-known/jwks.json", *chain.from_iterable(parts))))


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
            if "componentRule" in version.document:
                yield f"/a/{code}/v/{version.version}/pathway.json"


def _of_endorsements(reader: Unit) -> Iterator[str]:
    for kind in KINDS:
        yield f"{PATH}{kind.name}.json"
    after = ""
    while page := reader.endorsements.of_profile(after=after):
        for endorsement in page:
            if endorsement.audience is Audience.PUBLIC:
                yield f"/e/{endorsement.id.removeprefix('urn:uuid:')}"
                statement = reader.endorsements.statement_of(endorsement.id)
                if statement is not None:
                    yield f"/statements/{statement.token}"
        after = page[-1].id
