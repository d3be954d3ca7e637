"""What can be asked of the endorsing road, as values."""

from dataclasses import dataclass, field
from datetime import datetime

from issuer.badges.endorsement import Related
from issuer.documents.strict_json import JsonObject
from issuer.store import Audience, EndorsementRecord, SubjectType


@dataclass(frozen=True)
class Subject:
    """What is endorsed.

    Attributes:
        id: id of an achievement, a profile or a credential, as it stands in the documents that carry it.
        type: which of the three it is.
        version: the version of the achievement that is meant; None for every version.
    """

    id: str
    type: SubjectType
    version: str | None = None


@dataclass(frozen=True)
class Statement:
    """Facts for machines, of a kind that `badges.statements.KINDS` lists.

    Attributes:
        kind: the kind's `type`.
        facts: every member but `type`, `version` and `schema`, which are added.
        version: the version of the kind's schema.
    """

    kind: str
    facts: JsonObject = field(repr=False)
    version: str = "1"


@dataclass(frozen=True, kw_only=True)
class IssueEndorsement:
    """A request for one endorsement credential.

    Attributes:
        profile: slug of the endorser, who signs.
        external_id: the caller's id of this request; asking again under it gives the same endorsement.
        subject: what is endorsed.
        name: a title for wallets and lists.
        comment: what the endorser says, in Markdown.
        statement: the same for machines, where there is a kind for it.
        related: further documents to bind by their digests, such as the credentials that a decision rests on.
        valid_from: from when on; None for now. It may lie before or after now, such as an agreement's start.
        valid_until: until when; None for no end.
        carried: whether credentials of this achievement that are issued later carry it inside.
        audience: who may read it; None lets the kind of the statement and the subject decide: what is about
            one person's credential, or holds a person's facts, is for the holder, all else is public.
    """

    profile: str
    external_id: str
    subject: Subject
    name: str
    comment: str = field(repr=False)
    statement: Statement | None = None
    related: tuple[Related, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    carried: bool = False
    audience: Audience | None = None


@dataclass(frozen=True)
class IssuedEndorsement:
    """What was issued.

    Attributes:
        record: the row of it.
        is_new: whether this very call issued it.
    """

    record: EndorsementRecord
    is_new: bool

    @property
    def credential_id(self) -> str:
        """`urn:uuid:…`."""
        return self.record.id

    @property
    def body(self) -> bytes:
        """The exact signed bytes."""
        return self.record.body or b""
