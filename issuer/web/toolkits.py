"""The one toolkit of a running application, for its views; nothing below `web` knows of it."""

from typing import Final

from flask import Flask, current_app

from issuer.services.toolkit import Toolkit

_NAME: Final = "mintmark.toolkit"


def keep(app: Flask, toolkit: Toolkit) -> None:
    """Let the views of `app` work with a toolkit."""
    app.extensions[_NAME] = toolkit


def the_toolkit() -> Toolkit:
    """Return the toolkit of the application that answers now."""
    found = current_app.extensions[_NAME]
    if not isinstance(found, Toolkit):
        raise TypeError("the application was made without a toolkit")
    return found
