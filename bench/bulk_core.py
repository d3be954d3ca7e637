"""The core road of bulk issuing: document, lint, canonical form, signature, exact bytes committed durably.

What it leaves out is what makes the whole road safe: facts and intents are recorded before the clock
starts, and there is no self-check, event, log leaf or job. It says how far the whole road is from its core.
"""

import time
from dataclasses import replace

from bench.bulk import Road
from issuer.services import awards, bulk, bulk_facts, keys, securing, versions
from issuer.services.issuance import IssueCredential, new_credential
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
        periods = [
            awards.period(one.facts, now=toolkit.clock(), awarded_at=None, valid_until=None)
            for one in gathered.fresh
        ]
        credentials = [
            new_credential(toolkit, one.command, one.facts, when)
            for one, when in zip(gathered.fresh, periods, strict=True)
        ]
        parts = list(zip(gathered.fresh, credentials, periods, slots, strict=True))
        drafted = [
            bulk._Drafted(  # noqa: SLF001  (the intents, recorded before the clock starts)
                one, credential, draft, securing.lint_credential(draft.document)
            )
            for one, credential, when, slot in parts
            for draft in [versions.build(one.facts, credential, when, slot)]
        ]
        prepared = bulk._commit_intents(toolkit, OPERATOR, gathered.profile, drafted)  # noqa: SLF001
        if len(prepared) != len(parts):
            raise RuntimeError("A slot was taken by nobody.")
        now = toolkit.clock()
        began = time.perf_counter_ns()
        finished = []
        for (one, credential, when, slot), intent in zip(parts, prepared, strict=True):
            linted = securing.lint_credential(versions.build(one.facts, credential, when, slot).document)
            made = securing.secure_with(key, signer, linted, created=intent.pending.prepared_at)
            finished.append(
                replace(
                    intent.pending,
                    body=made.body,
                    sha256=securing.sha256(made.body),
                    key_id=key.id,
                    context_hashes=made.context_hashes,
                    issued_at=now,
                )
            )
        with toolkit.database.unit("bench.core") as unit:
            unit.chunks.finish(finished)
        return (time.perf_counter_ns() - began) / 1000 / self._awards
