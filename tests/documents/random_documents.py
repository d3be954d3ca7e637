"""Random documents of every kind the contexts know, sound ones and altered ones, from one seed.

`Maker(seed).document()` gives a sound document: every member is defined, every id an IRI. `altered()` changes
one or two things in it as a careless or hostile hand would. Which of these is refused is not known here: two
roads are compared.
"""

import copy
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from issuer.documents.contexts import ALLOWED_ARRAYS
from issuer.terms import ob, vc

WORDS: Final = (
    "alpha", "beta", '"quoted"', "back\\slash", "tab\there", "line\nbreak", "cr\rlf", "na\u00efve", "\u4e2d\u6587",
    "\U0001f393", "e\u0301", "", "\u2028", "\ufffd", "\ue000", "\U00010348", "x" * 40, "<b>", "\u00a0", "^^<a>", "@en", " .",
    "\\n", "\\u0041", "_:c14n0", "\u200f", "\ufeff", "\U000e0001",
)  # fmt: skip
NUMBERS: Final = (
    0,
    1,
    -5,
    1.5,
    2.0,
    1e21,
    1e-7,
    1e20,
    2**53 - 1,
    0.1,
    3.14159,
    1e22,
    -0.0,
    100.0,
    1e300,
    5e-324,
)
DATES: Final = ("2026-01-01T00:00:00Z", "2025-12-31T23:59:59.5+01:00", "2026-02-29", "not a date")

