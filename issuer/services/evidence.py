"""Verify, and keep everything that the result rested on as a pack for whoever asked.

The pack goes to the one who asked; nothing of it stays here. Its own record answers for what was issued
here, and those answers lie in the pack, so that somebody else can repeat the result without this place.
"""

from dataclasses import dataclass
from functools import partial

from issuer.errors import ConflictError, KeyUnavailableError
from issuer.services import keys, publication, service_profile, verification
from issuer.services.toolkit import Toolkit
from issuer.services.verification import NOTHING_MORE, Options
from issuer.signing.own_manifests import secure_manifest
from issuer.store import KeyPurpose
from issuer.verify import Report, verify
from issuer.verify.packs import Maker, Source, Witness, write_pack

__all__ = ["Evidenced", "Source", "check", "check_url"]


@dataclass(frozen=True)
class Evidenced:
    """A report, and the bytes of the pack (a zip file) with which it can be repeated."""

    report: Report
    pack: bytes


def check(toolkit: Toolkit, source: Source, *, options: Options = NOTHING_MORE) -> Evidenced:
    """Verify bytes as `verification.check` does, and return the pack as well.

    Raises:
        InputError: INPUT_TOO_LARGE: what the verification rested on is more than a pack may hold.
    """
    return _check(toolkit, _witness(toolkit, options), source)


def check_url(toolkit: Toolkit, url: str, *, options: Options = NOTHING_MORE) -> Evidenced:
    """Verify what lies at an address as `verification.check_url` does, and return the pack as well.

    Raises:
        NotFoundError: the address is a page of ours that shows nobody a credential.
        FetchError: FETCH_BLOCKED or FETCH_FAILED: the document could not be brought.
        InputError: INPUT_TOO_LARGE: what the verification rested on is more than a pack may hold.
    """
    witness = _witness(toolkit, options)
    return _check(toolkit, witness, verification.bring(toolkit, url, options=options, fetch=witness.fetch))


def _witness(toolkit: Toolkit, options: Options) -> Witness:
    policy, fetch = verification.policy_of(toolkit, options), verification.fetch_of(toolkit, options)
    return Witness(policy=policy, fetch=fetch, clock=toolkit.clock)


def _check(toolkit: Toolkit, witness: Witness, source: Source) -> Evidenced:
    with toolkit.lane.taken():
        report = verify(
            source.data,
            media_type=source.media_type,
            policy=witness.policy,
            fetch=witness.fetch,
            workers=toolkit.workers,
        )
    return Evidenced(report, write_pack(witness.pack(source, report), maker=_maker(toolkit)))


def _maker(toolkit: Toolkit) -> Maker | None:
    """Return the service profile as the one who stands for a pack; nobody does where it cannot sign now."""
    try:
        profile = service_profile.find(toolkit)
        if profile is None:
            return None
        key, signer = keys.active_signer(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    except (ConflictError, KeyUnavailableError):
        return None
    document = publication.document_at(toolkit, f"/p/{profile.slug}/did.json").body
    sign = partial(
        secure_manifest,
        signer=signer,
        verification_method=key.verification_method,
        created=toolkit.clock(),
    )
    return Maker(profile.did, document, sign)
