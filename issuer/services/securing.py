"""Sign a linted credential, and check the signed bytes as a stranger would, before anything leaves.

Ed25519 is deterministic and the proof is dated with the moment at which its intent was recorded, so that
a retry after a crash gives the same bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Final

from issuer.badges.rules import OPEN_BADGE_RULES
from issuer.dids import Resolver, issuer_method
from issuer.documents import contexts
from issuer.documents.fast_walk import REPEATED_PARTS
from issuer.documents.lint import LintedDocument, lint
from issuer.documents.memory import Memory, content_key
from issuer.documents.outlines import Outlines
from issuer.documents.seen_parts import SeenParts
from issuer.documents.strict_json import JsonObject
from issuer.documents.templates import Hole, NotAlike, RefusedError, Template, blanked, compile_template
from issuer.errors import ConformanceError, FetchError, InputError, SigningError, VerificationError
from issuer.services import keys, profiles
from issuer.services.toolkit import Toolkit
from issuer.signing import exact_bytes
from issuer.signing.keys import PublicKey
from issuer.signing.proof_series import ProofSeries
from issuer.signing.signers import Signer
from issuer.store import KeyPurpose, KeyRecord, ProfileRecord
from issuer.verify import Policy, Report, Verdict, verify

SCHEMA: Final = "emit/credential"
CRYPTOSUITE: Final = "eddsa-rdfc-2022"
_templates: Final[Memory[Template | NotAlike]] = Memory(16 * 1024 * 1024)
"""About two hundred achievements, and why others have no template."""
_outlines: Final = Outlines()
"""What signed texts have in common; it says what stands in a text, and nothing of keys or of the moment."""


@dataclass(frozen=True)
class Secured:
    """A signed credential.

    Attributes:
        body: the exact bytes, as they are kept and handed out.
        key: the key that signed it.
        context_hashes: sha256 of each context that the bytes were signed under, by address; to be read only.
    """

    body: bytes = field(repr=False)
    key: KeyRecord
    context_hashes: JsonObject

    @property
    def issuer(self) -> str:
        """The DID whose key signed: a key's address begins with it."""
        return self.key.verification_method.partition("#")[0]


def lint_credential(document: JsonObject) -> LintedDocument:
    """Hold a plain credential against schema, contexts, our content rules and JSON-LD safe mode.

    Raises:
        ConformanceError: it breaks one; everything that was found is named.
    """
    return lint(document, schema=SCHEMA, rules=OPEN_BADGE_RULES)


def template_of(document: JsonObject, holes: Sequence[Hole]) -> Template:
    """Return the template of all credentials that differ from this one in the holes alone; it is remembered.

    Raises:
        RefusedError: this credential would not be signed; another one may have a template.
        NotAlike: there is none.
    """
    key = template_key(document, holes)
    found = None if key is None else find_template(key)
    if found is not None:
        return found
    made: Template | NotAlike
    try:
        made = compile_template(document, holes, schema=SCHEMA, rules=OPEN_BADGE_RULES)
    except RefusedError:
        raise
    except NotAlike as exc:
        made = NotAlike(*exc.args)
    if key is not None:
        _templates.keep(key, made, made.size if isinstance(made, Template) else 0)
    if isinstance(made, NotAlike):
        raise made
    return made


def template_key(document: JsonObject, holes: Sequence[Hole]) -> bytes | None:
    """Return under which key `template_of` remembers a template, None where it is not remembered.

    Raises:
        NotAlike: there is none.
    """
    key = content_key(b"", {"document": blanked(document, holes), "holes": [repr(hole) for hole in holes]})
    # The content is as long as the document, and many keep the key of one.
    return None if key is None else hashlib.sha256(key).digest()


def find_template(key: bytes) -> Template | None:
    """Return the template that is remembered under a key, or None.

    Raises:
        NotAlike: there is none, and that is remembered.
    """
    found = _templates.find(key)
    if isinstance(found, NotAlike):
        # Another one each time: an error that is raised again keeps the frames of every time.
        raise NotAlike(*found.args)
    return found


def lint_alike(template: Template, values: Sequence[str]) -> LintedDocument:
    """Return the credential with these values in the holes of its template, as `lint_credential` passes it.

    Raises:
        NotAlike: `lint_credential` is to be asked.
    """
    return template.make(values)


