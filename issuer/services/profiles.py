"""Profiles: the organisations that issue, assess or stand above those that do (design.md section 6).

A profile's slug and DID never change. Its keys are made with `keys.new`; a parent or an assessing
organisation needs none.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import available_timezones

from issuer.badges.model import Profile
from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConflictError, InputError, StoreUnavailableError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unmarked, unmarked_before
from issuer.store import ProfileRecord, Unit

MARKS: Final = 60
"""Number of mint marks: 12 charges in 5 frames (artwork)."""
MARK_STEP: Final = 7
"""The next mark that is tried when one is taken; it has no divisor in common with MARKS."""
LONGEST_NAME: Final = 200
LONGEST_DESCRIPTION: Final = 2_000
MOST_PARENTS: Final = 8
_ISSUERS: Final = ("profiles", "issuers")
_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,30}[a-z0-9]")
_IDENTIFIER_TYPE: Final = re.compile(r"[A-Za-z]{2,40}|ext:[A-Za-z0-9._-]{1,60}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class CreateProfile:
    """A new profile.

    Attributes:
        slug: 3 to 32 lower-case letters, digits and hyphens; part of its address, for ever.
        name: its public name; a demonstration's name ends in "(demonstration)".
        parent: slug of the organisation above it.
        identifiers: (type, value) pairs, such as ("ext:ncesLeaId", "2741880").
        timezone: IANA zone in which its dates are told to people.
        description: a sentence or two about it.
        mark: number of its mint mark, 0 to 59; None takes a free one that its slug suggests.
        is_service: whether it speaks for this installation itself: it signs reports and awards nothing.
    """

    slug: str
    name: str
    parent: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    timezone: str = "UTC"
    description: str = ""
    mark: int | None = None
    is_service: bool = False


def create(toolkit: Toolkit, principal: Principal, command: CreateProfile) -> ProfileRecord:
    """Make a profile, or return the one that is there when it says the same.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        InputError: a value has the wrong form.
        NotFoundError: there is no such parent.
        ConflictError: the slug is taken by a profile that says something else, or the mark is taken.
    """
    principal.require_all()
    _require_form(command)
    with toolkit.database.unit("profile.create") as unit:
        parent = unit.profiles.get_by_slug(command.parent) if command.parent is not None else None
        known = unit.profiles.find_by_slug(command.slug)
        if known is not None:
            return _same(known, parent, command)
        record_ = ProfileRecord(
            id=toolkit.randomness.urn(),
            slug=command.slug,
            did=f"did:web:{toolkit.host}:p:{command.slug}",
            name=command.name,
            parent_id=parent.id if parent else None,
            data=_data(command, _free_mark(command, unit.profiles.all())),
            created_at=toolkit.clock(),
        )
        unit.profiles.add(record_)
        act = Act(
            action="profile.created", object=record_.did, profile=record_.did, after=state_digest(record_)
        )
        record(unit, toolkit, principal, act)
    return record_


def all_profiles(toolkit: Toolkit) -> tuple[ProfileRecord, ...]:
    """Return every profile, by slug."""
    with toolkit.database.reader() as reader:
        return reader.profiles.all()


def organisations(toolkit: Toolkit) -> tuple[ProfileRecord, ...]:
    """Return every profile but the one that speaks for this installation itself, by slug."""
    return tuple(profile for profile in all_profiles(toolkit) if not is_service(profile))


def is_service(profile: ProfileRecord) -> bool:
    """Whether a profile speaks for this installation itself, and is no organisation."""
    return profile.data.get("service") is True


def get(toolkit: Toolkit, slug: str) -> ProfileRecord:
    """Return one profile.

    Raises:
        NotFoundError: there is none of this slug.
    """
    with toolkit.database.reader() as reader:
        return reader.profiles.get_by_slug(slug)


def own_issuers(toolkit: Toolkit) -> frozenset[str]:
    """Return the DIDs of all profiles: the issuers that are known as "issued here"."""
    return unmarked(
        toolkit.database, frozenset, _ISSUERS, lambda: frozenset(one.did for one in all_profiles(toolkit))
    )


def own_issuers_known(toolkit: Toolkit) -> frozenset[str]:
    """Return the same; where the database does not answer, what this process knew last.

    For verifying what others issued, which needs nothing else of the record. What an issuer of ours issued needs its
    keys and lists too, and those are never answered from before.

    Raises:
        StoreUnavailableError: the database did not answer, and this process never knew.
    """
    try:
        return own_issuers(toolkit)
    except StoreUnavailableError:
        before: frozenset[str] | None = unmarked_before(toolkit.database, frozenset, _ISSUERS)
        if before is None:
            raise
        return before


def value(unit: Unit, profile: ProfileRecord) -> Profile:
    """Return a profile as it stands in documents, its parents inside."""
    above = unit.profiles.get(profile.parent_id) if profile.parent_id is not None else None
    data = profile.data
    identifiers = data.get("identifiers")
    pairs = identifiers if isinstance(identifiers, list) else []
    mark = data.get("mark")
    return Profile(
        slug=profile.slug,
        did=profile.did,
        name=profile.name,
        url=page_url(profile),
        parent=value(unit, above) if above else None,
        identifiers=tuple((str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list)),
        timezone=str(data.get("timezone") or "UTC"),
        description=str(data.get("description") or ""),
        mark=mark if isinstance(mark, int) else 0,
    )


def page_url(profile: ProfileRecord) -> str:
    """Return the address of a profile's page, spelled by its DID, whose host is the one of first start."""
    host = profile.did.removeprefix("did:web:").partition(":")[0]
    return f"https://{host}/p/{profile.slug}"


