"""Reading a file into a batch: every award is held against the record, and nothing is issued.

A file is read once, a chunk at a time, so that memory does not grow with it. What is wrong is kept with line
and column; one error refuses the whole file. A batch without errors waits to be confirmed, or is forgotten:
that is the dry run. A process that dies here leaves a batch that was never confirmed, and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final, Literal

from issuer.errors import InputError
from issuer.services import catalog
from issuer.services.batches import columns, json_lines, sheets
from issuer.services.batches.checks import Checked, Checker
from issuer.services.batches.columns import Columns
from issuer.services.batches.files import TextFile
from issuer.services.batches.rows import Found, Row
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, BatchState, GapRecord, ItemRecord, ProfileRecord, Unit

CHUNK: Final = 500
MOST_ROWS: Final = 250_000
MOST_FOUND: Final = 10_000
"""Reading ends when so much is wrong: the file is another one than was meant."""
LONGEST_NAME: Final = 200
MOST_UNCHECKED: Final = 1000
Form = Literal["csv", "jsonl"]


@dataclass(frozen=True, kw_only=True)
class SubmitBatch:
    """A file of awards.

    Attributes:
        profile: slug of the issuer.
        name: what the file is called.
        form: "csv" or "jsonl".
        achievement: code of the achievement whose columns a CSV file has; None where it names records that
            were imported before, and for JSON Lines.
        version: version of the achievement, None for its newest.
        self_check_every: 1 to verify every credential before its release, n to verify every n-th. The batch,
            its event and its results say so.
    """

    profile: str
    name: str
    form: Form
    achievement: str | None = None
    version: str | None = None
    self_check_every: int = 1


def template(toolkit: Toolkit, achievement: str | None, version: str | None = None) -> tuple[str, ...]:
    """Return the columns of the files that award an achievement version, or records imported before.

    Raises:
        NotFoundError: there is no such achievement or version.
    """
    if achievement is None:
        return columns.of_references().template
    with toolkit.database.reader() as reader:
        return columns.of_version(
            catalog.value(reader, catalog.find_version(reader, achievement, version))
        ).template


def submit(toolkit: Toolkit, principal: Principal, command: SubmitBatch, stream: BinaryIO) -> BatchRecord:
    """Read a file and return its batch: ready to be confirmed, or refused with what was found.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile, achievement or version.
        InputError: the command has the wrong form.
        StoreUnavailableError: the database did not answer; submit the file again.
    """
    principal.require(command.profile)
    _require_form(command)
    batch, profile, layout = _begin(toolkit, principal, command)
    file = TextFile(stream)
    zone = str(profile.data.get("timezone") or "UTC")
    rows = sheets.read_rows(file, layout, timezone=zone) if layout else json_lines.read_rows(file)
    total, found = _load(toolkit, profile, batch, rows)
    with toolkit.database.unit("batches.loaded") as unit:
        if found:
            unit.batches.forget_items(batch.id)
        unit.batches.move(
            batch.id,
            old=[BatchState.LOADING],
            new=BatchState.REFUSED if found else BatchState.READY,
            total=0 if found else total,
            source_sha256=file.sha256,
        )
        return unit.batches.get(batch.id)


def _require_form(command: SubmitBatch) -> None:
    if not 1 <= len(command.name) <= LONGEST_NAME or not command.name.isprintable():
        raise InputError(f"The name of a file has 1 to {LONGEST_NAME} visible characters.", pointer="/name")
    if not 1 <= command.self_check_every <= MOST_UNCHECKED:
        raise InputError(
            f"Every credential is verified, or every n-th up to {MOST_UNCHECKED}.", pointer="/selfCheckEvery"
        )


def _begin(
    toolkit: Toolkit, principal: Principal, command: SubmitBatch
) -> tuple[BatchRecord, ProfileRecord, Columns | None]:
    with toolkit.database.unit("batches.begin") as unit:
        profile = unit.profiles.get_by_slug(command.profile)
        version = None
        if command.achievement is not None and command.form == "csv":
            version = catalog.find_version(unit, command.achievement, command.version)
        batch = BatchRecord(
            id=toolkit.randomness.urn(),
            profile_id=profile.id,
            achievement_version_id=version.id if version else None,
            name=command.name,
            form=command.form,
            actor=principal.id,
            role=principal.role,
            self_check_every=command.self_check_every,
            created_at=toolkit.clock(),
        )
        unit.batches.add(batch)
        layout = None
        if command.form == "csv":
            layout = columns.of_version(catalog.value(unit, version)) if version else columns.of_references()
    return batch, profile, layout


def _load(
    toolkit: Toolkit, profile: ProfileRecord, batch: BatchRecord, rows: Iterator[Row | Found]
) -> tuple[int, int]:
    """Keep every award and everything that was found; return how many awards and how many errors there are."""
    checker = Checker(profile, now=toolkit.clock(), is_csv=batch.form == "csv")
    total = found = errors = 0
    for chunk in _chunks(rows):
        whole = [one for one in chunk if isinstance(one, Found)]
        with toolkit.database.reader() as reader:
            checked = checker.check(reader, [one for one in chunk if isinstance(one, Row)])
        items = [item_of(batch, total + place, one) for place, one in enumerate(checked, start=1)]
        with toolkit.database.unit("batches.load") as unit:
            whole += [one for each in checked for one in each.found]
            whole += _twins(unit, items, is_csv=batch.form == "csv")
            total += len(checked)
            if total > MOST_ROWS:
                whole.append(Found(0, "", f"A file has at most {MOST_ROWS} awards."))
            unit.batches.add_gaps(
                [
                    GapRecord(batch.id, found + place, one.line, one.place, one.words, int(one.is_error))
                    for place, one in enumerate(sorted(whole, key=lambda one: one.line), start=1)
                ]
            )
        found += len(whole)
        errors += sum(one.is_error for one in whole)
        if errors > MOST_FOUND or total > MOST_ROWS:
            break
    if total == 0 and errors == 0:
        return _say_empty(toolkit, batch)
    return total, errors


def _say_empty(toolkit: Toolkit, batch: BatchRecord) -> tuple[int, int]:
    with toolkit.database.unit("batches.load") as unit:
        unit.batches.add_gaps([GapRecord(batch.id, 1, 0, "", "The file holds no award.")])
    return 0, 1


def _chunks(rows: Iterator[Row | Found]) -> Iterator[list[Row | Found]]:
    """Yield what was read in chunks; a file that cannot be read on ends in one thing that was found."""
    while True:
        chunk: list[Row | Found] = []
        try:
            chunk.extend(islice(rows, CHUNK))
        except InputError as exc:
            chunk.append(Found(0, "", f"{exc.detail} {exc.hint or ''}".strip()))
            yield chunk
            return
        if not chunk:
            return
        yield chunk


def item_of(batch: BatchRecord, number: int, one: Checked) -> ItemRecord | None:
    """Return the item of an award, None where it has an error."""
    if not one.award or any(found.is_error for found in one.found):
        return None
    return ItemRecord(
        batch_id=batch.id,
        number=number,
        line=one.row.line,
        external_id=one.row.external_id,
        award=one.award,
        request=one.row.request,
    )


def _twins(unit: Unit, items: Iterable[ItemRecord | None], *, is_csv: bool) -> Iterator[Found]:
    """Keep items, and yield those whose external id or award stands in the file already."""
    whole = [item for item in items if item is not None]
    refused = unit.batches.add_items(whole)
    for item in whole:
        if item.number not in refused:
            continue
        twin = unit.batches.find_twin(item)
        line = twin.line if twin else 0
        if twin is not None and twin.external_id == item.external_id:
            yield Found(
                item.line, "external_id" if is_csv else "/externalId", f"Line {line} has this id already."
            )
        else:
            place = "person" if is_csv else "/attestation/person"
            yield Found(item.line, place, f"Line {line} awards the same to this person already.")
