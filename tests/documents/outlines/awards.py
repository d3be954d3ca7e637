"""Awards with proofs that differ in values, and what the general way reads of them."""

import uuid
from typing import Any

from issuer.documents import canonical, strict_json
from issuer.documents.outlines import Outlined, Outlines
from issuer.documents.outlines.statements import MARK
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError, InputError
from tests.documents import samples
from tests.documents.random_documents import WORDS

DIGESTS = (
    "uEiBgD6Gu64Mha5oyzrA7bwPSd0pHlAkjncwfWHENds5_Ug",
    "uEiCwISfBGVGuZaJuFrMhSOu2TbLgdtAQZd_ZwroYJRXmBA",
)
PLACES = (
    "/id", "/name", "/awardedDate", "/validFrom", "/credentialSubject/id", "/credentialSubject/result/0/achievedLevel",
    "/evidence/0/id", "/evidence/0/digestMultibase", "/evidence/1/id", "/credentialStatus/id",
    "/credentialStatus/statusListIndex", "/proof/0/created", "/proof/0/proofValue",
)  # fmt: skip


def urn(number: int) -> str:
    return uuid.UUID(int=number).urn


def credential(number: int = 1, **change: Any) -> JsonObject:
    """Return an award with a proof; two of them differ in every place of `PLACES`."""
    made: Any = samples.credential()
    made |= {
        "id": urn(10 * number),
        "name": f"Award {number}",
        "awardedDate": f"2026-01-02T03:04:{number:02}Z",
    }
    made["validFrom"] = f"2026-02-02T03:04:{number:02}Z"
    made["credentialSubject"]["id"] = urn(10 * number + 1)
    level = f"https://badges.example/levels/{number}"
    made["credentialSubject"]["result"] = [
        {"type": ["Result"], "resultDescription": "https://badges.example/d/1", "achievedLevel": level},
        {"type": ["Result"], "resultDescription": "https://badges.example/d/2", "status": "Completed"},
    ]
    made["evidence"] = [
        {"id": urn(10 * number + n), "type": ["Evidence"], "digestMultibase": DIGESTS[(number + n) % 2]}
        for n in (2, 3)
    ]
    made["credentialStatus"] |= {"id": f"https://badges.example/s/1#{number}", "statusListIndex": str(number)}
    made |= change
    made["proof"] = [
        {
            "type": "DataIntegrityProof",
            "created": f"2026-03-02T03:04:{number:02}Z",
            "proofValue": f"z{number}",
        }
    ]
    found: JsonObject = made
    return found


def general(data: bytes) -> Outlined | None:
    """Return what the general way reads, None where it refuses."""
    try:
        document = strict_json.parse_object(data)
        proofs: Any = document.pop("proof", [])
        return Outlined(
            {}, proofs if isinstance(proofs, list) else [proofs], canonical.canonical_nquads(document)
        )
    except (InputError, ConformanceError):
        return None


def require_same(outlines: Outlines, data: bytes) -> bool:
    """Hold what is read against the general way, and say whether anything was."""
    try:
        found = outlines.read(data)
    except InputError:
        assert general(data) is None
        return False
    if found is None:
        return False
    expected = general(data)
    assert expected is not None
    assert found.canonical_nquads == expected.canonical_nquads
    assert found.proofs == expected.proofs
    document = strict_json.parse_object(data)
    assert found.frame["@context"] == document["@context"]
    assert found.frame.get("issuer") == document.get("issuer")
    return True


def knowing(*documents: JsonObject) -> Outlines:
    outlines = Outlines()
    for document in documents:
        learn(outlines, document)
    return outlines


def learn(outlines: Outlines, document: JsonObject) -> None:
    data = strict_json.encode(document)
    outlines.learn(data, strict_json.parse_object(data))


def written(document: JsonObject) -> bytes:
    return strict_json._WRITER.encode(document).encode("utf-8", "surrogatepass")


ODD = [
    *WORDS, "urn:uuid:", "urn:", "urn://a", "https:a", "https://", "https://badges.example/a b", "did:web:a", "xsd:a", ":", "a:",
    urn(1), urn(10), "https://badges.example/s/1#7", "https://badges.example/d/1", "VerifiableCredential", "Z", "\x00", "\\",
    'a"', "\x7f", "\ud800", "3", "2026-01-02T03:04:01Z", MARK, "name", "@id", "\x85", "a\nb",
]  # fmt: skip