def state_digest(profile: ProfileRecord) -> str:
    """Return the digest of what a profile says of itself."""
    said: JsonObject = {"name": profile.name, "parent": profile.parent_id, "data": profile.data}
    return "sha256:" + hashlib.sha256(strict_json.encode(said)).hexdigest()


def _require_form(command: CreateProfile) -> None:
    if not _SLUG.fullmatch(command.slug) or "--" in command.slug:
        raise InputError("A slug has 3 to 32 lower-case letters, digits and single hyphens.", pointer="/slug")
    if not command.name.strip() or len(command.name) > LONGEST_NAME or _CONTROL.search(command.name):
        raise InputError(f"A name has 1 to {LONGEST_NAME} visible characters.", pointer="/name")
    if len(command.description) > LONGEST_DESCRIPTION or _CONTROL.search(command.description):
        raise InputError(
            f"A description has at most {LONGEST_DESCRIPTION} visible characters.", pointer="/description"
        )
    if command.timezone not in available_timezones():
        raise InputError(f"{command.timezone[:60]!r} is not an IANA time zone.", pointer="/timezone")
    if command.mark is not None and not 0 <= command.mark < MARKS:
        raise InputError(f"A mint mark has a number from 0 to {MARKS - 1}.", pointer="/mark")
    for place, (kind, identifier) in enumerate(command.identifiers):
        if not _IDENTIFIER_TYPE.fullmatch(kind) or not identifier or _CONTROL.search(identifier):
            raise InputError(
                "An identifier has a type such as ext:ncesLeaId, and a value.",
                pointer=f"/identifiers/{place}",
            )


def _data(command: CreateProfile, mark: int) -> JsonObject:
    identifiers: list[Json] = [[kind, identifier] for kind, identifier in command.identifiers]
    service: JsonObject = {"service": True} if command.is_service else {}
    return {
        "identifiers": identifiers,
        "timezone": command.timezone,
        "description": command.description,
        "mark": mark,
        **service,
    }


def _free_mark(command: CreateProfile, others: Iterable[ProfileRecord]) -> int:
    """Return the asked or suggested mark; a taken one moves on by MARK_STEP until one is free."""
    taken = {other.data.get("mark") for other in others}
    if command.mark is not None:
        if command.mark in taken:
            raise ConflictError(f"The mint mark {command.mark} is another profile's.")
        return command.mark
    first = int.from_bytes(hashlib.sha256(command.slug.encode()).digest(), "big") % MARKS
    places = ((first + MARK_STEP * step) % MARKS for step in range(MARKS))
    # With all 60 marks in use, two profiles share one; the legend names the issuer anyway.
    return next((place for place in places if place not in taken), first)


def _same(known: ProfileRecord, parent: ProfileRecord | None, command: CreateProfile) -> ProfileRecord:
    mark = known.data.get("mark")
    wanted = _data(command, command.mark if command.mark is not None else int(str(mark)))
    if (known.name, known.parent_id, known.data) != (command.name, parent.id if parent else None, wanted):
        raise ConflictError(f"There is a profile {command.slug!r} that says something else.")
    return known