# Member -> how to make its value: a kind of plain value, the type of a node, "[...]" for one or several,
# "a|b" for a choice, "(...)" for a list that keeps its order.
SHAPES: Final[dict[str, dict[str, str]]] = {
    "Profile": {
        "name": "text", "url": "iri", "email": "text", "description": "text", "image": "Image|iri", "address": "Address",
        "otherIdentifier": "[IdentifierEntry]", "parentOrg": "Profile", "dateOfBirth": "date", "official": "text|bool",
    },
    "Image": {"caption": "text"},
    "Address": {"addressLocality": "text", "postalCode": "text", "geo": "GeoCoordinates"},
    "GeoCoordinates": {"latitude": "number", "longitude": "number"},
    "IdentifierEntry": {"identifier": "text", "identifierType": "text"},
    "IdentityObject": {"hashed": "bool|text", "identityHash": "text", "identityType": "text", "salt": "text"},
    "Alignment": {"targetCode": "text", "targetName": "text", "targetUrl": "iri|text", "targetType": "text"},
    "RubricCriterionLevel": {"level": "text", "name": "text", "points": "text|number", "alignment": "[Alignment]"},
    "ResultDescription": {
        "name": "text", "allowedValue": "(text)|(Image)|text|(number)", "requiredLevel": "iri", "valueMax": "text",
        "rubricCriterionLevel": "[RubricCriterionLevel]", "resultType": "text",
    },
    "Criteria": {"narrative": "text"},
    "Related": {"inLanguage": "text", "version": "text"},
    "Achievement": {
        "name": "text", "description": "text", "criteria": "Criteria|iri", "creator": "Profile", "image": "Image",
        "alignment": "[Alignment]", "resultDescription": "[ResultDescription]", "tag": "[text]", "version": "text",
        "creditsAvailable": "number", "related": "[Related]", "endorsement": "[endorsement]", "inLanguage": "text",
    },
    "Result": {"resultDescription": "iri", "achievedLevel": "iri", "value": "text|number", "status": "text"},
    "Evidence": {"name": "text", "narrative": "text", "genre": "text", "audience": "text"},
    "AchievementSubject": {
        "identifier": "[IdentityObject]", "achievement": "Achievement", "result": "[Result]", "creditsEarned": "number",
        "role": "text", "source": "Profile", "activityStartDate": "date", "image": "Image", "narrative": "text",
    },
    "EndorsementSubject": {"endorsementComment": "text"},
    "ClrSubject": {
        "achievement": "[Achievement]", "verifiableCredential": "[credential]|iri", "association": "[Association]",
        "identifier": "[IdentityObject]",
    },
    "Association": {"associationType": "text", "sourceId": "iri", "targetId": "iri"},
    "BitstringStatusList": {"encodedList": "text", "statusPurpose": "text", "ttl": "number"},
    "BitstringStatusListEntry": {
        "statusPurpose": "text", "statusListIndex": "text", "statusListCredential": "iri", "statusSize": "number",
        "statusMessage": "[StatusMessage]", "statusReference": "[iri]",
    },
    "StatusList2021Entry": {"statusPurpose": "text", "statusListIndex": "text", "statusListCredential": "iri"},
    "JsonSchema": {"jsonSchema": "json"},
    "DataIntegrityProof": {
        "cryptosuite": "text", "created": "date", "verificationMethod": "iri", "proofPurpose": "purpose",
        "proofValue": "text", "challenge": "text", "domain": "[text]", "expires": "date", "previousProof": "[iri]",
    },
    "Ed25519Signature2020": {
        "created": "date", "verificationMethod": "iri", "proofPurpose": "purpose", "proofValue": "text",
    },
    "Multikey": {"controller": "iri", "publicKeyMultibase": "text", "expires": "date", "revoked": "date"},
}  # fmt: skip
UNTYPED: Final[dict[str, dict[str, str]]] = {
    "StatusMessage": {"status": "text", "message": "text"},
    "Confirmation": {"kid": "iri", "jwk": "json"},
}
CREDENTIAL: Final = {
    "name": "text|text|tagged|[tagged]", "description": "text", "issuer": "Profile|iri", "validFrom": "date", "validUntil": "date",
    "awardedDate": "date", "credentialStatus": "[BitstringStatusListEntry]", "evidence": "[Evidence]", "image": "Image",
    "relatedResource": "[Related]", "credentialSchema": "[JsonSchema]", "termsOfUse": "iri", "proof": "[proof]",
    "endorsement": "[endorsement]", "_sd": "json", "cnf": "Confirmation", "nbf": "number", "refreshService": "iri",
}  # fmt: skip
SUBJECTS: Final = {
    "OpenBadgeCredential": "AchievementSubject", "AchievementCredential": "AchievementSubject",
    "EndorsementCredential": "EndorsementSubject", "ClrCredential": "ClrSubject",
    "BitstringStatusListCredential": "BitstringStatusList", "StatusList2021Credential": "BitstringStatusList",
}  # fmt: skip
ONLY_V2: Final = ("relatedResource", "_sd", "cnf", "nbf", "proof", "credentialStatus", "credentialSchema")
V2: Final = (vc.CONTEXT_V2, ob.CONTEXT_303)
ARRAYS: Final = sorted(array for array in ALLOWED_ARRAYS if any("/ob/" in address for address in array))


