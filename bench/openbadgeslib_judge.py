"""openbadgeslib as a judge for bench/compare_verifiers.py: one JSON line in, one JSON line out.

It runs as a program in the throw-away environment that the comparison makes, never inside Mintmark: nothing
else imports it, and it imports nothing of Mintmark. Each question brings its network as bytes, and its time,
which takes the place of the clock that the library reads. Any exception is a refusal.

The library can prove status lists that are tokens only. With `--unproven-lists` its switch is set that
reads a list without asking for a proof; its default refuses every list with an embedded proof.
"""

import base64
import importlib
import json
import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from types import ModuleType
from typing import Any, Self

CLOCKED = ("openbadgeslib.ob3.ldp", "openbadgeslib.ob3.status", "openbadgeslib.ob3.verifier")


def clock_at(moment: datetime) -> type[datetime]:
    """Return a `datetime` whose `now` is one fixed moment."""

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(moment.timestamp(), tz)

    return Fixed


def downloader(raw: dict[str, str]) -> Callable[[str], bytes]:
    """Return a download function that knows the given addresses and no other."""

    def download(url: str, **_: object) -> bytes:
        if url not in raw:
            raise OSError(f"not known here: {url}")
        return base64.b64decode(raw[url])

    return download


def judge(
    library: ModuleType, whole: ModuleType, question: dict[str, Any], *, prove_lists: bool
) -> dict[str, Any]:
    """Verify one document the way the library does for a badge whose issuer it resolves."""
    for name in CLOCKED:
        vars(sys.modules[name])["datetime"] = clock_at(datetime.fromisoformat(question["now"]))
    issuer = whole.issuer_did_from_document(question["text"])
    verifier = library.OB3LdpVerifier.for_issuer_did(issuer)
    verifier.verify(
        question["text"],
        check_status=True,
        verify_status_list=prove_lists,
        download=downloader(question["raw"]),
    )
    return {"verified": True, "why": ""}


def main() -> None:
    """Answer lines until the input ends."""
    # Imported before any question: an installation that is broken ends the program and is no refusal.
    for name in CLOCKED:
        importlib.import_module(name)
    importlib.import_module("pyld.jsonld")
    library = importlib.import_module("openbadgeslib.ob3")
    whole = importlib.import_module("openbadgeslib.verify")
    prove_lists = "--unproven-lists" not in sys.argv
    for line in sys.stdin:
        question = json.loads(line)
        answer: dict[str, Any] = {"ok": True}
        if question["op"] == "judge":
            try:
                answer = judge(library, whole, question, prove_lists=prove_lists)
            except Exception as exc:  # noqa: BLE001 - whatever it raises, it did not accept the document.
                answer = {"verified": False, "why": f"{type(exc).__name__}: {exc}"[:600]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
