"""Does this installation fit together? Asked at every start, and by `mintmark doctor` (F-20).

Every active key must open, be the key of its row, be bound to its profile, and stand in the profile's DID
document under the same name. A process that finds otherwise does not start: it would sign what nobody
can verify, or sign for somebody else.
"""

from collections.abc import Iterator

from issuer.dids import read_document
from issuer.errors import ConfigurationError, KeyUnavailableError
from issuer.services.keys import did_documents
from issuer.services.toolkit import Toolkit
from issuer.store import KeyRecord, KeyState, ProfileRecord
from issuer.terms import did as terms


def key_problems(toolkit: Toolkit) -> tuple[str, ...]:
    """Return what is wrong with the active keys, one sentence each; empty when all is well."""
    return tuple(_problems(toolkit))


def require_keys(toolkit: Toolkit) -> None:
    """Return quietly when every active key opens and matches its DID document.

    Raises:
        ConfigurationError: one does not; the sentence names every one.
    """
    problems = key_problems(toolkit)
    if problems:
        raise ConfigurationError(
            "This installation does not start: " + " ".join(problems),
            hint="Put the right key files and passphrase in place, or run `mintmark doctor`.",
        )


def _problems(toolkit: Toolkit) -> Iterator[str]:
    with toolkit.database.reader() as reader:
        found = [
            (profile, reader.keys.of_profile(profile.id), did_documents.of_profile(reader, profile))
            for profile in reader.profiles.all()
        ]
    for profile, keys, raw in found:
        document = read_document(raw, expected_id=profile.did)
        for key in keys:
            if key.state is not KeyState.ACTIVE:
                continue
            problem = _key_problem(toolkit, profile, key)
            if problem is None and key.verification_method not in document.method_ids(terms.ASSERTION_METHOD):
                problem = "its DID document does not publish it for signing credentials"
            if problem is not None:
                yield f"{key.verification_method} ({key.purpose}): {problem}."


def _key_problem(toolkit: Toolkit, profile: ProfileRecord, key: KeyRecord) -> str | None:
    try:
        signer = toolkit.keyring.open(key.key_uri)
        recorded = did_documents.public_key(key)
    except (KeyUnavailableError, ConfigurationError) as exc:
        return exc.detail.rstrip(".")
    if signer.controller != profile.did:
        return f"the keyring holds it for {signer.controller}"
    if signer.public_key != recorded:
        return "the keyring holds another key than its DID document names"
    return None