class Maker:
    """Makes documents; equal seeds give equal documents in equal order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  documents for tests, nothing secret
        self.pool = [f"urn:uuid:{uuid.UUID(int=self.random.getrandbits(128))}" for _ in range(4)]
        self.array: tuple[str, ...] = V2

    def maybe(self, chance: float = 0.3) -> bool:
        return self.random.random() < chance

    def document(self) -> dict[str, Any]:
        """Return a sound document of any kind."""
        self.array = self.random.choice(ARRAYS) if self.maybe(0.25) else V2
        kind = self.random.choice([*["credential"] * 6, "endorsement", "presentation", "configuration"])
        if kind == "presentation":
            made = self.node("VerifiablePresentation", {"holder": "iri", "proof": "[proof]"})
            if self.maybe(0.7):
                made["verifiableCredential"] = self.several(lambda: self.credential(own_context=True))
        elif kind == "configuration":
            made = self.value("proof")
        else:
            made = self.credential() if kind == "credential" else self.value("endorsement")
        return {"@context": list(self.array), **made}

    def credential(self, kind: str = "", *, own_context: bool = False) -> dict[str, Any]:
        kind = kind or self.random.choice([*["OpenBadgeCredential"] * 5, *SUBJECTS])
        v2 = vc.CONTEXT_V2 in self.array
        shape = {name: how for name, how in CREDENTIAL.items() if v2 or name not in ONLY_V2}
        made = self.node("VerifiableCredential", shape, chance=0.2)
        made["type"] = ["VerifiableCredential", kind]
        made["credentialSubject"] = self.value(SUBJECTS[kind])
        return {"@context": list(self.array), **made} if own_context else made

    def node(self, kind: str, shape: dict[str, str], chance: float = 0.35) -> dict[str, Any]:
        made: dict[str, Any] = {"id": self.iri()} if self.maybe(0.6) else {}
        if kind in SHAPES or kind not in UNTYPED:
            made["type"] = kind if self.maybe() else [kind]
        made |= {name: self.value(how) for name, how in shape.items() if self.maybe(chance)}
        names = list(made)
        self.random.shuffle(names)
        return {name: made[name] for name in names}

    def value(self, how: str) -> Any:
        how = self.random.choice(how.split("|"))
        if how[0] in "[(":
            return self.several(lambda: self.value(how[1:-1]))
        simple: dict[str, Callable[[], Any]] = {
            "text": self.text, "tagged": self.tagged, "iri": self.iri, "json": self.json, "date": lambda: self.random.choice(DATES),
            "number": lambda: self.random.choice(NUMBERS), "bool": self.maybe,
            "purpose": lambda: self.random.choice(["assertionMethod", "authentication", self.iri()]),
            "credential": lambda: self.credential(own_context=self.maybe()),
            "endorsement": lambda: self.credential("EndorsementCredential", own_context=self.maybe()),
            "proof": lambda: self.value(self.proof_kind()),
        }  # fmt: skip
        if how in simple:
            return simple[how]()
        return self.node(how, SHAPES[how] if how in SHAPES else UNTYPED[how])

    def proof_kind(self) -> str:
        return "Ed25519Signature2020" if vc.CONTEXT_ED25519_2020 in self.array else "DataIntegrityProof"

    def several(self, make: Callable[[], Any]) -> Any:
        made = [make() for _ in range(self.random.choice((0, 1, 1, 1, 2, 2, 3)))]
        if made and self.maybe(0.15):
            made.append(copy.deepcopy(self.random.choice(made)))
        return made[0] if len(made) == 1 and self.maybe() else made

    def text(self) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.choice((0, 1, 1, 2, 4))))

    def tagged(self) -> dict[str, Any]:
        """Return a text that may say its language."""
        language = self.random.choice(("", "en", "EN-us", "zh-Hant-TW"))
        return {"@value": self.text()} | ({"@language": language} if language else {})

    def iri(self) -> str:
        number = self.random.randrange(50)
        made = (
            f"urn:example:{number}",
            f"https://e.example/{number}",
            f"did:key:z6Mk{number}",
            "http://a.example/?b=c#d",
        )
        return self.random.choice((*made, *self.pool))

    def json(self, depth: int = 0) -> Any:
        kinds: list[Callable[[], Any]] = [self.text, lambda: self.random.choice(NUMBERS), self.maybe]
        if depth < 2:
            kinds += [lambda: {self.text(): self.json(depth + 1) for _ in range(self.random.randrange(3))}]
            kinds += [
                lambda: [x for x in (self.json(depth + 1) for _ in range(2)) if not isinstance(x, list)]
            ]
        return self.random.choice(kinds)()


def altered(document: dict[str, Any], maker: Maker) -> dict[str, Any]:
    """Return a copy in which one to three things were changed."""
    made = copy.deepcopy(document)
    for _ in range(maker.random.choice((1, 1, 1, 2, 3))):
        places = list(_objects(made))
        place = maker.random.choice(places)
        _alter(place, maker.random.choice(places), maker)
    return made


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(item)


ODD_VALUES: Final[tuple[Any, ...]] = (
    None, "control \x07", "\ufffe", {}, [], [[]], [None], 2**53, 10**25, -1e22, True, False, "", "relative", "a b:c", "_:b0",
    "urn:x y", "@id", "@type", "@json", "@none", "cred:foo", "xsd:x", "sec:x", "urn:", "urn:\u00e9", "URN:x", "id", "name",
    {"id": "urn:x"}, {"id": "relative"}, {"id": 7}, {"type": "Profile"}, {"type": []}, {"id": "urn:x", "tag": []},
    {"@value": "x"}, {"@value": "x", "@language": "en"}, {"@value": 1}, {"@value": "x", "@direction": "ltr"}, {"@id": "urn:x"}, {"name": "x", "@language": "en"}, [1, 1.0, True, "1"], ["x", ["y"]], [{}], [0.0, -0.0],
    {"type": ["Profile", "Image"], "caption": "x"}, {"type": ["Image", "Image"]}, {"type": [7]}, {"type": {}}, {"type": "@json"},
)  # fmt: skip
ODD_MEMBERS: Final = (
    "undefined", "https://schema.org/name", "cred:foo", "@graph", "@id", "@type", "@nest", "@reverse", "@included", "id", "type",
    "name", "image", "proof", "_sd", "...", "toString", "", "a b", "\x00", "jwk", "iss", "kid", "urn:x", "_:p", "Profile", "\u212a",
    "achievement", "issuer", "verifiableCredential", "jsonSchema", "credentialSubject", "proofPurpose", "cred", "__proto__",
)  # fmt: skip
ODD_TYPES: Final = (
    "Undefined", "https://e.example/T", "urn:T", "cred:T", "obi:T", "name", "id", "_:t", "", "Profile", "Achievement", "Image",
    "VerifiableCredential", "ClrSubject", "DataIntegrityProof", "BitstringStatusListEntry", "JsonSchema", "AchievementCredential",
)  # fmt: skip
ODD_CONTEXTS: Final[tuple[Any, ...]] = (
    *map(list, ARRAYS[:3]), [vc.CONTEXT_V1], [vc.CONTEXT_V2], vc.CONTEXT_V2, list(V2), list(V2), list(V2), [], None, {},
    ["https://evil.example/"], {"name": "urn:evil"}, [*V2, {"x": "urn:x"}], [ob.CONTEXT_303, vc.CONTEXT_V2], [vc.CONTEXT_DID_V1],
)  # fmt: skip


def _alter(place: dict[str, Any], other: dict[str, Any], maker: Maker) -> None:
    choose = maker.random.choice
    member = choose(list(place) or ["name"])
    odd = copy.deepcopy(choose(ODD_VALUES))
    if member == "@context":
        odd = copy.deepcopy(choose(ODD_CONTEXTS))
    changes: tuple[Callable[[], Any], ...] = (
        lambda: place.update({member: odd}),
        lambda: place.update({choose(ODD_MEMBERS): choose((odd, maker.text(), maker.iri()))}),
        lambda: place.update({"type": choose(((choose(ODD_TYPES), choose(ODD_TYPES)), choose(ODD_TYPES)))}),
        lambda: place.update({"id": choose((copy.deepcopy(other.get("id", "urn:y")), odd, maker.iri()))}),
        lambda: place.update({"@context": copy.deepcopy(choose(ODD_CONTEXTS))}),
        lambda: place.pop(member, None),
        lambda: place.update({member: copy.deepcopy(choose(list(other.values()) or [odd]))}),
        lambda: place.update({choose(list(other) or ["name"]): copy.deepcopy(place.get(member))}),
        lambda: place.update({member: [copy.deepcopy(place.get(member)), odd]}),
    )
    choose(changes)()
    if isinstance(place.get("type"), tuple):
        place["type"] = list(place["type"])
