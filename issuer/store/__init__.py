"""The record: rows, one unit of work, migrations. The signed bytes are the truth; rows are the index.

`migrate.upgrade(url)` makes or migrates the tables, `open_database(url)` opens them, `Database.unit()` is one
transaction with the repositories of `unit.Unit`, `Database.reader()` reads without waiting. Plain methods
take and return frozen records; nothing of SQLAlchemy leaves this room.
"""

from issuer.store.database import Database, open_database, sqlite_url
from issuer.store.repositories.credential_search import CredentialFilter, Place, Status, status_of
from issuer.store.repositories.desk import DeskFilter
from issuer.store.repositories.fsck import Counts, Discrepancy
from issuer.store.repositories.numbering import Numbered, Numbering
from issuer.store.repositories.pilots import EarnedRow
from issuer.store.repositories.shares import Total
from issuer.store.repositories.signed import Signed
from issuer.store.rows.achievements import AchievementRecord, AchievementVersionRecord
from issuer.store.rows.api_keys import ApiKeyRecord
from issuer.store.rows.attestations import AttestationRecord
from issuer.store.rows.batches import BatchRecord, BatchState, GapRecord, ItemRecord, ItemState, SettledItem
from issuer.store.rows.bundles import BundleRecord, OpeningKind, OpeningRecord
from issuer.store.rows.credentials import (
    CredentialRecord,
    FinishedVersions,
    JwtRecord,
    PreparedVersion,
    VersionRecord,
    VersionState,
)
from issuer.store.rows.credits import (
    CreditUseRecord,
    EmploymentRecord,
    EquivalencyRecord,
    LaneDecisionRecord,
    LaneRulesRecord,
    PreApprovalRecord,
)
from issuer.store.rows.desk import DeskFile, DeskResult, DeskRow, DeskSession
from issuer.store.rows.endorsement_uploads import InvitationRecord, UploadRecord
from issuer.store.rows.endorsements import Audience, EndorsementRecord, StatementRecord, SubjectType
from issuer.store.rows.events import AlikeEvents, AlikeLeaves, EventDraft, EventRecord, HeadRecord, LeafRecord
from issuer.store.rows.holder_proofs import HolderProofRecord, ProofMethod
from issuer.store.rows.installation import Installation
from issuer.store.rows.jobs import AnswerRecord
from issuer.store.rows.pathways import (
    Cause,
    DueRecord,
    NoticeRecord,
    PartRecord,
    PathwayAward,
    ReviewOutcome,
    ReviewRecord,
)
from issuer.store.rows.people import PersonRecord, SubjectRecord
from issuer.store.rows.pilots import (
    IncentiveRecord,
    PilotAnswerRecord,
    PilotCostRecord,
    PilotMemberRecord,
    PilotRecord,
)
from issuer.store.rows.profiles import KeyPurpose, KeyRecord, KeyState, ProfileRecord
from issuer.store.rows.programs import OfferRecord
from issuer.store.rows.progress_links import ProgressLinkRecord
from issuer.store.rows.shares import ShareRecord, Visibility
from issuer.store.rows.sign_ins import SignInRecord
from issuer.store.rows.status_lists import BitRecord, Carries, Category, OpenList, StatusListRecord
from issuer.store.rows.transcripts import TranscriptRecord
from issuer.store.rows.trust import TrustAction, TrustEventRecord
from issuer.store.tables import current_revision, head_revision, require_current
from issuer.store.unit import Unit
from issuer.store.write_ahead import LogCopy

__all__ = [
    "AchievementRecord",
    "AchievementVersionRecord",
    "AlikeEvents",
    "AlikeLeaves",
    "AnswerRecord",
    "ApiKeyRecord",
    "AttestationRecord",
    "Audience",
    "BatchRecord",
    "BatchState",
    "BitRecord",
    "BundleRecord",
    "Carries",
    "Category",
    "Cause",
    "Counts",
    "CredentialFilter",
    "CredentialRecord",
    "CreditUseRecord",
    "Database",
    "DeskFile",
    "DeskFilter",
    "DeskResult",
    "DeskRow",
    "DeskSession",
    "Discrepancy",
    "DueRecord",
    "EarnedRow",
    "EmploymentRecord",
    "EndorsementRecord",
    "EquivalencyRecord",
    "EventDraft",
    "EventRecord",
    "FinishedVersions",
    "GapRecord",
    "HeadRecord",
    "HolderProofRecord",
    "IncentiveRecord",
    "Installation",
    "InvitationRecord",
    "ItemRecord",
    "ItemState",
    "JwtRecord",
    "KeyPurpose",
    "KeyRecord",
    "KeyState",
    "LaneDecisionRecord",
    "LaneRulesRecord",
    "LeafRecord",
    "LogCopy",
    "NoticeRecord",
    "Numbered",
    "Numbering",
    "OfferRecord",
    "OpenList",
    "OpeningKind",
    "OpeningRecord",
    "PartRecord",
    "PathwayAward",
    "PersonRecord",
    "PilotAnswerRecord",
    "PilotCostRecord",
    "PilotMemberRecord",
    "PilotRecord",
    "Place",
    "PreApprovalRecord",
    "PreparedVersion",
    "ProfileRecord",
    "ProgressLinkRecord",
    "ProofMethod",
    "ReviewOutcome",
    "ReviewRecord",
    "SettledItem",
    "ShareRecord",
    "SignInRecord",
    "Signed",
    "StatementRecord",
    "Status",
    "StatusListRecord",
    "SubjectRecord",
    "SubjectType",
    "Total",
    "TranscriptRecord",
    "TrustAction",
    "TrustEventRecord",
    "Unit",
    "UploadRecord",
    "VersionRecord",
    "VersionState",
    "Visibility",
    "current_revision",
    "head_revision",
    "open_database",
    "require_current",
    "sqlite_url",
    "status_of",
]
