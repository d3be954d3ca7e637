"""Reading requests: the strict JSON parse of the house, then marshmallow; every refusal is a problem of ours."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

import marshmallow as ma
from flask import Request, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy

from issuer.documents import strict_json
from issuer.documents.strict_json import Json
from issuer.errors import ConformanceError, InputError
from issuer.terms import vc

View = TypeVar("View", bound=Callable[..., Any])


class StrictParser(FlaskParser):
    """Reads bodies with the one strict parser and refuses unknown members everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION = dict.fromkeys(("json", "query", "headers"), ma.RAISE)

    def load_json(self, req: Request, schema: ma.Schema) -> Json:
        """Return the JSON body of a request.

        Raises:
            InputError: the body is no strict JSON, or does not say that it is JSON.
        """
        del schema
        return json_body(req)

    def load_querystring(self, req: Request, schema: ma.Schema) -> MultiDictProxy:
        """Return the query; a parameter that occurs twice could be read two ways.

        Raises:
            InputError: a parameter occurs twice.
        """
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            raise InputError(f"The parameter {twice[0][:40]!r} occurs twice.")
        return super().load_querystring(req, schema)  # type: ignore[no-any-return]  # webargs has no types here

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        **options: Any,  # noqa: ANN401  (as webargs calls it)
    ) -> NoReturn:
        """Refuse in our words.

        Raises:
            ConformanceError: SCHEMA_VIOLATION naming everything that is wrong.
        """
        del req, schema, options
        found = list(_flat(error.messages, ""))
        told = "; ".join(f"{pointer or '(request)'}: {message}" for pointer, message in found[:20])
        raise ConformanceError(told, code="SCHEMA_VIOLATION", pointer=found[0][0] if found else "") from error


def json_body(req: Request | None = None) -> Json:
    """Return the JSON body of a request.

    Raises:
        InputError: MEDIA_TYPE_NOT_SUPPORTED, or what the strict parser refuses.
    """
    asked = request if req is None else req
    if asked.mimetype not in {vc.MEDIA_JSON, vc.MEDIA_LD_JSON} and not asked.mimetype.endswith("+json"):
        raise InputError(
            f"This operation takes {vc.MEDIA_JSON}.",
            code="MEDIA_TYPE_NOT_SUPPORTED",
            hint=f"Send the header Content-Type: {vc.MEDIA_JSON}.",
        )
    return strict_json.parse(asked.get_data())


def _flat(messages: Any, pointer: str) -> Any:  # noqa: ANN401  (marshmallow nests lists and dicts of texts)
    """Yield (pointer, message) for each message; the first step only names the place in the request."""
    if isinstance(messages, dict):
        for name, below in messages.items():
            step = str(name).replace("~", "~0").replace("/", "~1")
            top = not pointer and name in {"json", "query", "headers", "_schema"}
            yield from _flat(below, pointer if top or name == "_schema" else f"{pointer}/{step[:60]}")
    elif isinstance(messages, list):
        for message in messages:
            yield from _flat(message, pointer)
    else:
        yield pointer, str(messages)[:200]


class Blueprint(SmorestBlueprint):
    """A blueprint whose arguments are read strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: type[ma.Schema] | ma.Schema, **more: Any) -> Callable[[View], View]:  # noqa: ANN401  (as flask-smorest takes them)
        """Read arguments by a schema, which is made once and not for every request."""
        made = schema() if isinstance(schema, type) else schema
        decorate: Callable[[View], View] = super().arguments(made, **more)
        return decorate

    def refuses(self, *statuses: int) -> Callable[[View], View]:
        """Document that an operation may answer these statuses with a problem."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, HTTPStatus(status).name)(view)
            return view

        return decorate
