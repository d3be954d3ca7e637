"""What the drivers say when they refuse, in our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from issuer.errors import ConflictError, InputError, IssuerError, StoreUnavailableError

CONTRADICTION: Final = "This contradicts what is recorded"


@contextmanager
def translated(conflict: str = CONTRADICTION) -> Iterator[None]:
    """Turn the database's errors into ours, keeping the cause.

    Raises:
        ConflictError: a UNIQUE, CHECK, FOREIGN KEY or trigger rule refused; `conflict` begins the sentence.
        InputError: a value cannot be kept by either database.
        StoreUnavailableError: locked, full, gone, read-only, or a unit that PostgreSQL broke off
            (deadlock, serialization, a connection that ended): the same may be tried again.
    """
    try:
        yield
    except DBAPIError as exc:
        is_rule, is_value = isinstance(exc, IntegrityError), isinstance(exc, DataError)
        raise _refusal(exc.orig, is_rule=is_rule, is_value=is_value, conflict=conflict) from exc
    except StatementError as exc:
        if isinstance(exc.orig, IssuerError):
            raise exc.orig from exc
        raise


def refusal(error: BaseException, driver: Any, conflict: str) -> IssuerError:  # noqa: ANN401  (of the driver)
    """Return our error for one that a driver raised itself; as `translated`.

    Args:
        error: what was raised.
        driver: its module (PEP 249).
        conflict: how the sentence begins that says what refused.
    """
    is_rule, is_value = isinstance(error, driver.IntegrityError), isinstance(error, driver.DataError)
    return _refusal(error, is_rule=is_rule, is_value=is_value, conflict=conflict)


def _refusal(error: BaseException | None, *, is_rule: bool, is_value: bool, conflict: str) -> IssuerError:
    if is_rule:
        return ConflictError(f"{conflict} ({_rule(error)}).")
    if is_value:
        return InputError(f"The database cannot keep this value: {type(error).__name__}.")
    return StoreUnavailableError(f"The database did not answer: {type(error).__name__}.")


def _rule(error: BaseException | None) -> str:
    """Name the rule that refused, without the values that broke it."""
    named = getattr(getattr(error, "diag", None), "constraint_name", None)
    return str(named) if named else str(error).splitlines()[0]
