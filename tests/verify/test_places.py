"""The short look at objects of one id says of no document that all is in place where the long one does not."""

from dataclasses import replace
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from issuer.documents.strict_json import encode, parse_noting
from issuer.fetch import OfflineFetch
from issuer.verify import Policy
from issuer.verify.case import Case
from issuer.verify.checks.mentions import _is_plainly_in_place, check_places
from issuer.verify.presented import Presented, kinds_of
from issuer.workers import InProcess
from tests.papers import NOW

IDS = st.sampled_from(["urn:a", "urn:b", "urn:c"])
CLASSES = [
    "Profile",
    "Achievement",
    "AchievementSubject",
    "Evidence",
    "OpenBadgeCredential",
    "Image",
    "Other",
]
TYPES = st.sampled_from(CLASSES) | st.lists(st.sampled_from(CLASSES), max_size=2)
PLACES = st.sampled_from(
    ["issuer", "creator", "parentOrg", "source", "credentialSubject", "achievement", "evidence", "related",
     "endorsement", "image"]
)  # fmt: skip
MEMBERS = st.sampled_from(["name", "description", "awardedDate", "narrative", "inLanguage"])


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    below = st.dictionaries(PLACES, inner | st.lists(inner, max_size=2), max_size=3)
    return st.tuples(PLAIN, below).map(lambda parts: {**parts[0], **parts[1]})


PLAIN = st.tuples(
    st.fixed_dictionaries({"id": IDS}, optional={"type": TYPES}),
    st.dictionaries(MEMBERS, st.just("text"), max_size=2),
).map(lambda parts: {**parts[0], **parts[1]})
PARTS = st.recursive(PLAIN, objects, max_leaves=6)
BADGES = st.tuples(
    objects(PARTS), PARTS, PARTS, PARTS, PARTS, st.sampled_from(["OpenBadgeCredential", "EndorsementCredential"])
).map(
    lambda made: {
        **made[0],
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", made[5]],
        "issuer": made[1],
        "credentialSubject": {**made[2], "achievement": {**made[3], "creator": made[4]}},
    }
)  # fmt: skip


@given(BADGES)
def test_both_looks_say_the_same(badge: dict[str, Any]) -> None:
    data = encode(badge)
    made = parse_noting(data)
    assert isinstance(made.value, dict)
    case = Case(
        document=made.value,
        presented=Presented(made.value, data, "application/vc", objects=made.objects),
        kinds=kinds_of(made.value),
        policy=Policy(now=NOW),
        fetch=OfflineFetch(),
        workers=InProcess(),
    )
    walked = replace(case, presented=replace(case.presented, objects=None))
    assert case.seen.is_of_parse > walked.seen.is_of_parse
    found = check_places(case)
    event(f"{found.outcome}, short {_is_plainly_in_place(case)}")
    assert found == check_places(walked)
