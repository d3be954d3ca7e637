"""The names of members in a vector file, with the other spellings under which people write them."""

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from issuer.errors import InputError

FILE: Final[Mapping[str, str]] = {
    "vectors": "vectors cases tests laneVectors",
    "rules": "rules districts ruleSets salaryRules",
    "defaults": "defaults",
    "catalog": "catalog catalogue stacks endorsementsOf",
    "comment": "note title comment description format source schema version",
}
VECTOR: Final[Mapping[str, str]] = {
    "id": "id name number vector",
    "comment": "title note comment description input story text",
    "district": "district dist districtSlug",
    "on": "submit submitted submitOn submitDate submittedOn request requestDate requested requestedOn on date asOf",
    "hired": "hire hired hireDate hiredOn",
    "degree": "degree degreeDate degreeOn",
    "lane": "lane currentLane laneFrom",
    "onFile": "onFile creditsOnFile hoursOnFile",
    "preapproved": "preapproved preApproved preapproval preapprovals preApprovals",
    "endorsed": "endorsed endorsements universityEndorsements endorsement universityEndorsement",
    "used": "used usedHours usedCredits careerUsed alreadyCounted",
    "ledger": "ledger alreadyUsed uses usedCredentials earlierUses priorUses",
    "credentials": "credentials creds credential earned claims badges",
    "laneChanges": "laneChanges",
    "equivalencies": "equivalencies equivalency",
    "cases": "cases variants",
    "expect": "expect expected expects result want",
    "rules": "rules ruleSet",
}
CREDENTIAL: Final[Mapping[str, str]] = {
    "code": "code achievement achievementCode name",
    "id": "id credentialId",
    "kind": "kind type",
    "hours": "hours credits creditsEarned value",
    "unit": "unit creditUnit",
    "awarded": "awarded awardedOn awardedDate awardDate earnedOn date",
    "version": "version",
    "components": "components parts",
    "status": "status standing state",
    "endorsed": "endorsed endorsements endorsement universityEndorsement",
    "transcript": "transcript hasTranscript",
    "count": "count times",
}
APPROVAL: Final[Mapping[str, str]] = {
    "code": "code achievement",
    "granted": "granted on date approved",
    "version": "version",
}
USE: Final[Mapping[str, str]] = {
    "code": "code achievement credit credential",
    "district": "district usedAt by",
    "on": "on date decided",
}
PERIOD: Final[Mapping[str, str]] = {
    "code": "code achievement",
    "from": "from validFrom since dated start",
    "until": "until to validUntil validTo end",
    "university": "university endorser by issuer name",
    "accreditor": "accreditor accreditedBy",
    "transcripted": "transcripted",
}
WORTH: Final[Mapping[str, str]] = {
    "code": "code achievement",
    "version": "version achievementVersion",
    "value": "value hours",
    "unit": "unit",
    "from": "validFrom from",
    "until": "validUntil validTo until to",
    "basis": "basis",
}
EXPECT: Final[Mapping[str, str]] = {
    "hours": "hours total counted credits value",
    "unit": "unit",
    "unused": "unused over",
    "pending": "pending pendingHours",
    "result": "result outcome status decision",
    "reasons": "reason reasons code codes why",
    "notes": "note notes hint hints",
    "window": "window",
    "effective": "effective effectiveDate effectiveFrom",
    "deferredTo": "deferredTo deferred nextWindow opens",
    "lane": "lane newLane laneTo",
    "fixable": "fixable",
    "recheck": "recheck recheckLink again",
}


def refuse(where: str, words: str) -> NoReturn:
    """Refuse a vector.

    Raises:
        InputError: MALFORMED_VALUE_ERROR, always.
    """
    raise InputError(f"{where}: {words}")


def members(value: object, names: Mapping[str, str], where: str) -> dict[str, Any]:
    """Return an object with its members under their first names.

    Raises:
        InputError: it is no object, or has a member that is not known or that is there twice.
    """
    if not isinstance(value, dict):
        refuse(where, f"an object with {', '.join(names)} is expected, not {type(value).__name__}")
    spelled = {_plain(word): name for name, words in names.items() for word in words.split()}
    found: dict[str, Any] = {}
    for key, item in value.items():
        name = spelled.get(_plain(str(key)))
        if name is None:
            refuse(where, f"the member {str(key)[:40]!r} is not known; known are {', '.join(names)}")
        if name in found and name != "comment":
            refuse(where, f"the member {str(key)[:40]!r} says {name!r} a second time")
        found[name] = item
    return found


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
