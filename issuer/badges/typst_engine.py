"""Runs typst; imported when the first paper is laid out (`typesetting`), for the library is large.

No file but the faces and the template is read, and nothing is fetched.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from issuer.badges.artwork import faces


def compiled(template: Path, values: Mapping[str, str]) -> bytes | None:
    """Return the PDF/A-3a and PDF/UA-1 of a template, None when typst refuses.

    Args:
        template: the file; nothing outside its folder is read.
        values: what the template reads by name.
    """
    try:
        made = typst.compile(
            input=template,
            root=template.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=dict(values),
            pdf_standards=["a-3a", "ua-1"],
        )
    except typst.TypstError:
        return None
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Return the shipped faces, and no others, as typst takes them."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(faces.FOLDER)]
    )
