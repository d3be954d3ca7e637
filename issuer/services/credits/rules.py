"""Rule sets of districts: imported, versioned, never changed; which one holds is a matter of days.

The same rule set again changes nothing; another one under the same version is refused.
"""

from datetime import date

from issuer.credits import RuleSet, in_force, read
from issuer.documents import jcs
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import LaneRulesRecord, ProfileRecord, Unit


def import_rules(
    toolkit: Toolkit, principal: Principal, district: str, document: JsonObject
) -> LaneRulesRecord:
    """Keep one version of a district's rules, or return the row that says the same.

    Args:
        toolkit: what to work with.
        principal: who asks.
        district: slug of the district's profile.
        document: the rule set, see `docs/credits.md`.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile.
        ConformanceError: SCHEMA_VIOLATION: it is not of the language.
        InputError: a value means nothing; the pointer says where.
        ConflictError: the district has other rules under this version.
    """
    principal.require(district)
    version = read(document, district=district).version
    with toolkit.database.unit("credits.rules") as unit:
        profile = unit.profiles.get_by_slug(district)
        known = next((row for row in unit.credits.rules_of(profile.id) if row.version == version), None)
        if known is not None:
            if jcs.canonicalize(known.document) != jcs.canonicalize(document):
                raise ConflictError(
                    f"{district} has other rules under version {version}.",
                    hint="Rules never change once they are kept; give these a new version.",
                )
            return known
        row = LaneRulesRecord(
            id=toolkit.randomness.ordered_urn(),
            district_id=profile.id,
            version=version,
            document=document,
            created_at=toolkit.clock(),
        )
        unit.credits.add_rules(row)
        record(
            unit, toolkit, principal, Act(action="credit.rules_imported", object=row.id, profile=profile.did)
        )
    return row


def versions(toolkit: Toolkit, district: str) -> tuple[tuple[LaneRulesRecord, RuleSet], ...]:
    """Return every version of a district's rules, oldest first; rules are public.

    Raises:
        NotFoundError: there is no such profile.
    """
    with toolkit.database.reader() as reader:
        return _read(reader, reader.profiles.get_by_slug(district))


def districts(toolkit: Toolkit) -> tuple[ProfileRecord, ...]:
    """Return the profiles of districts that have rules, by name."""
    with toolkit.database.reader() as reader:
        found = [reader.profiles.get(profile_id) for profile_id in reader.credits.districts_with_rules()]
    return tuple(sorted(found, key=lambda profile: profile.name))


def holding(unit: Unit, district: ProfileRecord, on: date) -> tuple[LaneRulesRecord, RuleSet]:
    """Return the version that holds on a day.

    Raises:
        NotFoundError: none does.
    """
    known = _read(unit, district)
    found = in_force([rules for _row, rules in known], on)
    for row, rules in known:
        if rules is found:
            return row, rules
    raise NotFoundError(
        f"{district.slug} has no rules that hold on {on.isoformat()}.",
        hint="Import them with `mintmark credits rules import`.",
    )


def _read(unit: Unit, district: ProfileRecord) -> tuple[tuple[LaneRulesRecord, RuleSet], ...]:
    rows = unit.credits.rules_of(district.id)
    return tuple((row, read(row.document, district=district.slug)) for row in rows)