def secure(
    toolkit: Toolkit,
    profile: ProfileRecord,
    linted: LintedDocument,
    *,
    created: datetime,
    is_clock_known: bool = False,
) -> Secured:
    """Sign a linted credential with the profile's active key.

    Args:
        toolkit: what to work with.
        profile: who issues.
        linted: what is signed.
        created: when, as the proof says.
        is_clock_known: whether this very road has asked `keys.require_clock_in` before.

    Raises:
        KeyUnavailableError: the profile has no active key, or it does not open; CLOCK_BEHIND.
        SigningError: the document names another issuer.
    """
    if not is_clock_known:
        keys.require_clock(toolkit)
    key, signer = keys.active_signer(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    return secure_with(key, signer, linted, created=created)


def secure_with(key: KeyRecord, signer: Signer, linted: LintedDocument, *, created: datetime) -> Secured:
    """Sign a linted credential with a key that `keys.active_signer` opened.

    Raises:
        SigningError: the document names another issuer.
    """
    body = exact_bytes.secure_text(
        linted,
        cryptosuite=CRYPTOSUITE,
        signer=signer,
        verification_method=key.verification_method,
        created=created,
    )
    return Secured(body=body, key=key, context_hashes=_context_hashes())


@cache
def _context_hashes() -> JsonObject:
    """Return the sha256 of each context that is signed under, by address."""
    return {url: contexts.pinned_hash(url) for url in contexts.EMITTED_ARRAY}


@dataclass(frozen=True)
class Series:
    """What a chunk of one moment is read back with: what was seen of it before is not judged twice."""

    parts: SeenParts
    proofs: ProofSeries

    @property
    def size(self) -> int:
        """Bytes of memory that it takes."""
        return self.parts.size + self.proofs.size


def series(toolkit: Toolkit) -> Series:
    """Return what reads many of one moment back, with the keys that their issuers publish, each resolved once."""
    resolver = Resolver(toolkit.fetch)

    @cache
    def key_of(issuer: str, method: str) -> PublicKey:
        return issuer_method(resolver, issuer=issuer, method_id=method).public_key

    return Series(SeenParts(REPEATED_PARTS), ProofSeries(key_of))


def self_verify(secured: Secured, seen: Series) -> None:
    """Return quietly when the signature of the exact bytes holds with the key that the issuer publishes.

    For many at once; one credential goes through `require_verdict`.

    Args:
        secured: what was signed.
        seen: `series`, one for all of them.

    Raises:
        SigningError: they do not; nothing may be released.
    """
    try:
        # Of texts that differ in few values these are read; whatever else there is goes the general way.
        outlined = _outlines.read(secured.body)
        if outlined is None or not seen.proofs.verify_outlined(outlined):
            document = seen.parts.parse_object(secured.body)
            seen.proofs.verify(document)
            _outlines.learn(secured.body, document)
    except (VerificationError, FetchError, InputError, ConformanceError) as exc:
        raise SigningError(
            f"The signed credential does not verify, so nothing was released: {exc.detail}"
        ) from exc


def require_verdict(
    toolkit: Toolkit, data: bytes, media_type: str, expected: Verdict, *, beside: tuple[bytes, ...] = ()
) -> Report:
    """Return the report when the public pipeline says of our own document what it must say of it.

    Addresses of our own are answered from the record, as for anyone who verifies here.

    Args:
        toolkit: what to work with.
        data: the exact bytes.
        media_type: what they are.
        expected: what they are known to be: valid, or revoked or expired for an older version.
        beside: statements that they bind; each must be shown.

    Raises:
        SigningError: the pipeline says something else; the bytes may not be released.
    """
    policy = Policy(now=toolkit.clock(), own_issuers=profiles.own_issuers(toolkit), beside=beside)
    report = verify(data, media_type=media_type, policy=policy, fetch=toolkit.fetch, workers=toolkit.workers)
    if report.verdict is not expected:
        found = next((check for check in report.checks if check.code is not None), None)
        why = found.sentence if found else report.sentence
        raise SigningError(
            f"What was signed is {report.verdict} instead of {expected}, so nothing was released: {why}"
        )
    if len([item for item in report.statements if item.statement is not None]) < len(beside):
        told = " ".join(item.sentence for item in report.statements)
        raise SigningError(f"What was signed does not bind its statement, so nothing was released: {told}")
    return report


def sha256(data: bytes) -> str:
    """Return the hex sha256 of bytes."""
    return hashlib.sha256(data).hexdigest()
