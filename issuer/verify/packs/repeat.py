"""Repeat the verification of a pack: same bytes, same moment, same answers from outside; and compare.

Only what decides is compared: verdict, answers, and how each check ended with which code. The words of a
later edition of this program may be others. A difference is never hidden: either the pack was made up, or
the program judges otherwise now, and a person has to know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.fetch import ReplayFetch
from issuer.verify.packs.answers import KeptLists, KeptRecord
from issuer.verify.packs.pack import Pack
from issuer.verify.pipeline import verify
from issuer.verify.report import Report
from issuer.workers import Workers

_WORDS: Final = frozenset({"sentence", "heading", "evidence", "pointer", "credential"})
"""What may be worded otherwise by a later edition, and the document, which the digest stands for."""


@dataclass(frozen=True)
class Repeated:
    """A pack and what comes out of it now.

    Attributes:
        pack: what was read.
        report: what a verification of the same things finds now.
        differences: what is not as it was recorded, each as a sentence; empty when it is the same.
    """

    pack: Pack
    report: Report
    differences: tuple[str, ...]


def repeat(pack: Pack, *, workers: Workers) -> Repeated:
    """Verify once more what lies in a pack; nothing is fetched and nobody is asked."""
    policy = replace(
        pack.policy,
        record=None if pack.record is None else KeptRecord(pack.record),
        lists=None if pack.newest_lists is None else KeptLists(pack.newest_lists),
    )
    report = verify(
        pack.data,
        media_type=pack.media_type,
        policy=policy,
        fetch=ReplayFetch(pack.exchanges),
        workers=workers,
    )
    return Repeated(pack, report, tuple(_differences(pack.report, report.to_json())))


def _differences(then: JsonObject, now: JsonObject) -> Iterator[str]:
    for name, words in (
        ("sha256", "The report is about a file with another digest"),
        ("verdict", "The verdict is another one"),
        ("checkedAt", "The report is for another moment"),
    ):
        if then.get(name) != now[name]:
            yield f"{words}: {then.get(name)!r:.90} is recorded, {now[name]!r} comes out."
    known = {"sha256", "verdict", "checkedAt"}
    for name in sorted((then.keys() | now.keys()) - known):
        if _decisive(then.get(name)) != _decisive(now.get(name)) and name not in _WORDS:
            yield f"What the report says under {name[:40]!r} is not what comes out."


def _decisive(value: Json) -> Json:
    """Return a value without the words in it."""
    if isinstance(value, dict):
        return {name: _decisive(item) for name, item in value.items() if name not in _WORDS}
    if isinstance(value, list):
        return [_decisive(item) for item in value]
    return value
