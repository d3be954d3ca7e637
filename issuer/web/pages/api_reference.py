"""`/developers/api`: the API in words, written from the specification that the API itself serves.

Nothing is said here that the specification does not say, so that page and program cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("api_reference", __name__)
SPECIFICATION: Final = "/api/v1/openapi.json"
EXAMPLES: Final = (
    (
        "Verify a badge; no key is needed",
        "curl --data-binary @badge.json -H 'Content-Type: application/vc' \\\n  {base}/api/v1/verifications",
    ),
    (
        "Issue one, so that asking again is safe",
        (
            "curl --json @order.json -H 'Authorization: Bearer mm_…' \\\n"
            "  -H 'Idempotency-Key: award-4711' {base}/api/v1/credentials"
        ),
    ),
    (
        "Withdraw it, with its public reason",
        (
            "curl --json '{{\"category\": \"issued_in_error\"}}' -H 'Authorization: Bearer mm_…' \\\n"
            "  {base}/api/v1/credentials/SCSC-7K4F-9Q2M-X/revoke"
        ),
    ),
)


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it.

    Attributes:
        method: "GET" or "POST".
        path: its path template.
        summary: what it does.
        scope: the scope its key needs, None where no key is needed.
        parameters: (name, what it is) of path, query and headers.
        members: (name, whether it is required, what it is) of the body.
        answers: status codes, smallest first.
    """

    method: str
    path: str
    summary: str
    scope: str | None
    parameters: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, bool, str], ...]
    answers: tuple[str, ...]


@blueprint.get("/developers/api")
def api() -> str:
    """Show every operation of the API."""
    found = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    base_url = found["servers"][0]["url"]
    return render_template(
        "api_reference.html",
        introduction=str(found["info"]["description"]).split("\n\n"),
        specification=SPECIFICATION,
        operations=list(operations(found)),
        examples=[(title, text.format(base=base_url)) for title, text in EXAMPLES],
    )


def operations(spec: dict[str, Any]) -> Iterator[Operation]:
    """Yield every operation of a specification, in its order."""
    for path, methods in spec["paths"].items():
        shared = methods.get("parameters", [])
        for method, told in methods.items():
            if method == "parameters":
                continue
            parameters = [*shared, *told.get("parameters", [])]
            yield Operation(
                method=method.upper(),
                path=path,
                summary=told.get("summary", ""),
                scope=told.get("x-scope"),
                parameters=tuple((item["name"], _words(item)) for item in parameters if "name" in item),
                members=tuple(_members(spec, told)),
                answers=tuple(sorted(status for status in told["responses"] if status.isdigit())),
            )


def _members(spec: dict[str, Any], told: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    content = told.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    shape = spec["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {})
    for name, member in shape.get("properties", {}).items():
        yield name, name in shape.get("required", []), _words(member)


def _words(told: dict[str, Any]) -> str:
    """Return what a parameter or member is: its description, its words, or its type."""
    schema = told.get("schema", told)
    choice = schema.get("enum") or schema.get("items", {}).get("enum")
    parts = [str(told.get("description") or schema.get("description") or "")]
    if choice:
        parts.append("One of " + ", ".join(str(word) for word in choice) + ".")
    if not any(parts):
        parts.append(str(schema.get("type", "")))
    return " ".join(part for part in parts if part)
