"""What an evidence pack holds, as one value, and the names of its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.fetch import Exchange
from issuer.verify.packs.answers import RecordAnswers
from issuer.verify.policy import Policy

FORM: Final = "mintmark-evidence-pack"
FORM_VERSION: Final = 1
SIGNER: Final = "signer.json"
README: Final = "README.txt"
REPORT: Final = "report.json"
POLICY: Final = "policy.json"
FETCHES: Final = "fetches.json"
RECORD: Final = "record.json"
DOCUMENTS: Final = "documents/"


@dataclass(frozen=True)
class Pack:
    """One verification and everything that it rested on.

    Attributes:
        data: what was handed in, byte for byte.
        media_type: what its bringer said it is; None when nothing was said.
        url: where it was fetched from, None for a file.
        policy: what the verifier brought along, without record and memory.
        exchanges: every question to the network and its answer, in order.
        record: what the record of the installation answered; None where none was asked.
        newest_lists: the start of the newest list known by address before; None where nothing was remembered.
        report: the report as it was written then.
        made_at: when the pack was made; the moment for which the verdict holds stands in the policy.
        checker: name and version of the program.
        contexts: SHA-256 of every pinned JSON-LD context by address.
    """

    data: bytes
    media_type: str | None
    url: str | None
    policy: Policy
    exchanges: tuple[Exchange, ...]
    record: RecordAnswers | None
    newest_lists: Mapping[str, datetime | None] | None
    report: JsonObject
    made_at: datetime
    checker: str
    contexts: Mapping[str, str]
