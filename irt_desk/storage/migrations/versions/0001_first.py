"""The first released schema, as literal SQL in ``0001_first.sql``: frozen, whatever the models become later."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index and virtual table of release 0.1."""
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n\n"):
        if statement.strip():
            op.execute(statement.replace(":", r"\:"))
