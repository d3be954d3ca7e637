"""Outlines: what documents of one text have in common is read once, and of each the values in which they differ.

The awards of a chunk are one text but for some twenty values. Two of them that were read in the general way show where
the values stand; of the next ones only these are read, and the statements of the document are written with them. All that
the general way asks of a document is asked: what both have in common was asked of the first, and the values are asked
whether anything about them could be read in another way. Whatever is not plainly so is left to the general way.

Nothing here knows the templates by which such documents are made (`templates`), and nothing of theirs is used: what was
made by the one is checked by the other.
"""

from issuer.documents.outlines.memory import Outlines
from issuer.documents.outlines.reader import Outlined

__all__ = ["Outlined", "Outlines"]
