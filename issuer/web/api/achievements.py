"""`/api/v1/achievements`: the catalogue. Reading is public; publishing needs `achievements:write`."""

from typing import Any

from flask import Response, make_response

from issuer.badges.model import AchievementVersion
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.services import catalog
from issuer.services.api_keys import Scope
from issuer.services.catalog import Listed
from issuer.store import AchievementVersionRecord
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint, json_body
from issuer.web.api.reading import lists, reads
from issuer.web.api.repeats import repeatable
from issuer.web.api.schemas.achievements import AchievementSchema, VersionSchema
from issuer.web.api.schemas.common import PageQuery
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("achievements", __name__, url_prefix="/achievements", description="What can be earned.")


@lists(blueprint, "", None, takes=PageQuery, of=AchievementSchema)
def list_achievements(query: dict[str, Any]) -> dict[str, Any]:
    """List the catalogue, by code."""
    found = catalog.all_achievements(the_toolkit())
    return paging.listed(found, query, describe, name=lambda item: item.achievement.code)


@reads(blueprint, "/<code>", None, answer=AchievementSchema, refuses=(404, 429))
def get_achievement(code: str) -> JsonObject:
    """Return one achievement with the names of its versions."""
    return describe(catalog.get(the_toolkit(), code))


@reads(blueprint, "/<code>/versions/<version>", None, answer=VersionSchema, refuses=(404, 429))
def get_version(code: str, version: str) -> dict[str, Any]:
    """Return one version, which never changes."""
    with the_toolkit().database.reader() as reader:
        return describe_version(catalog.find_version(reader, code, version))


@blueprint.post("/<code>/versions")
@access.requires(Scope.ACHIEVEMENTS_WRITE)
@repeatable
@blueprint.doc(
    requestBody={
        "required": True,
        "description": "The catalogue record of the new version; `GET …/versions/VERSION` shows one.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
)
@blueprint.response(201, VersionSchema)
@blueprint.refuses(400, 401, 403, 404, 409, 413, 415, 422, 429)
def publish_version(code: str) -> Response:
    """Publish a version, for ever. The same record again changes nothing."""
    record = json_body()
    if not isinstance(record, dict):
        raise InputError("A catalogue record is a JSON object.", code="PARSING_ERROR", pointer="")
    stated = record.get("code")
    if not isinstance(stated, str) or stated.upper() != code.upper():
        raise InputError(f"The record is not one of {code[:60]!r}.", pointer="/code")
    made = catalog.publish_version(the_toolkit(), access.caller().principal, access.caller().slug, record)
    response = make_response(VersionSchema().dump(describe_version(made)), 201)
    response.headers["Location"] = f"/api/v1/achievements/{code.lower()}/versions/{made.version}"
    return response


def describe(listed: Listed) -> JsonObject:
    """Return what the API says of an achievement."""
    newest: AchievementVersion = listed.newest
    return {
        "code": newest.code,
        "id": newest.id,
        "name": newest.name,
        "description": newest.description,
        "kind": newest.kind,
        "creator": newest.creator.slug,
        "hours": None
        if newest.hours is None
        else {"value": str(newest.hours), "unit": newest.unit, "level": newest.level, "basis": "suggested"},
        "newestVersion": newest.version,
        "versions": [row.version for row in listed.versions],
    }


def describe_version(row: AchievementVersionRecord) -> dict[str, Any]:
    """Return what the API says of one version: its record, and what the world may hold it against."""
    with the_toolkit().database.reader() as reader:
        value = catalog.value(reader, row)
    return {
        "code": value.code,
        "version": row.version,
        "id": value.id,
        "url": value.version_url,
        "rubricDigest": row.rubric_digest,
        "publishedAt": row.created_at,
        "retiredAt": row.retired_at,
        "record": row.document,
    }
