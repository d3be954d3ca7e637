"""`/api/v1/credits`: what badges are worth to a district: rules, values, approvals, decisions.

Rules and values are public. Everything about a person needs a key of the district, which names the credentials
that the person handed in: a key cannot ask for all that somebody holds.
"""

from functools import partial
from typing import Any

from flask import Response, make_response

from issuer.credits import Basis, Equivalency, Kind, RuleSet, equivalency, read, units
from issuer.documents import strict_json
from issuer.errors import InputError
from issuer.services.api_keys import Scope
from issuer.services.credits import decisions, equivalencies, preapprovals, rules
from issuer.services.credits.decisions import Ask, Decided
from issuer.services.credits.equivalencies import StateEquivalency
from issuer.services.credits.preapprovals import Approved, PreApprove
from issuer.services.recognition import reading
from issuer.store import LaneRulesRecord
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint, json_body
from issuer.web.api.reading import lists
from issuer.web.api.schemas.credit import (
    DecideSchema,
    DecisionSchema,
    EquivalencyQuery,
    EquivalencySchema,
    LaneRequestSchema,
    LaneRulesSchema,
    PersonQuery,
    PreApprovalSchema,
    PreApproveSchema,
    PreviewSchema,
    ProspectSchema,
    RulesQuery,
    StatedEquivalencySchema,
    StateEquivalencySchema,
    WhatIfSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "credits",
    __name__,
    url_prefix="/credits",
    description="What badges are worth to a district, and which salary lane they reach.",
)
_PUBLIC_REFUSALS = (400, 404, 422, 429)
_READ_REFUSALS = (400, 401, 403, 404, 409, 422, 429, 503)
_writes = partial(writes, blueprint, refuses=(400, 401, 403, 404, 409, 413, 415, 422, 429, 503))


@lists(blueprint, "/rules", None, takes=RulesQuery, of=LaneRulesSchema, refuses=_PUBLIC_REFUSALS)
def list_rules(query: dict[str, Any]) -> dict[str, Any]:
    """List every version of the rules of every district, or of one, oldest first."""
    toolkit = the_toolkit()
    slugs = (
        [query["district"]]
        if "district" in query
        else sorted(profile.slug for profile in reading.districts(toolkit))
    )
    numbered = [
        (f"{slug} {number:06}", slug, row, rule_set)
        for slug in slugs
        for number, (row, rule_set) in enumerate(rules.versions(toolkit, slug))
    ]
    return paging.listed(numbered, query, lambda item: _rules(*item[1:]), name=lambda item: item[0])


