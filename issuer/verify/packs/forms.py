"""The written form of a policy and of what the record answered, both ways.

Reading is strict: a pack comes from a stranger, and a member that has another form than it is written in
refuses the pack as a whole.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time, parse_time
from issuer.errors import InputError
from issuer.verify.packs.answers import RecordAnswers
from issuer.verify.policy import Policy, Standing, Withdrawal
from issuer.verify.trust import TrustEntry, TrustList, trust_list_from

_LONGEST_SPAN: Final = 100 * 366 * 86_400
_TEXTS: Final = {
    "recipient": "recipient",
    "recipientType": "recipient_type",
    "challenge": "challenge",
    "domain": "domain",
}


def policy_json(policy: Policy) -> JsonObject:
    """Return a policy as it lies in a pack."""
    return {
        "now": format_time(policy.now),
        "at": _moment(policy.at),
        "recipient": policy.recipient,
        "recipientType": policy.recipient_type,
        "challenge": policy.challenge,
        "domain": policy.domain,
        "followRefresh": policy.follow_refresh,
        "statusMaxAgeSeconds": None
        if policy.status_max_age is None
        else int(policy.status_max_age.total_seconds()),
        "ownIssuers": [*sorted(policy.own_issuers)],
        "trust": None if policy.trust is None else _trust_json(policy.trust),
        "beside": [base64.b64encode(item).decode("ascii") for item in policy.beside],
    }


def read_policy(value: Json) -> Policy:
    """Return the policy of a pack.

    Raises:
        InputError: it does not have the form of one.
    """
    found = object_of(value, "policy.json")
    own, trust, publisher = found.get("ownIssuers"), found.get("trust"), None
    if not isinstance(own, list) or not all(isinstance(item, str) for item in own):
        raise wrong("policy.json", "ownIssuers")
    if trust is not None:
        publisher = optional_text(object_of(trust, "policy.json"), "publisher", "policy.json")
    texts = {name: optional_text(found, member, "policy.json") for member, name in _TEXTS.items()}
    return Policy(
        now=parse_time(found.get("now"), "/now"),
        at=optional_moment(found.get("at")),
        recipient=texts["recipient"],
        recipient_type=texts["recipient_type"],
        challenge=texts["challenge"],
        domain=texts["domain"],
        follow_refresh=found.get("followRefresh") is True,
        status_max_age=_span(found.get("statusMaxAgeSeconds")),
        own_issuers=frozenset(str(item) for item in own),
        trust=None if trust is None else TrustList(trust_list_from(trust).entries, publisher),
        beside=_beside(found.get("beside", [])),
    )


def _span(value: Json) -> timedelta | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST_SPAN:
        raise wrong("policy.json", "statusMaxAgeSeconds")
    return timedelta(seconds=value)


def _beside(value: Json) -> tuple[bytes, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong("policy.json", "beside")
    try:
        return tuple(base64.b64decode(str(item), validate=True) for item in value)
    except (ValueError, binascii.Error) as exc:
        raise wrong("policy.json", "beside") from exc


def record_json(answers: RecordAnswers | None, newest: Mapping[str, datetime | None] | None) -> JsonObject:
    """Return what the record answered and what was known of lists, as it lies in a pack."""
    written: JsonObject = {"record": None, "newestLists": None}
    if newest is not None:
        written["newestLists"] = {url: _moment(moment) for url, moment in newest.items()}
    if answers is not None:
        standings: list[Json] = [
            {
                "credential": credential,
                "moment": format_time(moment),
                "answer": None if said is None else {"inForce": said.in_force, "sentence": said.sentence},
            }
            for (credential, moment), said in answers.standings.items()
        ]
        withdrawals: JsonObject = {
            credential: None if said is None else {"category": said.category, "at": _moment(said.at)}
            for credential, said in answers.withdrawals.items()
        }
        logged: JsonObject = {sha256: _moment(moment) for sha256, moment in answers.logged.items()}
        written["record"] = {"loggedAt": logged, "standings": standings, "withdrawals": withdrawals}
    return written


def read_record(value: Json) -> tuple[RecordAnswers | None, dict[str, datetime | None] | None]:
    """Return the answers of the record and the starts of lists, None where neither was asked.

    Raises:
        InputError: they do not have the form of them.
    """
    found = object_of(value, "record.json")
    newest, record = found.get("newestLists"), found.get("record")
    starts = None
    if newest is not None:
        starts = {url: optional_moment(at) for url, at in object_of(newest, "record.json").items()}
    if record is None:
        return None, starts
    answers = RecordAnswers()
    written = object_of(record, "record.json")
    for sha256, at in object_of(written.get("loggedAt"), "record.json").items():
        answers.logged[sha256] = optional_moment(at)
    for credential, said in object_of(written.get("withdrawals"), "record.json").items():
        answers.withdrawals[credential] = _withdrawal(said)
    standings = written.get("standings")
    for item in standings if isinstance(standings, list) else []:
        entry = object_of(item, "record.json")
        key = (required_text(entry, "credential", "record.json"), parse_time(entry.get("moment"), "/moment"))
        answers.standings[key] = _standing(entry.get("answer"))
    return answers, starts


def _withdrawal(value: Json) -> Withdrawal | None:
    if value is None:
        return None
    found = object_of(value, "record.json")
    return Withdrawal(required_text(found, "category", "record.json"), optional_moment(found.get("at")))


def _standing(value: Json) -> Standing | None:
    if value is None:
        return None
    found = object_of(value, "record.json")
    return Standing(found.get("inForce") is True, required_text(found, "sentence", "record.json"))


def _trust_json(trust: TrustList) -> JsonObject:
    return {"publisher": trust.publisher, "issuers": [_entry_json(entry) for entry in trust.entries]}


def _entry_json(entry: TrustEntry) -> JsonObject:
    return {
        "id": entry.issuer,
        "name": entry.name,
        "addedAt": _moment(entry.added_at),
        "addedBy": entry.added_by,
        "reason": entry.reason,
        "removedAt": _moment(entry.removed_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else format_time(moment)


def optional_moment(value: Json) -> datetime | None:
    """Return a moment, None for null.

    Raises:
        InputError: it is no moment.
    """
    return None if value is None else parse_time(value)


def object_of(value: Json, file: str) -> JsonObject:
    """Return a value that must be an object.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, dict):
        raise InputError(f"{file} of the evidence pack does not have the form that it is written in.")
    return value


def required_text(value: JsonObject, name: str, file: str) -> str:
    """Return a member that must be text.

    Raises:
        InputError: it is something else.
    """
    found = value.get(name)
    if not isinstance(found, str):
        raise wrong(file, name)
    return found


def optional_text(value: JsonObject, name: str, file: str) -> str | None:
    """Return a member that is text or null.

    Raises:
        InputError: it is something else.
    """
    return None if value.get(name) is None else required_text(value, name, file)


def wrong(file: str, member: str) -> InputError:
    """Return the refusal of a member of a form that is not written."""
    return InputError(f"`{member}` in {file} of the evidence pack has a form that it is not written in.")
