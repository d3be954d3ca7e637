"""What a careless hand could type about endorsements, pathways and credit, and which law refuses it."""

from issuer.store.base import METADATA
from tests.store.records import urn

TABLES = (
    "endorsements", "statements", "endorsement_uploads", "endorsement_invitations",
    "pathway_awards", "composition_parts", "pathway_claims", "pathway_reviews", "pathway_partners", "notices",
    "lane_rules", "credit_equivalencies", "pre_approvals", "employments", "lane_decisions", "credit_uses",
    "transcripts",
)  # fmt: skip


def copy(table: str, where: str = "", **changes: str) -> str:
    """Return the statement that puts a changed copy of a row beside it."""
    names = [column.name for column in METADATA.tables[table].columns]
    assert changes.keys() <= set(names)
    values = ", ".join(changes.get(name, name) for name in names)
    filtered = f" WHERE {where}" if where else ""
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}{filtered}"  # noqa: S608  (names of the test itself)


def another(table: str, where: str = "state = 'prepared'", **changes: str) -> str:
    """Return the statement that puts a row of its own id, external id and slot."""
    free = {"id": "'other'", "external_id": "'other'", "status_index": "900"}
    return copy(table, where, **{**free, **changes})


NEW = {"id": "'other'", "external_id": "'other'"}
SHORT = {"token": "'short'"}
TOKEN = {"token": "'aaaaaaaaaaaaaaaaaaaaaaaa'"}
INVITED = {"id": "'other'", "answered_at": "NULL", "answer_id": "NULL"}
OPEN = {"id": "'other'", "closed_at": "NULL", "outcome": "NULL", "decided_by": "NULL"}

