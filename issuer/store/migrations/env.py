"""How Alembic runs here: on the connection that `migrate.upgrade` hands over, in its transaction."""

from alembic import context

from issuer.store.base import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
