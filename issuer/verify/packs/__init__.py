"""Evidence packs: one verification with everything that it rested on, so that anybody can repeat it.

A pack is a plain zip file: what was handed in, every document that was fetched, the policy, what the record
of this installation answered, and the report. Repeating it asks nobody. It shows that the result follows
from what lies in the pack; that the documents came from where they say is the word of whoever made it.
"""

from issuer.verify.packs.pack import Pack
from issuer.verify.packs.reading import read_pack
from issuer.verify.packs.repeat import Repeated, repeat
from issuer.verify.packs.signature import Signature, signature_of
from issuer.verify.packs.witness import Source, Witness
from issuer.verify.packs.writing import Maker, write_pack

__all__ = [
    "Maker",
    "Pack",
    "Repeated",
    "Signature",
    "Source",
    "Witness",
    "read_pack",
    "repeat",
    "signature_of",
    "write_pack",
]
