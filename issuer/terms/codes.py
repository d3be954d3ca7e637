"""Error and check codes with what they mean: W3C names where they exist, else ours.

Each code has a title and one sentence of advice for a person. `docs/problems.md` documents every
entry (a house test compares), and `/problems/<code>` shows it. The codes that say something of a
document are in `terms.judging_codes`; those here say something of a request or of this installation.
"""

from typing import Final

from issuer.terms.judging_codes import JUDGING_CODES
from issuer.terms.meaning import Meaning

CODES: Final[dict[str, Meaning]] = {
    **JUDGING_CODES,
    "INTERNAL_ERROR": Meaning("Mintmark made a mistake", "Report it with the log id; nothing was changed."),
    "NOT_COUNTED_HERE": Meaning(
        "It does not count in this district", "Read the trace: it names the rule and what can be done."
    ),
    "NOT_DECIDED_HERE": Meaning(
        "Whether it counts here is not settled", "Read the trace: it names what is missing."
    ),
    "NOT_AUTHORIZED": Meaning("You may not do this", "Ask the owner of the profile."),
    "NOT_FOUND": Meaning("There is no such thing here", "Check the id."),
    "CONFLICT": Meaning("This contradicts what is recorded", "Read the recorded value and decide."),
    "KEY_UNAVAILABLE": Meaning("The signing key cannot be used", "Run `mintmark doctor`."),
    "CLOCK_BEHIND": Meaning(
        "The clock is behind what is recorded, so nothing is signed", "Set the clock of the machine right."
    ),
    "PROOF_GENERATION_ERROR": Meaning("The document could not be signed", "Run `mintmark doctor`."),
    "FETCH_FAILED": Meaning(
        "A needed document could not be fetched", "Try again later; nothing is known yet."
    ),
    "SAVED_COPY": Meaning(
        "The issuer's keys were read from a saved copy", "Refresh the copies with `mintmark pins refresh`."
    ),
    "PACK_CHANGED": Meaning(
        "The evidence pack was changed", "Ask for the original pack; nothing follows from this one."
    ),
    "PACK_NOT_REPEATED": Meaning(
        "Only the file in the evidence pack was checked",
        "Repeat the pack with `mintmark verify --network PACK.zip`.",
    ),
    "FETCH_GONE": Meaning("A document was taken away for good", "Ask whoever published it."),
    "FETCH_BLOCKED": Meaning("A fetch is not allowed", "The address is not one that an issuer may name."),
    "FILE_ERROR": Meaning(
        "A file could not be read or written", "Check the name, the permissions and the free space."
    ),
    "CONFIGURATION_ERROR": Meaning(
        "The installation is set up wrongly", "Run `mintmark doctor` and follow its words."
    ),
    "NOT_AUTHENTICATED": Meaning("We do not know who you are", "Send the API key that was given to you."),
    "METHOD_NOT_ALLOWED": Meaning(
        "This address does not do that", "Use one of the methods that the Allow header names."
    ),
    "NOT_ACCEPTABLE": Meaning(
        "There is no such form of this", "Ask for one of the media types that the documentation names."
    ),
    "MEDIA_TYPE_NOT_SUPPORTED": Meaning(
        "We cannot read this kind of file", "Send JSON, a JWT, a PNG, an SVG or a PDF, and say which."
    ),
    "RATE_LIMITED": Meaning(
        "Too many requests", "Wait as long as the Retry-After header says, then try again."
    ),
    "STORE_UNAVAILABLE": Meaning(
        "The database cannot answer now", "Try again: the same request gives the same result, once."
    ),
    "TOO_BUSY": Meaning(
        "Too much is asked of this site now",
        "Wait as long as the Retry-After header says, then try again: the same request gives the same result, once.",
    ),
    "WORKERS_UNAVAILABLE": Meaning(
        "The machine is too busy to read this now", "Try again in a minute; nothing is known yet."
    ),
    "MAIL_NOT_SENT": Meaning("A mail could not be sent", "It stays in the outbox and is tried again."),
    "TOO_MANY_CODES": Meaning(
        "Too many codes were asked for", "Wait a quarter of an hour, and use the newest code until then."
    ),
    "LINK_ENDED": Meaning(
        "This link has ended",
        "Ask the person who sent it for a new one. It says nothing about the credentials.",
    ),
    "DESK_FULL": Meaning(
        "The hire desk has no room",
        "Try again in an hour; what others brought is forgotten by then or later.",
    ),
    "FILE_NOT_READ": Meaning("A file in the zip was not read", "It is no credential by its name."),
}
