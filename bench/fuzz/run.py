"""Fuzz one parser, guided by coverage; the README beside this file says how to set it up.

`python bench/fuzz/run.py json|jws|png|svg [--seconds 600] [--keep]` begins with the kept corpus and the
seeds. An input that breaks a promise ends the run and is written to the current directory. `--keep` reduces
what was found to the smallest set of the same coverage and writes it back.
"""

import argparse
import importlib
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MOST_BYTES = 2_048
PARSERS = ("json", "jws", "png", "svg")


def kept(parser: str) -> list[bytes]:
    """Return the inputs of the kept corpus."""
    path = HERE / "corpus" / f"{parser}.zip"
    if not path.exists():
        return []
    with ZipFile(path) as archive:
        return [archive.read(name) for name in sorted(archive.namelist())]


def keep(parser: str, folder: Path) -> int:
    """Write every file of `folder` into the kept corpus, the same files into the same bytes."""
    inputs = sorted({path.read_bytes() for path in folder.iterdir()}, key=lambda data: (len(data), data))
    with ZipFile(HERE / "corpus" / f"{parser}.zip", "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for number, data in enumerate(inputs):
            archive.writestr(ZipInfo(f"{number:04}"), data, ZIP_DEFLATED, 9)
    return len(inputs)


def start(parser: str, launcher: str, arguments: list[str]) -> None:
    """Hand this process to the fuzzer; it does not come back."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - in no lock

    for name in ("json.decoder", "json.scanner"):
        sys.modules.pop(name, None)  # so that the second reader's branches are seen as well
    with atheris.instrument_imports(include=["issuer", "bench", "json"]):
        target: ModuleType = importlib.import_module(f"bench.fuzz.fuzz_{parser}")
    mutate = getattr(target, "mutate", None)
    custom = {}
    if mutate is not None:
        custom["custom_mutator"] = lambda data, most, seed: mutate(data, most, seed, atheris.Mutate)
    atheris.Setup([launcher, *arguments], target.check, **custom)
    atheris.Fuzz()


def make_launcher(parser: str, folder: Path) -> Path:
    """Write a program of one name that the fuzzer can start again by itself, as it does to reduce a corpus."""
    path = folder / f"fuzz-{parser}"
    words = shlex.join([sys.executable, str(Path(__file__).resolve()), "--fuzzer", parser])
    path.write_text(f'#!/bin/sh\nexec {words} "$0" "$@"\n', encoding="utf-8")
    path.chmod(0o700)
    return path


def _run(*command: Path | str) -> int:
    return subprocess.run([str(word) for word in command], check=False).returncode


def main() -> int:
    """Run the fuzzer for the given time; 0 when nothing was found."""
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--fuzzer"]:
        start(sys.argv[2], sys.argv[3], sys.argv[4:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parser", choices=PARSERS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    target = importlib.import_module(f"bench.fuzz.fuzz_{options.parser}")
    with tempfile.TemporaryDirectory() as place:
        folder, reduced, words = Path(place, "found"), Path(place, "reduced"), Path(place, "words")
        folder.mkdir()
        reduced.mkdir()
        for number, data in enumerate([*kept(options.parser), *target.SEEDS]):
            (folder / f"seed-{number:04}").write_bytes(data)
        escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in target.WORDS)
        words.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
        launcher = make_launcher(options.parser, Path(place))
        result = _run(
            launcher,
            folder,
            f"-dict={words}",
            f"-max_len={MOST_BYTES}",
            f"-max_total_time={options.seconds}",
            "-timeout=5",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
        )
        if options.keep and not result:
            result = _run(launcher, "-merge=1", f"-max_len={MOST_BYTES}", reduced, folder)
            print(f"kept {keep(options.parser, reduced)} inputs")
    return result


if __name__ == "__main__":
    sys.exit(main())