ENDORSING = [
    ("DELETE FROM endorsements", "endorsements_are_kept"),
    ("UPDATE endorsements SET body = x'00' WHERE state = 'issued'", "endorsements_only_finish"),
    ("UPDATE endorsements SET state = 'prepared' WHERE state = 'issued'", "endorsements_only_finish"),
    ("UPDATE endorsements SET subject_id = 'x' WHERE state = 'prepared'", "endorsements_only_finish"),
    ("UPDATE endorsements SET status_index = 5 WHERE state = 'prepared'", "endorsements_only_finish"),
    ("UPDATE endorsements SET audience = 'public' WHERE state = 'prepared'", "endorsements_only_finish"),
    (another("endorsements", "state = 'issued'"), "endorsements_begin_prepared"),
    (another("endorsements", status_list_id=f"'{urn(8)}'"), "endorsements_use_their_own_lists"),
    (
        copy("credential_versions", number="2", state="'prepared'", status_list_id=f"'{urn(50)}'"),
        "credential_versions_use_their_own_lists",
    ),
    (another("endorsements", external_id="external_id"), "uq_endorsements_external_id"),
    (another("endorsements", status_index="status_index"), "uq_endorsements_status_list_id_status_index"),
    (another("endorsements", status_index="-1"), "ck_endorsements_status_index"),
    (another("endorsements", audience="'friends'"), "ck_endorsements_audience"),
    (another("endorsements", subject_type="'Person'"), "ck_endorsements_subject_type"),
    (another("endorsements", valid_until="valid_from"), "ck_endorsements_period"),
    ("UPDATE endorsements SET state = 'lost' WHERE state = 'prepared'", "ck_endorsements_state"),
    (
        "UPDATE endorsements SET state = 'abandoned' WHERE state = 'prepared'",
        "ck_endorsements_abandoned_has_a_time",
    ),
    (
        "UPDATE endorsements SET state = 'issued' WHERE state = 'prepared'",
        "ck_endorsements_issued_has_its_bytes",
    ),
    ("UPDATE statements SET body = x'00'", "statements_never_change"),
    ("DELETE FROM statements WHERE audience = 'public'", "public_statements_are_kept"),
    (
        copy("statements", **TOKEN),
        "uq_statements_endorsement_id",
    ),
    (copy("statements", **SHORT), "ck_statements_token_is_long"),
    (copy("statements", **TOKEN, audience="'x'"), "ck_statements_audience"),
    ("DELETE FROM endorsement_uploads", "endorsement_uploads_are_kept"),
    ("UPDATE endorsement_uploads SET body = x'00'", "endorsement_uploads_only_age"),
    ("UPDATE endorsement_uploads SET carried = 'yes'", "endorsement_uploads_only_age"),
    (copy("endorsement_uploads", id="'other'"), "uq_endorsement_uploads_sha256"),
    (copy("endorsement_uploads", id="'other'", carried="'x'"), "ck_endorsement_uploads_carried"),
    (copy("endorsement_uploads", id="'other'", subject_type="'x'"), "ck_endorsement_uploads_subject_type"),
    ("UPDATE endorsement_invitations SET endorser = 'x'", "endorsement_invitations_only_end"),
    (
        "UPDATE endorsement_invitations SET answered_at = NULL, answer_id = NULL WHERE answer_id IS NOT NULL",
        "endorsement_invitations_only_end",
    ),
    (
        "UPDATE endorsement_invitations SET answered_at = 'x' WHERE answer_id IS NULL",
        "ck_endorsement_invitations_answered_has_an_answer",
    ),
    (
        copy("endorsement_invitations", "answer_id IS NULL", id="'other'"),
        "uq_endorsement_invitations_token_hash",
    ),
    (
        copy("endorsement_invitations", **{**INVITED, "token_hash": "x'00'"}),
        "ck_endorsement_invitations_token_is_hashed",
    ),
    (
        copy("endorsement_invitations", **INVITED, expires_at="created_at"),
        "ck_endorsement_invitations_ends_after_it_begins",
    ),
    (
        copy("endorsement_invitations", **INVITED, subject_type="'x'"),
        "ck_endorsement_invitations_subject_type",
    ),
]
COMPOSING = [
    ("DELETE FROM pathway_awards", "pathway_awards_are_kept"),
    ("UPDATE pathway_awards SET person_id = 'x'", "pathway_awards_end_once"),
    ("UPDATE pathway_awards SET external_id = 'x'", "pathway_awards_end_once"),
    (copy("pathway_awards", **NEW), "uq_pathway_awards_one_at_a_time"),
    (
        copy("pathway_awards", id="'other'", ended_at="created_at"),
        "uq_pathway_awards_profile_id_external_id",
    ),
    ("DELETE FROM composition_parts", "composition_parts_are_kept"),
    ("UPDATE composition_parts SET component_number = 2", "composition_parts_never_change"),
    (copy("composition_parts", place="2"), "uq_composition_parts_attestation_id_component_id"),
    (copy("composition_parts", component_id="'x'"), "pk_composition_parts"),
    (copy("pathway_claims"), "pk_pathway_claims"),
    (copy("pathway_partners"), "pk_pathway_partners"),
    ("DELETE FROM pathway_reviews", "pathway_reviews_are_kept"),
    (
        "UPDATE pathway_reviews SET closed_at = NULL, outcome = NULL, decided_by = NULL",
        "pathway_reviews_close_once",
    ),
    ("UPDATE pathway_reviews SET outcome = 'revoked'", "pathway_reviews_close_once"),
    (copy("pathway_reviews", id="'other'", cause="'bored'"), "ck_pathway_reviews_cause"),
    (copy("pathway_reviews", id="'other'", outcome="'lost'"), "ck_pathway_reviews_outcome"),
    (copy("pathway_reviews", id="'other'", outcome="NULL"), "ck_pathway_reviews_closed_has_an_outcome"),
    (
        copy("pathway_partners", partner_id="profile_id"),
        "ck_pathway_partners_another_profile",
    ),
    ("DELETE FROM notices", "notices_are_kept"),
    ("UPDATE notices SET sent_at = NULL", "notices_are_sent_once"),
]
CREDITING = [
    ("DELETE FROM lane_rules", "lane_rules_are_kept"),
    ("DELETE FROM credit_equivalencies", "credit_equivalencies_are_kept"),
    ("DELETE FROM pre_approvals", "pre_approvals_are_kept"),
    ("DELETE FROM lane_decisions", "lane_decisions_are_kept"),
    ("DELETE FROM credit_uses", "credit_uses_are_kept"),
    ("UPDATE lane_rules SET document = '{}'", "lane_rules_never_change"),
    ("UPDATE credit_equivalencies SET document = '{}'", "credit_equivalencies_never_change"),
    ("UPDATE pre_approvals SET granted_on = '2020-01-01'", "pre_approvals_never_change"),
    ("UPDATE lane_decisions SET hours = '70'", "lane_decisions_never_change"),
    ("UPDATE credit_uses SET used_on = '2020-01-01'", "credit_uses_never_change"),
    (copy("lane_rules", id="'other'"), "uq_lane_rules_district_id_version"),
    (
        copy("credit_equivalencies", id="'other'", number="2"),
        "uq_credit_equivalencies_recogniser_id_external_id",
    ),
    (copy("credit_equivalencies", **NEW), "uq_credit_equivalencies_number"),
    (copy("credit_equivalencies", **NEW, number="0"), "ck_credit_equivalencies_number"),
    (
        copy("pre_approvals", id="'other'", achievement_version_id="'x'"),
        "uq_pre_approvals_district_id_external_id",
    ),
    (copy("pre_approvals", **NEW), "uq_pre_approvals_district_id_person_id_achievement_version_id"),
    (copy("employments"), "pk_employments"),
    (copy("lane_decisions", id="'other'"), "uq_lane_decisions_district_id_external_id"),
    (copy("lane_decisions", **NEW, lane_changed="2"), "ck_lane_decisions_lane_changed"),
    # Single use: neither the credential again, nor the same achievement under another credential.
    (copy("credit_uses", code="'MC-2'"), "pk_credit_uses"),
    (copy("credit_uses", credential_id="'other'"), "uq_credit_uses_district_id_person_id_code"),
]
TRANSCRIBING = [
    ("DELETE FROM transcripts", "transcripts_are_kept"),
    ("UPDATE transcripts SET body = x'00' WHERE state = 'issued'", "transcripts_only_finish"),
    ("UPDATE transcripts SET person_id = 'x' WHERE state = 'prepared'", "transcripts_only_finish"),
    (another("transcripts", "state = 'issued'"), "transcripts_begin_prepared"),
    (another("transcripts", status_list_id=f"'{urn(8)}'"), "transcripts_use_their_own_slots"),
    (another("transcripts", status_index="51"), "transcripts_use_their_own_slots"),
    (another("endorsements", status_index="81"), "endorsements_leave_transcripts_their_slots"),
    (another("transcripts", external_id="external_id"), "uq_transcripts_external_id"),
    (another("transcripts", status_index="status_index"), "uq_transcripts_status_list_id_status_index"),
    (another("transcripts", status_index="-1"), "ck_transcripts_status_index"),
    (another("transcripts", valid_until="valid_from"), "ck_transcripts_period"),
    ("UPDATE transcripts SET state = 'lost' WHERE state = 'prepared'", "ck_transcripts_state"),
    (
        "UPDATE transcripts SET state = 'abandoned' WHERE state = 'prepared'",
        "ck_transcripts_abandoned_has_a_time",
    ),
    (
        "UPDATE transcripts SET state = 'issued' WHERE state = 'prepared'",
        "ck_transcripts_issued_has_its_bytes",
    ),
]
REFUSED = [*ENDORSING, *COMPOSING, *CREDITING, *TRANSCRIBING]
ALLOWED = [
    "DELETE FROM statements WHERE audience = 'holder'",
    "UPDATE endorsements SET state = 'abandoned', abandoned_at = '2026' WHERE state = 'prepared'",
    "UPDATE transcripts SET state = 'abandoned', abandoned_at = '2026' WHERE state = 'prepared'",
    "UPDATE endorsement_uploads SET verdict = 'revoked', checked_at = '2026'",
    "UPDATE endorsement_uploads SET removed_at = '2026'",
    "UPDATE endorsement_invitations SET closed_at = '2026' WHERE answer_id IS NULL",
    "UPDATE pathway_awards SET ended_at = '2026'",
    copy("pathway_reviews", **OPEN),
    "DELETE FROM pathway_partners",
    "DELETE FROM employments",
]
GONE_ON = [
    ("UPDATE endorsements SET state = 'prepared', abandoned_at = NULL", "endorsements_only_finish"),
    ("UPDATE endorsement_uploads SET removed_at = NULL", "endorsement_uploads_only_age"),
    ("UPDATE endorsement_invitations SET closed_at = NULL", "endorsement_invitations_only_end"),
    ("UPDATE pathway_awards SET ended_at = NULL", "pathway_awards_end_once"),
    (copy("pathway_reviews", "closed_at IS NULL", id="'third'"), "uq_pathway_reviews_one_open"),
]
