"""What the drivers say when they refuse, in our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from issuer.errors import ConflictError, InputError, IssuerError, StoreUnavailableError


@contextmanager
def translated(conflict: str = "This contradicts what is recorded") -> Iterator[None]:
    """Turn the database's errors into ours, keeping the cause.

    Raises:
        ConflictError: a UNIQUE, CHECK, FOREIGN KEY or trigger rule refused; `conflict` begins the sentence.
        InputError: a value cannot be kept by either database.
        StoreUnavailableError: locked, full, gone, read-only, or a unit that PostgreSQL broke off
            (deadlock, serialization, a connection that ended): the same may be tried again.
    """
    try:
        yield
    except IntegrityError as exc:
        raise ConflictError(f"{conflict} ({_rule(exc)}).") from exc
    except DataError as exc:
        raise InputError(f"The database cannot keep this value: {type(exc.orig).__name__}.") from exc
    except DBAPIError as exc:
        raise StoreUnavailableError(f"The database did not answer: {type(exc.orig).__name__}.") from exc
    except StatementError as exc:
        if isinstance(exc.orig, IssuerError):
            raise exc.orig from exc
        raise


def _rule(exc: IntegrityError) -> str:
    """Name the rule that refused, without the values that broke it."""
    named = getattr(getattr(exc.orig, "diag", None), "constraint_name", None)
    return str(named) if named else str(exc.orig).splitlines()[0]
