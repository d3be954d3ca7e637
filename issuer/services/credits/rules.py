"""Rule sets of districts: imported, versioned, never changed; which one holds is a matter of days.

The same rule set again changes nothing; another one under the same version is refused.
"""

from issuer.credits import RuleSet, read
from issuer.documents import jcs
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError
from issuer.services.principal import Principal
from issuer.services.recognition.reading import rules_of
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import LaneRulesRecord


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
        return rules_of(reader, reader.profiles.get_by_slug(district))
