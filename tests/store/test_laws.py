"""Each law refuses its wrong, by statements that a careless hand in a database shell could type."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from issuer import store
from issuer.store import Database
from tests.store import records
from tests.store.kinds import ONLY_POSTGRESQL, ONLY_SQLITE
from tests.store.records import LATER, urn
from tests.store.shell import shell as open_shell
from tests.store.shell import spoken


@pytest.fixture
def shell(issued: Database, url: str) -> Iterator[Connection]:
    with issued.unit() as unit:
        unit.status_lists.set_bit(
            urn(8), 77, category=store.Category.SUSPENDED_PENDING_REVIEW, at=records.NOW
        )
        unit.installation.fix(
            base_url="https://badges.demo.example", created_at=records.NOW, salt=records.SALT
        )
        unit.credentials.add_jwt(store.JwtRecord(urn(9), 1, "ES256", "a.b.c", urn(2), records.NOW))
        unit.events.number_pending(10, at=records.NOW)
        unit.api_keys.add(records.api_key())
        unit.api_keys.revoke("k1", at=records.LATER)
        unit.sign_ins.add(records.sign_in())
        unit.shares.add(records.share())
        unit.bundles.add(records.bundle(), [urn(9)])
        unit.holder_proofs.add(records.holder_proof())
        unit.holder_proofs.try_answer(urn(40), most=5, now=records.NOW)
        unit.holder_proofs.prove(urn(40), by="did:example:1", at=records.LATER)
        unit.bundles.count_opening(urn(30), store.OpeningKind.PAGE, hour=records.NOW)
        unit.bundles.revoke(urn(30), at=records.LATER)
        unit.progress_links.add(records.progress_link())
        unit.progress_links.revoke(urn(60), at=records.LATER)
        unit.trust.add(records.trust_event())
    engine = open_shell(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


ISSUED_AT_ONCE = """INSERT INTO credential_versions
    SELECT credential_id, 2, state, valid_from, valid_until, status_list_id, 78, intent, prepared_at,
    issued_at, abandoned_at, key_id, body, sha256, context_hashes FROM credential_versions"""

REFUSED = [
    ("UPDATE installation SET base_url = 'https://other.example'", "installation_is_fixed"),
    ("DELETE FROM installation", "installation_is_kept"),
    ("INSERT INTO installation VALUES (2, 'x', 'x', x'00')", "ck_installation_single_row"),
    ("DELETE FROM profiles", "profiles_are_kept"),
    ("UPDATE profiles SET slug = 'other'", "profiles_keep_their_ids"),
    ("UPDATE profiles SET did = 'did:web:other'", "profiles_keep_their_ids"),
    ("DELETE FROM keys", "keys_are_kept"),
    ("DELETE FROM api_keys", "api_keys_are_kept"),
    ("UPDATE api_keys SET revoked_at = NULL", "api_keys_are_revoked_once"),
    ("UPDATE api_keys SET scopes = 'credentials:issue'", "api_keys_are_revoked_once"),
    (
        "INSERT INTO api_keys SELECT 'k2', profile_id, label, scopes, x'00', created_at, NULL, NULL FROM api_keys",
        "ck_api_keys_secret_is_hashed",
    ),
    ("UPDATE sign_ins SET expires_at = '2030'", "sign_ins_stay_what_they_are"),
    ("UPDATE sign_ins SET key_id = 'other'", "sign_ins_stay_what_they_are"),
    ("UPDATE shares SET credential_id = 'urn:uuid:other'", "shares_keep_their_credential"),
    ("UPDATE shares SET visibility = 'secret'", "ck_shares_visibility"),
    ("UPDATE shares SET token = 'guess'", "ck_shares_token_is_long"),
    ("DELETE FROM progress_links", "progress_links_are_kept"),
    ("UPDATE progress_links SET revoked_at = NULL", "progress_links_are_revoked_once"),
    ("UPDATE progress_links SET person_id = 'urn:other'", "progress_links_are_revoked_once"),
    (
        "INSERT INTO progress_links SELECT 'b', owner, 'x', person_id, NULL, NULL, x'00', created_at, expires_at, NULL FROM progress_links",
        "ck_progress_links_token_is_hashed",
    ),
    ("DELETE FROM bundles", "bundles_are_kept"),
    ("UPDATE bundles SET revoked_at = NULL", "bundles_are_revoked_once"),
    ("UPDATE bundles SET expires_at = '2030'", "bundles_are_revoked_once"),
    (
        "INSERT INTO bundles SELECT 'b', owner, 'x', person_id, 'x', x'00', created_at, expires_at, NULL FROM bundles",
        "ck_bundles_token_is_hashed",
    ),
    ("DELETE FROM bundle_items", "bundle_items_are_kept"),
    ("UPDATE bundle_items SET position = 2", "bundle_items_never_change"),
    ("DELETE FROM bundle_openings", "bundle_openings_are_kept"),
    ("UPDATE bundle_openings SET times = 0", "bundle_openings_only_count_up"),
    ("UPDATE bundle_openings SET kind = 'file'", "bundle_openings_only_count_up"),
    ("DELETE FROM trust_events", "trust_events_are_kept"),
    ("UPDATE trust_events SET reason = 'other'", "trust_events_never_change"),
    (
        "INSERT INTO trust_events SELECT 'did:web:a', 1, 'removed', name, reason, added_by, source, at FROM trust_events",
        "ck_trust_events_begins_added",
    ),
    (
        "INSERT INTO trust_events SELECT issuer, 2, 'forgotten', name, reason, added_by, source, at FROM trust_events",
        "ck_trust_events_action",
    ),
    (
        "INSERT INTO trust_events SELECT issuer, 1, action, name, reason, added_by, source, at FROM trust_events",
        "(?i)unique|pk_trust_events",
    ),
    (
        "INSERT INTO trust_events SELECT issuer, 2, action, name, '', added_by, source, at FROM trust_events",
        "ck_trust_events_says_who_and_why",
    ),
    ("UPDATE holder_proofs SET proven_by = 'other'", "holder_proofs_are_proven_once"),
    ("UPDATE holder_proofs SET tries = 0", "holder_proofs_are_proven_once"),
    ("UPDATE holder_proofs SET challenge = 'other'", "holder_proofs_are_proven_once"),
    ("UPDATE keys SET public_key = '{}'", "keys_only_age"),
    ("UPDATE keys SET purpose = 'jwt'", "keys_only_age"),
    ("UPDATE keys SET state = 'revoked'", "ck_keys_revoked_has_a_time"),
    ("UPDATE keys SET compromised_since = 'x'", "ck_keys_compromised_is_revoked"),
    ("DELETE FROM achievements", "achievements_are_kept"),
    ("UPDATE achievements SET url = 'x'", "achievements_keep_their_ids"),
    ("DELETE FROM achievement_versions", "achievement_versions_are_kept"),
    ("UPDATE achievement_versions SET document = '{}'", "achievement_versions_never_change"),
    ("DELETE FROM persons", "persons_are_kept"),
    ("UPDATE persons SET reference = 'x'", "persons_keep_their_ids"),
    ("DELETE FROM subjects", "subjects_are_kept"),
    ("UPDATE subjects SET subject_id = 'x'", "subjects_never_change"),
    ("DELETE FROM attestations", "attestations_are_kept"),
    ("UPDATE attestations SET body = x'00'", "attestations_never_change"),
    ("DELETE FROM credentials", "credentials_are_kept"),
    ("UPDATE credentials SET awarded_at = 'x'", "credentials_never_change"),
    ("DELETE FROM credential_versions", "credential_versions_are_kept"),
    ("UPDATE credential_versions SET body = x'00'", "credential_versions_only_finish"),
    ("UPDATE credential_versions SET state = 'prepared'", "credential_versions_only_finish"),
    ("UPDATE credential_versions SET valid_until = '2030'", "credential_versions_only_finish"),
    ("UPDATE credential_versions SET status_index = 5", "credential_versions_only_finish"),
    (ISSUED_AT_ONCE, "credential_versions_begin_prepared"),
    ("DELETE FROM credential_jwts", "credential_jwts_are_kept"),
    ("UPDATE credential_jwts SET token = 'x'", "credential_jwts_never_change"),
    ("DELETE FROM status_lists", "status_lists_are_kept"),
    ("UPDATE status_lists SET used = 0", "status_lists_only_move_on"),
    ("UPDATE status_lists SET changes = 0", "status_lists_only_move_on"),
    ("UPDATE status_lists SET slug = 'x'", "status_lists_only_move_on"),
    ("UPDATE status_lists SET used = length + 1", "ck_status_lists_used"),
    ("DELETE FROM status_bits", "status_bits_never_go_back"),
    ("UPDATE status_bits SET status_index = 1", "status_bits_only_become_final"),
    ("UPDATE status_bits SET set_at = 'x'", "status_bits_only_become_final"),
    ("UPDATE status_bits SET category = 'fraud'", "status_bits_only_become_final"),
    ("UPDATE status_bits SET change = 9", "status_bits_only_become_final"),
    (
        "INSERT INTO status_bits VALUES ('x', 1, 'fraud', 'x', NULL, NULL)",
        "status_bits_name_a_burned_slot",
    ),
    ("DELETE FROM events", "events_are_kept"),
    ("UPDATE events SET body = x'00'", "events_are_numbered_once"),
    ("UPDATE events SET number = 9", "events_are_numbered_once"),
    ("UPDATE events SET number = NULL, hash = NULL, previous_hash = NULL", "events_are_numbered_once"),
    ("UPDATE event_details SET text = 'other'", "event_details_never_change"),
    ("DELETE FROM leaves", "leaves_are_kept"),
    ("UPDATE leaves SET entry = x'00'", "leaves_are_numbered_once"),
    ("UPDATE leaves SET number = NULL", "leaves_are_numbered_once"),
    ("DELETE FROM chain_heads", "chain_heads_are_kept"),
    ("UPDATE chain_heads SET head = x'00'", "chain_heads_are_signed_once"),
]


@pytest.mark.parametrize(("statement", "law"), REFUSED)
def test_the_database_refuses(shell: Connection, statement: str, law: str) -> None:
    with pytest.raises(IntegrityError, match=law):
        shell.exec_driver_sql(spoken(shell, statement))


REPLACED = [
    ("INSERT OR REPLACE INTO profiles SELECT * FROM profiles", "profiles_are_kept"),
    ("INSERT OR REPLACE INTO events SELECT * FROM events", "events_begin_without_number"),
    ("INSERT OR REPLACE INTO leaves SELECT * FROM leaves", "leaves_begin_without_number"),
]


@ONLY_SQLITE
@pytest.mark.parametrize(("statement", "law"), REPLACED)
def test_sqlite_refuses_to_replace(shell: Connection, statement: str, law: str) -> None:
    with pytest.raises(IntegrityError, match=law):
        shell.exec_driver_sql(statement)


@ONLY_POSTGRESQL
@pytest.mark.parametrize("table", ["profiles", "events", "leaves", "credential_versions", "status_bits"])
def test_postgresql_refuses_to_empty_a_table(shell: Connection, table: str) -> None:
    with pytest.raises(IntegrityError, match="law"):
        shell.exec_driver_sql(f"TRUNCATE {table} CASCADE")


ALLOWED = [
    "UPDATE profiles SET name = 'Other', data = '{}'",
    "UPDATE keys SET state = 'retired', retired_at = '2026'",
    "UPDATE achievement_versions SET retired_at = '2026'",
    "UPDATE persons SET erased_at = '2026'",
    "DELETE FROM person_details",
    "DELETE FROM event_details",
    "UPDATE status_bits SET category = 'fraud', final_at = '2026'",
    "UPDATE chain_heads SET signed = x'00'",
    "UPDATE bundle_openings SET times = 2",
    "DELETE FROM holder_proofs",
    "DELETE FROM sign_ins",
]


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_is_meant_to_change_can(shell: Connection, statement: str) -> None:
    assert shell.exec_driver_sql(spoken(shell, statement)).rowcount >= 1


GONE_ON = [
    ("UPDATE keys SET state = 'active'", "keys_only_age"),
    ("UPDATE keys SET retired_at = '2027'", "keys_only_age"),
    ("UPDATE status_bits SET category = 'superseded', final_at = '2027'", "status_bits_only_become_final"),
    ("UPDATE chain_heads SET signed = x'01'", "chain_heads_are_signed_once"),
]


@pytest.mark.parametrize(("statement", "law"), GONE_ON)
def test_what_moved_on_does_not_move_back(shell: Connection, statement: str, law: str) -> None:
    for allowed in ALLOWED:
        shell.exec_driver_sql(spoken(shell, allowed))
    with pytest.raises(IntegrityError, match=law):
        shell.exec_driver_sql(spoken(shell, statement))


def test_a_revoked_key_stays_revoked(furnished: Database, url: str) -> None:
    with furnished.unit() as unit:
        unit.keys.revoke(urn(2), at=LATER)
    engine = open_shell(url)
    for state in ("active", "retired"):
        with engine.connect() as connection, pytest.raises(IntegrityError, match="keys_only_age"):
            connection.exec_driver_sql(
                f"UPDATE keys SET state = '{state}', retired_at = 'x', revoked_at = NULL"  # noqa: S608  (names of the test itself)
            )
    engine.dispose()


def test_every_law_stands_in_the_docstring_of_its_table(url: str) -> None:
    source = "".join(path.read_text() for path in (Path(store.__file__).parent / "rows").glob("*.py"))
    engine = open_shell(url)
    with engine.connect() as connection:
        names = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            "postgresql": "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype"
            " AND pronamespace = 'public'::regnamespace",
        }
        found = set(connection.exec_driver_sql(names[connection.dialect.name]).scalars())
    engine.dispose()
    assert len(found) > 30
    assert {name for name in found if f"`{name}`" not in source} == set()


@ONLY_POSTGRESQL
def test_a_law_that_sleeps_is_a_problem(issued: Database, url: str) -> None:
    assert issued.problems() == ()
    engine = open_shell(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER events_are_kept")
    engine.dispose()
    assert issued.problems() == ("the law events_are_kept is switched off",)
