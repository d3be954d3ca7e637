"""Who calls: the API key in the Authorization header, its scope, its rate (RFC 6750, bearer tokens)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from flask import g, request

from issuer.errors import NotAuthorizedError
from issuer.services import api_keys
from issuer.services.api_keys import Caller, Scope
from issuer.web import guard
from issuer.web.toolkits import the_toolkit

P = ParamSpec("P")
R = TypeVar("R")
SCHEME: Final = "bearer"
SECURITY: Final = "apiKey"


def caller() -> Caller:
    """Return who calls; to be asked inside an operation that `requires` a scope."""
    found = g.api_caller
    if not isinstance(found, Caller):
        raise TypeError("this operation does not ask for an API key")
    return found


def requires(scope: Scope) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only keys with this scope in, document it, and charge the key for the request.

    The operation raises NotAuthorizedError: NOT_AUTHENTICATED without a key that opens anything,
    NOT_AUTHORIZED with a key of other scopes, and RATE_LIMITED.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            found = _read_key()
            guard.charge(key_id=found.key_id)
            found.require(scope)
            g.api_caller = found
            return view(*args, **kwargs)

        # flask-smorest collects what decorators say about an operation in this attribute.
        documented: dict[str, Any] = dict(getattr(view, "_apidoc", {}))
        documented["manual_doc"] = {
            **documented.get("manual_doc", {}),
            "security": [{SECURITY: []}],
            "x-scope": scope.value,
        }
        guarded._apidoc = documented  # type: ignore[attr-defined]  # noqa: SLF001  (its own convention)
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Charge the caller's address for an operation that needs no key."""

    @wraps(view)
    def charged(*args: P.args, **kwargs: P.kwargs) -> R:
        guard.charge()
        return view(*args, **kwargs)

    return charged


def _read_key() -> Caller:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = api_keys.caller(the_toolkit(), token.strip()) if scheme.lower() == SCHEME else None
    if found is None:
        # A wrong key is charged to the address, so that keys cannot be guessed at speed.
        guard.charge()
        raise NotAuthorizedError(
            "This operation needs an API key of a profile.",
            code="NOT_AUTHENTICATED",
            hint="Send the header Authorization: Bearer KEY. The operator makes keys: mintmark api-keys new.",
        )
    return found
