"""What the tests of good badges share: a badge must be valid in both forms, and come out as it was signed."""

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing.key_types import KeyType
from issuer.verify import Report, Verdict
from tests.papers import changed
from tests.worlds import World, sign, token


def identity(**change: Json) -> JsonObject:
    made: JsonObject = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "q",
        "identityType": "name",
    }
    return changed(made, **change)


def codes(report: Report) -> set[str]:
    """Return the codes of the checks and warnings of a report."""
    return {check.code for check in report.checks if check.code} | {item.code for item in report.warnings}


def require_valid(world: World, document: JsonObject) -> None:
    made = sign(document, world.issuer.key())
    report = world.verify(made)
    assert report.verdict is Verdict.VALID, [check.sentence for check in report.checks if check.code]
    assert report.credential == made
    report = world.verify(token(document, world.issuer.key("token", KeyType.P256)))
    assert report.verdict is Verdict.VALID, [check.sentence for check in report.checks if check.code]
    assert report.credential == document
