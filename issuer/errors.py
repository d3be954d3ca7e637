"""One error tree for the whole house (design.md section 9).

The core raises; only the verification pipeline turns VerificationError and FetchError into a
check, only the command line and the web turn an error into words for a person.
Every error carries a `code` that `terms.codes` explains, a sentence, a JSON pointer where one
exists, and a hint that says what to do.
"""

from typing import ClassVar


class IssuerError(Exception):
    """Base of every error that Mintmark raises on purpose.

    Args:
        detail: one sentence: what was wrong, what was expected, what was found. No secrets, no PII.
        code: a key of `issuer.terms.codes.CODES`; the class default otherwise.
        pointer: RFC 6901 JSON pointer to the member at fault, "" for the whole document.
        hint: what the reader can do about it.
    """

    default_code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(
        self, detail: str, *, code: str | None = None, pointer: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.pointer = pointer
        self.hint = hint


class InputError(IssuerError):
    """The bytes or values handed in cannot be read as what they claim to be."""

    default_code = "MALFORMED_VALUE_ERROR"


class ConformanceError(IssuerError):
    """A readable document breaks a rule of its specification; `pointer` says where."""

    default_code = "SCHEMA_VIOLATION"


class NotAuthorizedError(IssuerError):
    """The principal may not do this."""

    default_code = "NOT_AUTHORIZED"


class NotFoundError(IssuerError):
    """There is no such thing here."""

    default_code = "NOT_FOUND"


class ConflictError(IssuerError):
    """The request contradicts what is already recorded."""

    default_code = "CONFLICT"


class KeyUnavailableError(IssuerError):
    """A signing key is missing, locked, retired or does not match its DID document."""

    default_code = "KEY_UNAVAILABLE"


class SigningError(IssuerError):
    """A document could not be secured."""

    default_code = "PROOF_GENERATION_ERROR"


class FetchError(IssuerError):
    """A document could not be fetched, or fetching it is not allowed."""

    default_code = "FETCH_FAILED"


class VerificationError(IssuerError):
    """Something that was presented does not verify."""

    default_code = "PROOF_VERIFICATION_ERROR"


class ProofError(VerificationError):
    """A proof or signature is wrong, or may not be used for this."""


class ResolutionError(VerificationError):
    """A key or a controlled identifier document is wrong or does not authorise the key."""

    default_code = "INVALID_VERIFICATION_METHOD"


class StatusError(VerificationError):
    """A status list is wrong or does not answer for this credential."""

    default_code = "STATUS_VERIFICATION_ERROR"


class StoreUnavailableError(IssuerError):
    """The database cannot take or give data now; the same request may be made again."""

    default_code = "STORE_UNAVAILABLE"


class BusyError(IssuerError):
    """Too much was asked before this; the same request may be made again."""

    default_code = "TOO_BUSY"


class WorkersUnavailableError(IssuerError):
    """No process can be started to read hostile bytes in; the same request may be made again."""

    default_code = "WORKERS_UNAVAILABLE"


class ConfigurationError(IssuerError):
    """The installation is set up wrongly; it refuses to start."""

    default_code = "CONFIGURATION_ERROR"
