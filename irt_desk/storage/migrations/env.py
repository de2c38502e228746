"""Alembic's entry: run on the connection the program gives, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # Alembic's default for SQLite is False, which leaves half a step behind
)
with context.begin_transaction():
    context.run_migrations()
