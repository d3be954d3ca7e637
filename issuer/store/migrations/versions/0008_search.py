"""Indexes for lists of credentials, newest first, and for finding a version by its exact bytes."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_credentials_created_at_id", "credentials", ["created_at", "id"], unique=False)
    op.create_index("ix_credential_versions_sha256", "credential_versions", ["sha256"], unique=False)
