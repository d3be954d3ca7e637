"""Names in addresses of ours: letters, digits and a little more, so that nothing else reaches a service."""

from typing import Final

from flask import Flask
from werkzeug.routing import BaseConverter


class Name(BaseConverter):
    """A part of a path such as a slug, a code, a version or a key's thumbprint."""

    regex: Final = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"  # type: ignore[misc]  # a constant of the class it extends


def install(app: Flask) -> None:
    """Let the rules of `app` say `<name:slug>`."""
    app.url_map.converters["name"] = Name
