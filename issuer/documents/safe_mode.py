"""What the safe mode refuses in the received JSON, and the forms that it accepts; both roads to RDF use it.

JSON-LD drops or guesses without a word: a null, a term that no context defines, an IRI that is not
absolute. Each would leave part of a document outside its signature, so each is an error here.
"""

import re
from typing import Final

from issuer.documents.contexts import ContextSet
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError
from issuer.terms import vc

IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+", re.ASCII)
LANGUAGE: Final = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", re.ASCII)
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def loss(sentence: str, pointer: str = "") -> ConformanceError:
    """Return the refusal of a document of which a signature would not cover everything."""
    return ConformanceError(sentence, code="DATA_LOSS_DETECTION_ERROR", pointer=pointer)


def check_source(value: Json, pointer: str = "", name: str = "") -> None:
    """Refuse in the received JSON what expansion would drop without a word, and keywords but those of texts.

    Args:
        value: any part of a document.
        pointer: where it stands.
        name: the member of which it is a value, or one of the values.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR, with the pointer of the value at fault.
    """
    if value is None:
        raise loss("a null is not signed; leave the member out", pointer)
    if isinstance(value, str):
        if CONTROL.search(value):
            raise loss("a control character does not survive signing in every software", pointer)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, list):
                raise loss("a list directly inside a list has no meaning here", f"{pointer}/{index}")
            check_source(item, f"{pointer}/{index}", name)
    elif isinstance(value, dict):
        if name in vc.TEXTS and "@value" in value:
            check_text(value, pointer)
        else:
            _check_members(value, pointer)


def _check_members(value: JsonObject, pointer: str) -> None:
    for name, item in value.items():
        if name == "@context":
            continue
        if name.startswith("@"):
            raise loss(f"the keyword {name[:40]!r} is not accepted in a document", pointer)
        if CONTROL.search(name):
            raise loss("a member name holds a control character", pointer)
        check_source(item, f"{pointer}/{name}", name)


def check_text(value: JsonObject, pointer: str = "") -> None:
    """Refuse a text with its language (a value object) of which RDF would lose a part.

    RDF has no place for a direction: whoever holds the document could turn it. Other stacks sign around it.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR, with the pointer of the value at fault.
    """
    odd = next((member for member in value if member not in {"@value", "@language"}), None)
    if odd == "@direction":
        raise loss("the direction of a text is not signed; leave it out", pointer)
    if odd is not None:
        raise loss(f"a text with its language has no member {odd[:40]!r}", pointer)
    if not isinstance(value["@value"], str):
        raise loss("a text with its language is no text", pointer)
    check_source(value["@value"], f"{pointer}/@value")
    language = value.get("@language", "en")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        raise loss("the language of a text is not a language tag", pointer)


def check_contexts(value: Json, contexts: ContextSet, pointer: str = "") -> None:
    """Refuse every named context that is not in the set, before a processor sees the document.

    `@import` is refused as well: pyld 3.3.0 writes what stands beside it into the imported context itself,
    so that one document would change what a pinned context means for all later ones.

    Raises:
        ConformanceError: CONTEXT_NOT_ALLOWED, with the pointer of the `@context`.
    """
    if isinstance(value, list):
        for index, item in enumerate(value):
            check_contexts(item, contexts, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            if name != "@context":
                check_contexts(item, contexts, f"{pointer}/{name}")
            elif not _is_allowed(item, contexts):
                raise not_allowed(f"{pointer}/@context")


def _is_allowed(context: Json, contexts: ContextSet) -> bool:
    if isinstance(context, str):
        return context in contexts
    if isinstance(context, list):
        return all(_is_allowed(item, contexts) for item in context)
    if not isinstance(context, dict):
        return True
    scoped = [term["@context"] for term in context.values() if isinstance(term, dict) and "@context" in term]
    return "@import" not in context and all(_is_allowed(item, contexts) for item in scoped)


def not_allowed(pointer: str) -> ConformanceError:
    """Return the refusal of a context that is not bundled."""
    sentence = "a context that is not bundled is named or imported"
    return ConformanceError(sentence, code="CONTEXT_NOT_ALLOWED", pointer=pointer)


def require_one_json(seen: dict[tuple[str | int, str], str], place: tuple[str | int, str], text: str) -> None:
    """Refuse a second, different JSON value of one member of one node.

    pyld 3.3.0 compares such values as Python does and drops the one that it takes for a repetition, so that
    `{"a": true}` beside `{"a": 1}` would not be signed.

    Raises:
        ConformanceError: DATA_LOSS_DETECTION_ERROR.
    """
    if seen.setdefault(place, text) != text:
        raise loss("a node has two JSON values of one member; not every software keeps both")
