"""The JWT form of a credential: secured once, on first request, then kept (design.md section 6).

The payload repeats the very document that was signed with an embedded proof, without that proof; its `kid`
is the address at which the key lies as a bare JWK. Making one is an event. Two callers at once get one
token: the first that is kept.
"""

from datetime import datetime
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services import keys, securing
from issuer.services.keys import did_documents
from issuer.services.principal import SYSTEM
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.signing import jose
from issuer.store import JwtRecord, KeyPurpose, ProfileRecord, VersionRecord, VersionState
from issuer.terms import vc
from issuer.verify import Verdict

PURPOSE_OF: Final = {"ES256": KeyPurpose.JWT, "RS256": KeyPurpose.JWT_RSA}


def jwt_form(
    toolkit: Toolkit, credential_id: str, number: int | None = None, algorithm: str = "ES256"
) -> str:
    """Return the compact JWT of one version, made now if it never was.

    Args:
        toolkit: what to work with.
        credential_id: `urn:uuid:…`.
        number: which version; None for the newest.
        algorithm: "ES256" or "RS256"; the profile needs a key of purpose `jwt` or `jwt-rsa`.

    Raises:
        NotFoundError: there is no such credential or version, or it was not issued.
        InputError: another algorithm was asked for.
        KeyUnavailableError: the profile has no key for it.
        SigningError: the token did not verify; it was not released.
    """
    if algorithm not in PURPOSE_OF:
        raise InputError(f"{algorithm[:20]!r} is not one of {', '.join(PURPOSE_OF)}.", pointer="/algorithm")
    version, profile, known = _look(toolkit, credential_id, number, algorithm)
    if known is None:
        known = _make(toolkit, version, profile, algorithm)
        known = _keep(toolkit, version, profile, known)
    return known.token


def _look(
    toolkit: Toolkit, credential_id: str, number: int | None, algorithm: str
) -> tuple[VersionRecord, ProfileRecord, JwtRecord | None]:
    with toolkit.database.reader() as reader:
        credential = reader.credentials.get(credential_id)
        profile = reader.profiles.get(credential.profile_id)
        version = (
            reader.credentials.find_newest(credential_id)
            if number is None
            else reader.credentials.get_version(credential_id, number)
        )
        if version is None or version.state is not VersionState.ISSUED:
            raise NotFoundError(f"This version of {credential_id} was not issued.")
        return version, profile, reader.credentials.find_jwt(credential_id, version.number, algorithm)


def _make(toolkit: Toolkit, version: VersionRecord, profile: ProfileRecord, algorithm: str) -> JwtRecord:
    key, signer = keys.issuing_signer(toolkit, profile, PURPOSE_OF[algorithm])
    token = jose.secure(
        securing.lint_credential(_plain(version)),
        signer=signer,
        kid=did_documents.key_url(toolkit.base_url, profile, signer.public_key.thumbprint()),
        algorithm=algorithm,
    )
    expected = _expected(version, toolkit.clock())
    securing.require_verdict(toolkit, token.encode("ascii"), vc.MEDIA_VC_JWT, expected)
    return JwtRecord(
        credential_id=version.credential_id,
        number=version.number,
        algorithm=algorithm,
        token=token,
        key_id=key.id,
        created_at=toolkit.clock(),
    )


def _expected(version: VersionRecord, now: datetime) -> Verdict:
    """Return what a stranger must find: an older version has a token too, and it is just as withdrawn."""
    if version.ended_category is not None:
        return Verdict.REVOKED
    return Verdict.EXPIRED if version.valid_until and version.valid_until <= now else Verdict.VALID


def _plain(version: VersionRecord) -> JsonObject:
    document = strict_json.parse_object(version.body or b"")
    return {name: value for name, value in document.items() if name != "proof"}


def _keep(toolkit: Toolkit, version: VersionRecord, profile: ProfileRecord, made: JwtRecord) -> JwtRecord:
    """Keep the token with its event and leaf, or return the one that another caller kept meanwhile."""
    act = Act(
        action="credential.jwt_issued",
        object=version.credential_id,
        profile=profile.did,
        kind="jwt",
        version=(version.credential_id, version.number),
        sha256=securing.sha256(made.token.encode("ascii")),
        category=made.algorithm,
    )
    try:
        with toolkit.database.unit("tokens.keep") as unit:
            unit.credentials.add_jwt(made)
            record(unit, toolkit, SYSTEM, act)
    except ConflictError:
        with toolkit.database.reader() as reader:
            known = reader.credentials.find_jwt(version.credential_id, version.number, made.algorithm)
        if known is None:
            raise
        return known
    return made
