"""What lies at our public addresses for machines: `document_at(path)` (design.md sections 6 and 7).

DID documents, single keys and the key set, profiles, achievements and their versions, rubrics, status
lists, public endorsements, statements and their schemas, the log's checkpoints and keys. Pages for people and the credentials themselves are not here: a credential is
given by whoever holds it. The verifier reads our own documents through here too, never from the network.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from issuer.badges.achievement_document import achievement_object, profile_object
from issuer.dids import documents
from issuer.documents import contexts, schemas, strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import NotFoundError
from issuer.services import catalog, profiles, sequencer, status_lists
from issuer.services.endorsements import reading
from issuer.services.keys import did_documents, log_key
from issuer.services.local import Published
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unmarked
from issuer.store import AchievementVersionRecord, KeyState, Unit
from issuer.terms import vc

LONGEST_PATH: Final = 300
_SLUG: Final = r"(?P<slug>[a-z0-9-]{1,64})"
_CODE: Final = r"(?P<code>[a-z0-9-]{1,64})"
UUID: Final = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_VERSION: Final = r"(?P<version>[0-9.]{1,16})"

_Answer = tuple[str, bytes]
_Handler = Callable[[Toolkit, Mapping[str, str]], _Answer]


def document_at(toolkit: Toolkit, path: str) -> Published:
    """Return the document that lies at a path of ours.

    Args:
        toolkit: what to work with.
        path: the path alone, beginning with a slash; a query or an escape is never ours.

    Raises:
        NotFoundError: nothing is published there.
        KeyUnavailableError: a status list must be signed and no key can.
    """
    if len(path) <= LONGEST_PATH:
        for form, handler in _ROUTES:
            match = form.fullmatch(path)
            if match is not None:
                media_type, body = handler(toolkit, match.groupdict())
                return Published(path=path, media_type=media_type, body=body)
    raise NotFoundError(f"Nothing is published at {path[:120]!r}.")


def _did_document(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    def read() -> bytes:
        with toolkit.database.reader() as reader:
            profile = reader.profiles.get_by_slug(names["slug"])
            return strict_json.encode(did_documents.of_profile(reader, profile))

    return vc.MEDIA_DID, unmarked(toolkit.database, bytes, ("did", names["slug"]), read)


def _bare_key(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(names["slug"])
        for key in reader.keys.of_profile(profile.id):
            public = did_documents.published(key)
            if key.purpose in did_documents.JWT_PURPOSES and (
                public.public_key.thumbprint() == names["kid"] and key.state is not KeyState.REVOKED
            ):
                kid = did_documents.key_url(toolkit.base_url, profile, names["kid"])
                return vc.MEDIA_JWK, strict_json.encode(documents.bare_jwk(profile.did, public, kid=kid))
    raise NotFoundError(f"{names['slug']} publishes no such key.")


def _key_set(toolkit: Toolkit, _names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        found = [
            (profile.did, did_documents.published(key))
            for profile in reader.profiles.all()
            for key in reader.keys.of_profile(profile.id)
        ]
    return vc.MEDIA_JWK_SET, strict_json.encode(documents.jwks(found))


def _profile(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        profile = profiles.value(reader, reader.profiles.get_by_slug(names["slug"]))
        endorsed: list[Json] = list(reading.standing(reader, profile.did, now=toolkit.clock()))
    said: JsonObject = {"endorsement": endorsed} if endorsed else {}
    return vc.MEDIA_LD_JSON, _linked({**profile_object(profile), **said})


def _achievement(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        version = catalog.value(reader, _find_version(reader, names))
    return vc.MEDIA_LD_JSON, _linked(achievement_object(version, version.creator))


def _rubric(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        return vc.MEDIA_JSON, catalog.value(reader, _find_version(reader, names)).rubric_bytes()


def _rule(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        version = catalog.value(reader, _find_version(reader, names))
    if version.components is None:
        raise NotFoundError(f"{version.code} is no micro-endorsement and has no such rule.")
    return vc.MEDIA_JSON, version.rule_bytes()


def _status_list(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    return vc.MEDIA_VC, status_lists.signed_list(toolkit, names["slug"])


def _endorsement(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    said = reading.find_public(toolkit, f"urn:uuid:{names['uuid']}")
    if said is None:
        raise NotFoundError("No endorsement is published there.")
    return said.media_type, said.body


def _statement(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    with toolkit.database.reader() as reader:
        found = reader.endorsements.find_statement(names["token"])
    if found is None:
        raise NotFoundError("No statement lies there.")
    return vc.MEDIA_JSON, found.body


def _schema(_toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    found = schemas.published_bytes(names["name"])
    if found is None:
        raise NotFoundError("No schema is published there.")
    return vc.MEDIA_SCHEMA, found


def _checkpoint(toolkit: Toolkit, names: Mapping[str, str]) -> _Answer:
    note = sequencer.newest_checkpoint(toolkit, "events" if "events" in names else "leaves")
    if note is None:
        raise NotFoundError("The log of this installation was never signed.")
    return vc.MEDIA_TEXT, note


def _events_checkpoint(toolkit: Toolkit, _names: Mapping[str, str]) -> _Answer:
    return _checkpoint(toolkit, {"events": ""})


def _log_keys(toolkit: Toolkit, _names: Mapping[str, str]) -> _Answer:
    return vc.MEDIA_TEXT, "".join(f"{line}\n" for line in log_key.verifier_keys(toolkit)).encode("utf-8")


def _find_version(unit: Unit, names: Mapping[str, str]) -> AchievementVersionRecord:
    return catalog.find_version(unit, names["code"], names.get("version"))


def _linked(members: JsonObject) -> bytes:
    return strict_json.encode({"@context": list(contexts.EMITTED_ARRAY), **members})


_ROUTES: Final[tuple[tuple[re.Pattern[str], _Handler], ...]] = (
    (re.compile(rf"/p/{_SLUG}/did\.json"), _did_document),
    (re.compile(rf"/p/{_SLUG}/keys/(?P<kid>[A-Za-z0-9_-]{{43}})"), _bare_key),
    (re.compile(r"/\.well-known/jwks\.json"), _key_set),
    (re.compile(rf"/p/{_SLUG}"), _profile),
    (re.compile(rf"/a/{_CODE}"), _achievement),
    (re.compile(rf"/a/{_CODE}/v/{_VERSION}"), _achievement),
    (re.compile(rf"/a/{_CODE}/v/{_VERSION}/rubric\.json"), _rubric),
    (re.compile(rf"/a/{_CODE}/v/{_VERSION}/pathway\.json"), _rule),
    (re.compile(rf"/s/{_SLUG}"), _status_list),
    (re.compile(rf"/e/{UUID}"), _endorsement),
    (re.compile(r"/statements/(?P<token>[A-Za-z0-9_-]{22,64})"), _statement),
    (re.compile(r"/schemas/statements/(?P<name>[a-z0-9.-]{1,64})\.json"), _schema),
    (re.compile(r"/log/checkpoint"), _checkpoint),
    (re.compile(r"/log/events/checkpoint"), _events_checkpoint),
    (re.compile(r"/log/keys"), _log_keys),
)
