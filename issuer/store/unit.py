"""One transaction and the repositories that speak in it."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from issuer.errors import ConflictError
from issuer.store.repositories.api_keys import ApiKeyRepository
from issuer.store.repositories.attestations import AttestationRepository
from issuer.store.repositories.batches import BatchRepository
from issuer.store.repositories.bundles import BundleRepository
from issuer.store.repositories.catalog import AchievementRepository
from issuer.store.repositories.chunks import ChunkRepository
from issuer.store.repositories.credentials import CredentialRepository
from issuer.store.repositories.credits import CreditRepository
from issuer.store.repositories.desk import DeskRepository
from issuer.store.repositories.desk_work import DeskWorkRepository
from issuer.store.repositories.endorsement_uploads import EndorsementUploadRepository
from issuer.store.repositories.endorsements import EndorsementRepository
from issuer.store.repositories.events import EventRepository
from issuer.store.repositories.fsck import FsckRepository
from issuer.store.repositories.holder_proofs import HolderProofRepository
from issuer.store.repositories.jobs import AnswerRepository, LeaseRepository
from issuer.store.repositories.leaves import HeadRepository, LeafRepository
from issuer.store.repositories.numbering import NumberingRepository
from issuer.store.repositories.organisations import (
    InstallationRepository,
    KeyRepository,
    ProfileRepository,
)
from issuer.store.repositories.pathway_queue import PathwayQueue
from issuer.store.repositories.pathways import PathwayRepository
from issuer.store.repositories.people import PeopleRepository
from issuer.store.repositories.pilots import PilotRepository
from issuer.store.repositories.programs import ProgramRepository
from issuer.store.repositories.progress_links import ProgressLinkRepository
from issuer.store.repositories.shares import ShareRepository
from issuer.store.repositories.sign_ins import SignInRepository
from issuer.store.repositories.signed import SignedRepository
from issuer.store.repositories.status_lists import StatusListRepository
from issuer.store.repositories.transcripts import TranscriptRepository
from issuer.store.repositories.trust import TrustRepository
from issuer.store.statements import Statements

R = TypeVar("R")


class _Part(Generic[R]):
    """A repository of a unit, made when it is first asked for: most units speak with three of them."""

    def __init__(self, kind: Callable[[Statements], R]) -> None:
        self._kind = kind
        self._name = ""

    def __set_name__(self, owner: type["Unit"], name: str) -> None:
        """Learn the attribute's name."""
        self._name = name

    def __get__(self, unit: "Unit", owner: type["Unit"]) -> R:
        """Make the repository; from then on the unit's own attribute answers."""
        made = self._kind(unit._statements)  # noqa: SLF001  (a part of the unit)
        unit.__dict__[self._name] = made
        return made


class Unit:
    """Everything that is committed together, or not at all. Never shared between threads.

    Attributes:
        installation: the base address, fixed at first start.
        profiles: issuing organisations.
        keys: their keys, without secrets.
        achievements: what can be awarded.
        people: who can receive, and the details that can be erased.
        attestations: frozen assessment records.
        credentials: what was issued, byte for byte.
        endorsements: what profiles say of achievements, profiles and credentials.
        endorsement_uploads: what others said and handed in, and whom we asked.
        status_lists: bits that are set for ever.
        shares: who may see which page.
        events: what happened.
        leaves: the Merkle log's leaves.
        heads: what chain and tree looked like.
        numbering: the place of events and leaves in them.
        leases: jobs that one process may run.
        answers: what repeated requests are answered.
        api_keys: who may use the API.
        sign_ins: browsers that an API key was handed to for some hours.
        batches: files of awards on their way.
        bundles: links of teachers to chosen credentials.
        pilots: what districts keep of their pilots.
        progress_links: links of holders to how far they are.
        holder_proofs: what was asked of holders a short time ago.
        chunks: many rows of the issuing road at once.
        credits: what districts and universities say about credit.
        desk: files that a clerk brought for some hours.
        desk_work: who judges which of them.
        trust: what happened to the list of known issuers.
        programs: what districts chose from the catalog.
        pathways: micro-endorsements, and what they are put together from.
        pathway_queue: whose pathways are to be looked at; partners and notices.
        transcripts: what was signed on request, with everything inside.
        fsck: the record compared with itself.
        signed: everything that was signed, to be verified again.
    """

    installation = _Part(InstallationRepository)
    profiles = _Part(ProfileRepository)
    keys = _Part(KeyRepository)
    achievements = _Part(AchievementRepository)
    people = _Part(PeopleRepository)
    attestations = _Part(AttestationRepository)
    credentials = _Part(CredentialRepository)
    endorsements = _Part(EndorsementRepository)
    endorsement_uploads = _Part(EndorsementUploadRepository)
    status_lists = _Part(StatusListRepository)
    shares = _Part(ShareRepository)
    events = _Part(EventRepository)
    leaves = _Part(LeafRepository)
    heads = _Part(HeadRepository)
    numbering = _Part(NumberingRepository)
    leases = _Part(LeaseRepository)
    answers = _Part(AnswerRepository)
    api_keys = _Part(ApiKeyRepository)
    sign_ins = _Part(SignInRepository)
    batches = _Part(BatchRepository)
    bundles = _Part(BundleRepository)
    pilots = _Part(PilotRepository)
    progress_links = _Part(ProgressLinkRepository)
    holder_proofs = _Part(HolderProofRepository)
    chunks = _Part(ChunkRepository)
    credits = _Part(CreditRepository)
    desk = _Part(DeskRepository)
    desk_work = _Part(DeskWorkRepository)
    trust = _Part(TrustRepository)
    programs = _Part(ProgramRepository)
    pathways = _Part(PathwayRepository)
    pathway_queue = _Part(PathwayQueue)
    transcripts = _Part(TranscriptRepository)
    fsck = _Part(FsckRepository)
    signed = _Part(SignedRepository)

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def known(self, question: tuple[Hashable, ...], make: Callable[[], R]) -> R:
        """Return what `make` makes of rows that seldom change alone (`rows.marks`); a reader makes it once a mark.

        Args:
            question: names what is made, and of what; one question stands for one thing for ever.
            make: makes it; nothing that it gives is changed by anybody.
        """
        return self._statements.known(question, make)

    def require_whole(self) -> None:
        """Return quietly when every statement of this unit did what it should.

        Raises:
            ConflictError: one failed, and whoever caught the error may not keep the rest.
        """
        if self._statements.is_spoiled:
            raise ConflictError("A part of this unit failed, so none of it is kept.")
