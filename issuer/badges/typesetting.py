"""Setting a page as PDF/A-3a and PDF/UA-1: the door to typst, which is loaded when the first page is set.

A process that verifies and issues never sets one, and typst takes 6 MB of every process that has imported it.
"""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from issuer.errors import InputError

ENGINE: Final = "issuer.badges.typst_engine"


class UnsettableError(InputError):
    """The page cannot be set as it is; mostly a letter that no face has, which PDF/A does not allow."""


def set_page(template: Path, values: Mapping[str, str]) -> bytes:
    """Return the PDF of a template.

    Args:
        template: the file; nothing outside its folder is read.
        values: what the template reads by name.

    Raises:
        UnsettableError: typst refuses.
    """
    made = importlib.import_module(ENGINE).compiled(template, values)
    if not isinstance(made, bytes):
        raise UnsettableError("The page cannot be set with these letters.")
    return made
