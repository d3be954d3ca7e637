"""Check 2.4: does everything stand where a reader looks for it? (RDF 1.1; security.md rule 1)

Statements are about an id, wherever in the JSON they stand. Where two objects have one id, a holder may move
members from one to the other without touching the signature: the end of a credential into the subject of an
endorsement about it, say, where no reader looks. What an object may say hangs on its types, so an object of a
shared id may only be of the class that its place is for, and the few members that need no type must stand at
the credential, issuer, subject or achievement itself. Asked only when a signature over statements holds: where
the text itself is signed (a token, a JCS proof) nothing can be moved.
"""

from collections.abc import Iterator
from typing import Final

from issuer.documents import contexts
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.survey import Path
from issuer.documents.wording import Violation, pointer_of
from issuer.terms import ob, status, vc
from issuer.verify.case import Case, objects, text_of
from issuer.verify.findings import failed, passed
from issuer.verify.presented import Form, Kind, types_of
from issuer.verify.report import Check, Verdict

CHECK_ID: Final = "parts_in_place"
_TEXT_SUITES: Final = "-jcs-"
_INSIDE: Final = frozenset({"endorsement", "verifiableCredential"})
_CREDENTIALS: Final = frozenset(
    {
        vc.VERIFIABLE_CREDENTIAL,
        vc.ENVELOPED_CREDENTIAL,
        ob.OPEN_BADGE_CREDENTIAL,
        ob.ACHIEVEMENT_CREDENTIAL,
        ob.ENDORSEMENT_CREDENTIAL,
        ob.CLR_CREDENTIAL,
        status.STATUS_LIST_CREDENTIAL,
        status.STATUS_LIST_2021_CREDENTIAL,
    }
)
_CLASSES_AT: Final = {
    "issuer": {"Profile"},
    "creator": {"Profile"},
    "parentOrg": {"Profile"},
    "source": {"Profile"},
    "holder": {"Profile"},
    "credentialSubject": {
        "AchievementSubject",
        "EndorsementSubject",
        "ClrSubject",
        status.STATUS_LIST,
        status.STATUS_LIST_2021,
    },
    "achievement": {"Achievement"},
    "criteria": {"Criteria"},
    "evidence": {"Evidence"},
    "result": {"Result"},
    "resultDescription": {"ResultDescription"},
    "rubricCriterionLevel": {"RubricCriterionLevel"},
    "alignment": {"Alignment"},
    "related": {"Related"},
    "image": {"Image"},
    "credentialStatus": {status.STATUS_LIST_ENTRY, status.STATUS_LIST_2021_ENTRY},
    "credentialSchema": {"JsonSchema", "JsonSchemaCredential"},
}
_WITHOUT_TYPE: Final = {
    "credential": frozenset({"name", "description", "image", "awardedDate", "endorsement", "endorsementJwt"}),
    "issuer": frozenset({"name"}),
    "subject": frozenset({"image", "narrative"}),
    "achievement": frozenset({"image", "inLanguage", "alignment", "endorsement", "endorsementJwt"}),
}
"""Members that contexts define for every object; of an issuer its other mentions may say more."""


def check_places(case: Case) -> Check:
    """Refuse a document of which a part was moved after it was signed."""
    # The credentials of a presentation are graphs of their own, each judged by itself.
    moved = None if case.kind is Kind.PRESENTATION or is_text_signed(case) else next(_moved(case), None)
    if moved is None:
        return passed(CHECK_ID, "Everything stands where it belongs.")
    return failed(
        CHECK_ID,
        "MALFORMED_VALUE_ERROR",
        f"Part of it does not stand where it belongs, so that a reader would miss it: {moved.message}.",
        means=Verdict.MALFORMED,
        pointer=moved.pointer,
    )


def _moved(case: Case) -> Iterator[Violation]:
    if _is_plainly_in_place(case):
        return
    shared = case.seen.places_of_shared()
    if shared:
        yield from _of_another_class(case.document, shared)
        yield from _misplaced(case, shared)


def _is_plainly_in_place(case: Case) -> bool:
    """Say whether every object of a shared id stands at one of the usual places, and is fit for it.

    Where anything else is to be found, it is said by a look at the place of every object.
    """
    seen = case.seen
    shared = seen.shared
    if not shared:
        return True
    if not seen.is_of_parse:
        return False
    places = _usual_places(case)
    items = [item for same in shared for item in same]
    for item in items:
        place = places.get(id(item))
        if place is None:
            return False
        own = contexts.class_names().intersection(types_of(item)) if place else ()
        if len(own) > 1 or not _CLASSES_AT.get(place, set()).issuperset(own):
            return False
    return next(_beside(case, items), None) is None


def _usual_places(case: Case) -> dict[int, str]:
    """Return by identity what stands where badges nearly always have it, and the name of the place."""
    document = case.document
    found = {id(document): ""}
    holders: list[JsonObject] = [document]
    places: list[tuple[str, Json]] = [("issuer", document.get("issuer"))]
    for subject in case.subjects:
        achievement = subject.get("achievement")
        places += [
            ("credentialSubject", subject),
            ("source", subject.get("source")),
            ("achievement", achievement),
        ]
        if isinstance(achievement, dict):
            places.append(("creator", achievement.get("creator")))
    for name, item in places:
        if isinstance(item, dict):
            found[id(item)] = name
            found[id(item.get("parentOrg"))] = "parentOrg"
            holders.append(item)
    for item in holders:
        found[id(item.get("image"))] = "image"
    return found


def is_text_signed(case: Case) -> bool:
    """Return whether what is signed is the text of the document, and nothing but that."""
    proofs = objects(case.document.get("proof"))
    return case.form is Form.JWT or (
        bool(proofs) and all(_TEXT_SUITES in str(proof.get("cryptosuite")) for proof in proofs)
    )


def _of_another_class(document: JsonObject, shared: list[tuple[Path, JsonObject]]) -> Iterator[Violation]:
    known = contexts.class_names()
    for path, item in shared:
        place = next((step for step in reversed(path) if isinstance(step, str)), "")
        classes = known.intersection(types_of(item))
        if place in _INSIDE:
            is_wrong = item.get("id") == document.get("id") or not classes <= _CREDENTIALS
        else:
            is_wrong = bool(path) and (len(classes) > 1 or not classes <= _CLASSES_AT.get(place, set()))
        if is_wrong:
            yield Violation(
                pointer_of((*path, "type")), "an object of the same id is of a class for another place"
            )


def _misplaced(case: Case, shared: list[tuple[Path, JsonObject]]) -> Iterator[Violation]:
    for name, number, member in _beside(case, [item for _, item in shared]):
        path = shared[number][0]
        yield Violation(pointer_of((*path, member)), f"this stands beside the {name} that it is about")


def _beside(case: Case, shared: list[JsonObject]) -> Iterator[tuple[str, int, str]]:
    """Yield what shared objects say that only the main one may: which that is, the number, the member."""
    for name, identifier, main in _main_objects(case):
        own = main if isinstance(main, dict) else {}
        for number, item in enumerate(shared):
            if item is main or item["id"] != identifier:
                continue
            for member in sorted(item.keys() & _WITHOUT_TYPE[name] - own.keys()):
                yield name, number, member


def _main_objects(case: Case) -> Iterator[tuple[str, str, Json]]:
    yield "credential", text_of(case.document, "id"), case.document
    yield "issuer", case.issuer, case.document.get("issuer")
    for subject in case.subjects if case.kind is Kind.BADGE else ():
        yield "subject", text_of(subject, "id"), subject
        yield "achievement", text_of(subject.get("achievement"), "id"), subject.get("achievement")
