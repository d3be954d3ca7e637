"""The core road of bulk issuing: document, lint, canonical form, signature, exact bytes committed durably.

What it leaves out is what makes the whole road safe: facts are read before the clock starts, intents are
committed while it stands still, and there is no self-check, event, log leaf or job. It says how far the whole
road is from its core. The awards of a round are one commit.
"""

import time

from bench.bulk import Road
from issuer.services import keys, securing
from issuer.services.issuing import bulk, bulk_facts, drafts, versions
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.principal import OPERATOR
from issuer.store import KeyPurpose
from tests.badges import samples


class CoreRoad:
    """Signs awards on the database of a `Road`; every round takes people of its own."""

    def __init__(self, road: Road, awards_each: int) -> None:
        self._road, self._awards = road, awards_each
        self._toolkit = road.world.toolkit

    def issue(self) -> float:
        """Return microseconds of one award."""
        toolkit = self._toolkit
        commands = [
            IssueCredential(
                profile="scsc",
                external_id=f"core-{number}",
                attestation=samples.attested(externalId=f"core-{number}", person=f"p{number:05}"),
            )
            for number in self._road.register(self._awards)
        ]
        gathered = bulk_facts.gather(toolkit, commands)
        key, signer = keys.active_signer(toolkit, gathered.profile, KeyPurpose.DATA_INTEGRITY)
        slots = versions.choose_slots(toolkit, gathered.profile, len(commands))
        began = time.perf_counter_ns()
        drafted, refused = drafts.draft_all(toolkit, gathered.fresh, slots)
        took = time.perf_counter_ns() - began
        prepared = bulk.commit_intents(toolkit, OPERATOR, gathered.profile, drafted)
        if refused or len(prepared) != len(commands):
            raise RuntimeError("An award was refused, or a slot was taken by nobody.")
        now = toolkit.clock()
        began = time.perf_counter_ns()
        secured = [
            (one, securing.secure_with(key, signer, one.drafted.linted, created=one.pending.prepared_at))
            for one in prepared
        ]
        with toolkit.database.unit("bench.core") as unit:
            unit.chunks.finish(bulk.finished_versions(secured, at=now))
        return (took + time.perf_counter_ns() - began) / 1000 / self._awards
