"""Lint before signing: only what this module has seen may be signed.

`lint` checks a private copy, cheapest first: (1) schema, (2) exact context arrays, (3) rules of the caller
(the Open Badges rules live above) together with clear personal data and objects that contradict each other, (4) JSON-LD safe mode by turning the
copy into canonical bytes. What passes becomes a `LintedDocument`, which gives that very copy away exactly
once; `signing` accepts nothing else. Whether the award is justified is not asked here.
"""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from issuer.documents import canonical, contexts, schemas
from issuer.documents.linted import KEY, LintedDocument
from issuer.documents.nodes import find_merged
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError

__all__ = ["MAIL", "SOCIAL_SECURITY", "LintedDocument", "Rule", "lint", "personal_data"]

Rule: TypeAlias = Callable[[JsonObject], Iterable[Violation]]

_TEXT: Final = frozenset({str})
MAIL: Final = re.compile(r"[\w.%+'-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NUMBER_PART: Final = re.compile(r"[-\u2010-\u2015 ]\d\d[-\u2010-\u2015 ]\d{4}")
"""What stands in every social security number and in few other texts; found many times faster."""
_SHAPE: Final = str.maketrans("123456789 ", "000000000-")
_NUMBER_SHAPE: Final = "000-00-0000"
"""Every social security number of ASCII letters, once its digits are zeros and its spaces dashes; faster still."""
SOCIAL_SECURITY: Final = re.compile(r"(?<![\w-])\d{3}[-\u2010-\u2015 ]\d{2}[-\u2010-\u2015 ]\d{4}(?![\w-])")


def lint(document: JsonObject, *, schema: str, rules: Sequence[Rule] = ()) -> LintedDocument:
    """Check a document before it is signed.

    Args:
        document: the plain document, without proofs; later changes to it do not reach the result.
        schema: the name of the schema it must fit, such as "emit/credential".
        rules: further rules; each yields what it finds.

    Raises:
        ConformanceError: SCHEMA_VIOLATION, CONTEXT_NOT_ALLOWED or DATA_LOSS_DETECTION_ERROR; a
            SCHEMA_VIOLATION names everything that was found, its pointer is the first one's.
        ConfigurationError: there is no schema of this name.
    """
    own = _copy_object(document)
    if "proof" in own:
        raise _violation("/proof", "the document carries a proof already")
    schemas.require(own, schema)  # (1)
    contexts.require_known_arrays(own)  # (2)
    found = [violation for rule in (*rules, *_OWN_RULES) for violation in rule(own)]  # (3)
    if found:
        schemas.raise_violations(found)
    return LintedDocument(
        KEY, own, frame=own, schema=schema, canonical_nquads=canonical.canonical_nquads(own)
    )  # (4)


def personal_data(document: JsonObject) -> Iterator[Violation]:
    """Find mail addresses and social security numbers in clear text, anywhere in a document.

    The text is not repeated in what is found. Endorsements inside are searched too: whoever wrote
    them, they become public with the credential.
    """
    if not _is_free_of_personal_data(document):
        yield from _find_personal_data(document)


def _is_free_of_personal_data(document: JsonObject) -> bool:
    """Look through the whole text at once; False means only that every text is to be looked at by itself.

    An escape could stand where a letter before a number must not, so line breaks and quotation marks are
    put back, and a document with any other escape is not judged here.
    """
    whole = json.dumps(document, ensure_ascii=False).replace("\\n", "\n").replace('\\"', '"')
    if "\\" in whole:
        return False
    plain = whole if whole.isascii() else unicodedata.normalize("NFKC", whole)
    has_mark = "@" in plain.replace('"@context"', "") or "%40" in plain
    if plain.isascii():
        may_have_number = _NUMBER_SHAPE in plain.translate(_SHAPE)
    else:
        may_have_number = _NUMBER_PART.search(plain) is not None
    return not has_mark and not (may_have_number and SOCIAL_SECURITY.search(plain))


def _find_personal_data(document: JsonObject) -> Iterator[Violation]:
    for pointer, text in _texts(document, ""):
        # Full-width and other compatibility letters read the same to people.
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if ("@" in plain or "%40" in plain) and MAIL.search(plain):
            yield Violation(pointer, "a mail address in clear text does not belong into a credential")
        if SOCIAL_SECURITY.search(plain):
            yield Violation(pointer, "this looks like a social security number in clear text")


def _texts(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            below = _below(pointer, name)
            yield below, name
            yield from _texts(item, below)


def _below(pointer: str, name: str) -> str:
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def _copy_object(value: JsonObject) -> JsonObject:
    """Copy plain JSON; anything else would be written differently by different writers.

    Raises:
        ConformanceError: SCHEMA_VIOLATION, with the pointer of the first thing that is not plain JSON.
    """
    try:
        return _copy_members(value)
    except TypeError:
        _require_plain(value, "")
        raise


def _copy_members(value: JsonObject) -> JsonObject:
    # Most members are texts, and a call for each would cost more than the copy.
    if not set(map(type, value)) <= _TEXT:
        raise TypeError(value)
    return {name: item if type(item) is str else _copy(item) for name, item in value.items()}


def _copy(value: Json) -> Json:
    # Exact types: a subclass may print itself in its own way.
    kind = type(value)
    if kind is str or kind is bool or kind is int or value is None:
        return value
    if kind is dict:
        return _copy_members(value)  # type: ignore[arg-type]
    if kind is list:
        return [_copy(item) for item in value]  # type: ignore[union-attr]
    if kind is float and math.isfinite(value):  # type: ignore[arg-type]
        return value
    raise TypeError(value)


def _require_plain(value: Json, pointer: str) -> None:
    """Say where a value stops to be plain JSON."""
    if type(value) is dict:
        for name, item in value.items():
            if type(name) is not str:
                raise _violation(pointer, "a member name is not a text")
            _require_plain(item, _below(pointer, name))
    elif type(value) is list:
        for index, item in enumerate(value):
            _require_plain(item, f"{pointer}/{index}")
    elif type(value) is float and not math.isfinite(value):
        raise _violation(pointer, "a number is not finite")
    elif value is not None and type(value) not in {str, bool, int, float}:
        raise _violation(pointer, "a value is not plain JSON")


def _violation(pointer: str, sentence: str) -> ConformanceError:
    return ConformanceError(sentence, code="SCHEMA_VIOLATION", pointer=pointer)


_OWN_RULES: Final[tuple[Rule, ...]] = (personal_data, find_merged)
