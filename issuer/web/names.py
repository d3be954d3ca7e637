"""Names in addresses of ours: letters, digits and a little more, so that nothing else reaches a service."""

from typing import Final

from flask import Flask
from werkzeug.routing import BaseConverter


class Name(BaseConverter):
    """A part of a path such as a slug, a code, a version or a key's thumbprint."""

    regex: Final = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"  # type: ignore[misc]  # a constant of the class it extends


class Address(BaseConverter):
    """The last part of a credential's page: a uuid or a token; what it names is not decided here."""

    regex: Final = r"[A-Za-z0-9_-]{22,64}"  # type: ignore[misc]  # as above


def install(app: Flask) -> None:
    """Let the rules of `app` say `<name:slug>` and `<address:page>`."""
    app.url_map.converters["name"] = Name
    app.url_map.converters["address"] = Address
