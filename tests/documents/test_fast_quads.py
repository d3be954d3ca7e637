"""The fast road: every term of every bundled context, every shape it covers, every refusal of the safe mode."""

import copy
from typing import Any

import pytest

from issuer.documents import canonical
from issuer.documents import contexts as known
from issuer.documents.term_tables import tables_of
from issuer.errors import ConformanceError
from issuer.terms import ob, vc
from tests.documents import roads, samples
from tests.documents.samples import with_proof

V2_OB = [vc.CONTEXT_V2, ob.CONTEXT_303]
V2_CLR = [vc.CONTEXT_V2, ob.CONTEXT_CLR_201, ob.CONTEXT_303]
V1 = [vc.CONTEXT_V1]
SOUND: dict[str, Any] = {
    "credential": samples.credential(),
    "endorsement": samples.endorsement(),
    "status list": samples.status_list(),
    "published profile": samples.published_profile(),
    "with a proof": with_proof(samples.credential()),
    "endorsed twice, signed": {**samples.credential(), "endorsement": [with_proof(samples.endorsement())] * 2},
    "two proofs of equal content": {**samples.credential(), **with_proof({}), "evidence": with_proof({})["proof"]},
    "transcript": {
        "@context": V2_CLR,
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": samples.profile(),
        "credentialSubject": {
            "type": ["ClrSubject"],
            "verifiableCredential": [with_proof(samples.credential()), samples.endorsement()],
            "association": [{"type": "Association", "associationType": "isChildOf", "sourceId": "urn:a"}],
        },
    },
    "presentation": {
        "@context": V2_OB,
        "type": "VerifiablePresentation",
        "verifiableCredential": [with_proof(samples.credential()), samples.endorsement()],
    },
    "configuration": {
        "@context": V2_OB,
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:key:z6Mk#z6Mk",
    },
    "older credential": {
        "@context": [vc.CONTEXT_V1, vc.CONTEXT_STATUS_LIST_2021, vc.CONTEXT_ED25519_2020],
        "id": "urn:x",
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": "did:key:z6Mk",
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x#list", "type": "StatusList2021", "statusPurpose": "revocation"},
    },
    "lists": {
        "@context": V2_OB,
        "type": ["ResultDescription"],
        "id": "urn:x",
        "allowedValue": ["b", "a", "a", {"id": "urn:y"}, {"type": "Image", "caption": "c"}, 1, 2.5, True],
    },
    "an empty list": {"@context": V2_OB, "type": ["ResultDescription"], "id": "urn:x", "allowedValue": []},
    "two lists of one node": {
        "@context": V2_OB,
        "type": ["Achievement"],
        "id": "urn:x",
        "resultDescription": [{"id": "urn:y", "type": "ResultDescription", "allowedValue": ["a"]}] * 2,
    },
    "JSON": {"@context": V2_OB, "type": "JsonSchema", "jsonSchema": {"b": [1, {"z": 1e-7}], "a": "\u20ac\n\\"}},
    "related resources": {
        "@context": V2_OB,
        "type": ["VerifiableCredential"],
        "relatedResource": [{"id": "urn:x", "digestMultibase": "uEi", "digestSRI": "sha", "mediaType": "a/b"}],
    },
    "texts with their languages": {
        **samples.credential(),
        "name": [{"@value": "Badge", "@language": "en-US"}, {"@value": 'Insigne "\n', "@language": "FR"}, "Badge"],
        "description": {"@value": "in no language"},
        "issuer": {**samples.profile(), "description": {"@value": "\u0634\u0627\u0631\u0629", "@language": "ar"}},
    },
    "compact IRIs": {
        "@context": V1,
        "id": "urn:x",
        "type": ["VerifiableCredential"],
        "issuer": "cred:issuer",
        "holder": {"id": "cred:"},
        "credentialSubject": {"id": "sec://not-compact", "type": "cred:not-here"},
    },
    "compact types": {"@context": [vc.CONTEXT_V1, ob.CONTEXT_301], "id": "urn:x", "type": ["xsd:T", "xsd://T"]},
    "types twice": {"@context": V2_OB, "id": "urn:x", "type": ["Image", "urn:T", "Image"], "caption": "x"},
    "types of all kinds": {
        "@context": V2_OB,
        "id": "urn:x",
        "type": ["Image", "Address", "Related", "Alignment"],
        "caption": "x",
        "version": "y",
    },
    "many types of strangers": {
        "@context": V2_OB,
        "id": "urn:x",
        "type": ["VerifiableCredential"],
        "evidence": [{"id": f"urn:x{n}", "type": ["Evidence", f"urn:T{n}"], "genre": "g"} for n in range(300)],
    },
    "other claims": {
        "@context": V2_OB,
        "id": "urn:x",
        "cnf": {"kid": "did:x:y#z", "jwk": {"kty": "OKP"}},
        "nbf": 1,
        "exp": 2.5,
        "aud": ["https://a.example/", "urn:b"],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
def test_sound_documents(name: str, hash_name: Any) -> None:
    document = SOUND[name]
    before = copy.deepcopy(document)
    for _ in range(2):
        assert isinstance(roads.same(document, hash_name), bytes)
        assert canonical.canonical_nquads(document, hash_name=hash_name) == roads.slow(document, hash_name)
    assert document == before


NULL_CONTEXT = "verifiableCredential"  # in a presentation a credential must bring its own context
ARRAYS: list[Any] = [
    (vc.CONTEXT_V2,),
    *(
        pytest.param(array, marks=pytest.mark.slow)
        for array in [*known.ALLOWED_ARRAYS, (vc.CONTEXT_DID_V1,), (vc.CONTEXT_MULTIKEY_V1,)]
        if len(array) == 2
        or array in ((*V2_CLR, ob.CONTEXT_EXTENSIONS), (vc.CONTEXT_DID_V1,), (vc.CONTEXT_MULTIKEY_V1,))
    ),
]


def test_every_bundled_context_has_its_turn() -> None:
    arrays = [getattr(array, "values", [array])[0] for array in ARRAYS]
    assert {url for array in arrays for url in array} == set(known.bundled())


def _value(mapping: Any, how: str) -> Any:
    container = mapping.get("@container", [])
    if how == "node" or "@graph" in container:
        return {"id": "urn:example:node", "type": "https://e.example/T"}
    values = {"text": "t\u00e9xt", "number": [1, 1.5], "bool": True}
    return "urn:example:iri" if how == "text" and mapping.get("@type") in ("@id", "@vocab") else values[how]


@pytest.mark.parametrize("array", ARRAYS, ids="+".join)
def test_every_term_of_every_context(array: tuple[str, ...]) -> None:
    """Under every type that brings terms, every term with every kind of value."""
    tables = tables_of(None)
    try:
        table = tables.initial.with_local(array)
    except ConformanceError:  # these contexts contradict each other
        document = {"@context": list(array), "id": "urn:x", "type": "urn:T"}
        assert roads.same(document) == "DATA_LOSS_DETECTION_ERROR"
        return
    mappings = table.active["mappings"]
    for kind in ["urn:example:T", *(name for name, mapping in mappings.items() if "@context" in mapping)]:
        document = {"@context": list(array), "id": "urn:example:x", "type": [kind]}
        try:
            terms = table.with_types((kind,), lambda: None).table.active["mappings"]
        except ConformanceError:  # the context of this name is for a value, and contradicts the others
            assert roads.same(document) == "DATA_LOSS_DETECTION_ERROR"
            continue
        assert isinstance(roads.same(document), bytes)
        for how in ("text", "number", "bool", "node"):
            members = {
                name: _value(mapping, how)
                for name, mapping in terms.items()
                if not mapping["@id"].startswith("@") and not mapping["_prefix"] and name != NULL_CONTEXT
            }
            assert isinstance(roads.same({**document, **members}), bytes)
