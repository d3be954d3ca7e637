"""The mark of what seldom changes: one row with a word that is another one after every change.

Marked are profiles, keys, API keys, achievements and their versions, endorsements of achievements (ours, those
handed in, and the bits that withdraw ours). Whoever changes one of these rows, by whatever program, changes
the mark in the same transaction, so that a process may keep what it read under a mark and look at the mark
alone (`store.memory`). The word is drawn by chance and never comes twice: not after a unit that was rolled
back, not after a backup was put back. Issuing, verifying and revoking credentials leave it as it is.

Triggers on SQLite, where each table has two: `profiles_mark_insert`, `profiles_mark_update`,
`keys_mark_insert`, `keys_mark_update`, `api_keys_mark_insert`, `api_keys_mark_update`,
`achievements_mark_insert`, `achievements_mark_update`, `achievement_versions_mark_insert`,
`achievement_versions_mark_update`, `endorsements_mark_insert`, `endorsements_mark_update`,
`endorsement_uploads_mark_insert`, `endorsement_uploads_mark_update`, `status_bits_mark_insert`,
`status_bits_mark_update`. On PostgreSQL they share `reference_rows_mark` and `status_bits_mark`. Rows of these
tables are never deleted, and the mark itself is kept (`reference_mark_are_kept`).
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Integer, Table

from issuer.store.base import METADATA, TEXT

REFERENCE_MARK: Final = Table(
    "reference_mark",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mark", TEXT, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)
