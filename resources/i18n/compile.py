"""Merge the catalogue sources into the one file the program loads.

Run from anywhere: ``python resources/i18n/compile.py``. Needs Babel (a test package); the compiled file is committed, and a
test fails when it is older than its sources. The same code in two files is an error.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent


def merged(language: str = "en") -> Catalog:
    """Return one catalogue with the messages of every source file of the language."""
    made = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed day, so that the same sources give the same bytes
    whole = Catalog(locale=language, project="IRT Desk", charset="utf-8", creation_date=made, revision_date=made)
    seen: dict[str, str] = {}
    for path in sorted((HERE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if not message.id:
                    continue
                code = message.id[0] if isinstance(message.id, tuple) else str(message.id)
                if code in seen:
                    raise SystemExit(f"{code} stands in {seen[code]} and in {path.name}")
                if not all(message.string if isinstance(message.string, tuple) else (message.string,)):
                    raise SystemExit(f"{code} in {path.name} has no words")
                seen[code] = path.name
                whole.add(message.id, message.string)
    return whole


def compiled(language: str = "en") -> bytes:
    """Return the compiled catalogue; the same sources give the same bytes."""
    buffer = io.BytesIO()
    write_mo(buffer, merged(language))
    return buffer.getvalue()


def main() -> int:
    """Write the compiled catalogue beside the sources."""
    target = HERE / "en" / "LC_MESSAGES" / "irt_desk.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(compiled())
    return 0


if __name__ == "__main__":
    sys.exit(main())
