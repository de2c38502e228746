"""What the third release adds, as literal SQL in ``0003_third.sql`` (written by ``migrations/freeze.py``)."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the new tables and indexes, and rebuild the tables that gained columns."""
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n\n"):
        if statement.strip():
            op.execute(statement.replace(":", r"\:"))
