"""Every component of a micro-endorsement must verify at the moment at which it is put together.

Asked through the pipeline that a stranger uses, over the exact bytes whose digest the micro-endorsement is
going to carry (open-badges-3.md section 5b). Whether the components meet the rule is `pathways`' to say.
"""

from issuer.errors import ConflictError, SigningError
from issuer.services import securing
from issuer.services.issuing.awards import Facts
from issuer.services.toolkit import Toolkit
from issuer.terms import vc
from issuer.verify import Verdict


def require_current(toolkit: Toolkit, facts: Facts) -> None:
    """Return quietly when every component is the newest of its kind, byte for byte, and valid now.

    Raises:
        ConflictError: one is not; the sentence names it.
    """
    if facts.achievement.components is not None and not facts.parts:
        raise ConflictError(f"{facts.achievement.code} has no components here, so it is not put together.")
    for part in facts.parts:
        with toolkit.database.reader() as reader:
            newest = reader.credentials.find_newest(part.credential_id)
        if newest is None or (newest.number, newest.sha256) != (part.number, part.sha256):
            raise ConflictError(f"{part.code} was issued again since this was put together.")
        try:
            securing.require_verdict(toolkit, newest.body or b"", vc.MEDIA_VC, Verdict.VALID)
        except SigningError as exc:
            raise ConflictError(
                f"{part.code} is not valid now, so {facts.achievement.code} is not put together."
            ) from exc
