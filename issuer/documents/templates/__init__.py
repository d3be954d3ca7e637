"""Templates: lint, write and canonicalize once what many documents have in common.

A template is made from one document that the linter has passed, and from the places (`Hole`) in which others
differ from it. Each place says of which kind its values are, and each kind is so narrow that a value of it
cannot break a rule of the linter by itself; what values can do together is asked of every document anew. A
document that a template makes is therefore one that the linter would pass, and it comes with its JSON text
and its canonical N-Quads, byte for byte as the general road writes them. Anything that is not plainly so ends
in `NotAlike`, which says nothing about the document: the general road decides.
"""

from issuer.documents.templates.holes import Hole, Kind, NotAlike, RefusedError, fitting
from issuer.documents.templates.template import Template, blanked, compile_template

__all__ = [
    "Hole",
    "Kind",
    "NotAlike",
    "RefusedError",
    "Template",
    "blanked",
    "compile_template",
    "fitting",
]
