"""Progress, reviews and rules as JSON and in words: the same for the command line and the API."""

from issuer.badges.pathway import WORDS, left_words
from issuer.badges.pathway_rule import ComponentRule
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.services.pathways.reading import Standing
from issuer.services.pathways.reviews import Reviewed


def rule_words(rule: ComponentRule) -> str:
    """Return "SEL-01, SEL-02 and 1 of PRL-05, PRL-06"."""
    words = [", ".join(rule.all)] if rule.all else []
    words += [f"{choice.choose} of {', '.join(choice.options)}" for choice in rule.choices]
    return " and ".join(words)


def progress_json(item: Standing) -> JsonObject:
    """Return how far somebody is, as JSON."""
    left: list[Json] = [
        {"count": part.count, "codes": list(part.codes), "words": left_words(part)}
        for part in item.progress.left
    ]
    return {
        "profile": item.profile.slug,
        "achievement": item.version.code,
        "version": item.version.version,
        "needed": item.progress.needed,
        "hours": str(item.progress.hours),
        "counted": [
            {"place": part.code, "credential": part.component.id, "version": part.component.number}
            for part in item.progress.filled
        ],
        "left": left,
        "passedOver": [
            {"credential": component.id, "code": component.code, "why": why.value, "words": WORDS[why]}
            for component, why in item.progress.passed_over
        ],
        "sentence": item.sentence,
        "credential": item.credential.id if item.credential else None,
        "underReview": item.review is not None,
    }


def review_json(item: Reviewed) -> JsonObject:
    """Return a micro-endorsement and its reviews, as JSON."""
    found: list[Json] = [
        {
            "component": one.component_id,
            "cause": one.cause.value,
            "category": one.category,
            "openedAt": format_time(one.opened_at),
            "answerBy": format_time(one.answer_by),
            "closedAt": format_time(one.closed_at) if one.closed_at else None,
            "outcome": one.outcome.value if one.outcome else None,
            "decidedBy": one.decided_by,
        }
        for one in item.reviews
    ]
    return {
        "credential": item.credential.id,
        "certificateNumber": item.credential.certificate_number,
        "version": item.newest.number,
        "reviews": found,
    }