@_writes("/rules", Scope.CREDITS_WRITE, answer=LaneRulesSchema)
@blueprint.doc(
    requestBody={
        "required": True,
        "description": "A rule set of the key's district, as `docs/credits.md` says.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
)
def import_rules() -> dict[str, Any]:
    """Keep one version of the district's rules, for ever. The same rules again change nothing."""
    slug, document = access.caller().slug, json_body()
    if not isinstance(document, dict):
        raise InputError("A rule set is a JSON object.", code="PARSING_ERROR", pointer="")
    if document.get("district", slug) != slug:
        raise InputError("These rules are of another district than the API key.", pointer="/district")
    kept = rules.import_rules(the_toolkit(), access.caller().principal, slug, document)
    return _rules(slug, kept, read(kept.document, district=slug))


@lists(
    blueprint, "/equivalencies", None, takes=EquivalencyQuery, of=EquivalencySchema, refuses=_PUBLIC_REFUSALS
)
def list_equivalencies(query: dict[str, Any]) -> dict[str, Any]:
    """List what achievements are worth to districts and universities, by recogniser and code."""
    stated = equivalencies.of(
        the_toolkit(), recogniser=query.get("recogniser"), achievement=query.get("achievement")
    )
    named = sorted(
        (f"{item.recogniser} {item.achievement} {item.achievement_version or ''} {item.number:06}", item)
        for item in stated
    )
    return paging.listed(named, query, lambda item: _equivalency(item[1]), name=lambda item: item[0])


@_writes("/equivalencies", Scope.CREDITS_WRITE, takes=StateEquivalencySchema, answer=StatedEquivalencySchema)
def state_equivalency(command: dict[str, Any]) -> dict[str, Any]:
    """State and sign a value. From its first day on it takes the place of the one before."""
    stated = equivalencies.state(
        the_toolkit(),
        access.caller().principal,
        StateEquivalency(
            recogniser=access.caller().slug,
            external_id=command["externalId"],
            achievement=command["achievement"],
            version=command.get("achievementVersion"),
            value=units.read_amount(command["value"], "/value"),
            unit=command["unit"],
            basis=Basis(command["basis"]),
            valid_from=command["validFrom"],
            valid_until=command.get("validUntil"),
            conditions=command["conditions"],
        ),
    )
    signed = strict_json.parse_object(stated.credential.body)
    return {**stated.row.document, "id": stated.row.id, "credential": signed}


@lists(
    blueprint,
    "/pre-approvals",
    Scope.CREDITS_READ,
    takes=PersonQuery,
    of=PreApprovalSchema,
    refuses=_READ_REFUSALS,
)
def list_pre_approvals(query: dict[str, Any]) -> dict[str, Any]:
    """List what the key's district approved for a person before the work, oldest first."""
    caller = access.caller()
    approved = preapprovals.of_person(the_toolkit(), caller.principal, caller.slug, query["person"])
    return paging.listed_in_order(approved, query, _approval)


@_writes("/pre-approvals", Scope.CREDITS_WRITE, takes=PreApproveSchema, answer=PreApprovalSchema)
def pre_approve(command: dict[str, Any]) -> dict[str, Any]:
    """Approve an achievement version for a person before the work, and sign the receipt."""
    approved = preapprovals.grant(
        the_toolkit(),
        access.caller().principal,
        PreApprove(
            district=access.caller().slug,
            person=command["person"],
            achievement=command["achievement"],
            version=command.get("achievementVersion"),
            external_id=command["externalId"],
            granted_on=command["grantedOn"],
            decider=command["decider"],
        ),
    )
    return _approval(approved)


@lists(
    blueprint, "/decisions", Scope.CREDITS_READ, takes=PersonQuery, of=DecisionSchema, refuses=_READ_REFUSALS
)
def list_decisions(query: dict[str, Any]) -> dict[str, Any]:
    """List what the key's district decided about a person, oldest first."""
    caller = access.caller()
    decided = decisions.of_person(the_toolkit(), caller.principal, caller.slug, query["person"])
    return paging.listed_in_order(decided, query, _decision)


@_writes("/decisions", Scope.CREDITS_WRITE, takes=DecideSchema, answer=DecisionSchema)
@blueprint.alt_response(200, schema=DecisionSchema, description="It was decided before")
def decide(command: dict[str, Any]) -> Response:
    """Decide a request once, use up what counts, and sign the decision."""
    decided = decisions.decide(the_toolkit(), access.caller().principal, _ask(command), command["externalId"])
    return make_response(DecisionSchema().dump(_decision(decided)), 201 if decided.is_new else 200)


@_writes("/decisions/preview", Scope.CREDITS_READ, takes=LaneRequestSchema, answer=PreviewSchema, status=200)
def preview(command: dict[str, Any]) -> dict[str, Any]:
    """Say what a decision would be, with its trace. Nothing is recorded or used up."""
    found = decisions.preview(the_toolkit(), access.caller().principal, _ask(command))
    return {"decision": found.to_json()}


@_writes("/what-if", Scope.CREDITS_READ, takes=WhatIfSchema, answer=ProspectSchema, status=200)
def what_if(command: dict[str, Any]) -> dict[str, Any]:
    """Say how many more of one kind reach the next lane, and when. Nothing is promised or kept."""
    found = decisions.what_if(
        the_toolkit(),
        access.caller().principal,
        _ask(command),
        kind=Kind(command["kind"]),
        each=command["hours"],
        unit=command["unit"],
    )
    return found.to_json()


def _ask(command: dict[str, Any]) -> Ask:
    return Ask(
        district=access.caller().slug,
        person=command["person"],
        on=command["on"],
        credentials=tuple(command["credentials"]),
    )


def _rules(slug: str, row: LaneRulesRecord, rule_set: RuleSet) -> dict[str, Any]:
    return {
        "district": slug,
        "version": row.version,
        "keptAt": row.created_at,
        "words": list(rule_set.in_words()),
        "rules": row.document,
    }


def _equivalency(item: Equivalency) -> dict[str, Any]:
    return equivalency.to_json(item, value=units.exact(item.value))


def _approval(approved: Approved) -> dict[str, Any]:
    row = approved.row
    return {
        "id": row.id,
        "externalId": row.external_id,
        "grantedOn": row.granted_on,
        "decider": row.decider,
        "receipt": strict_json.parse_object(approved.receipt.body),
    }


def _decision(decided: Decided) -> dict[str, Any]:
    signed = decided.credential
    return {
        "id": decided.row.id,
        "externalId": decided.row.external_id,
        "decidedAt": decided.row.decided_at,
        "decision": decided.content,
        "credential": None if signed is None else strict_json.parse_object(signed.body),
    }
