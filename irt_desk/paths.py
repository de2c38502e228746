"""Where the program's own files and the per-user folders are; the only module that knows.

Nothing here touches the disk at import. Practices are where the therapist put them; this module never names one.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources() -> Path:
    """Return the folder that holds the content files.

    In a checkout it lies beside the package; in an installed wheel and in the frozen program inside it.
    """
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one content file or folder below :func:`resources`."""
    return resources().joinpath(*parts)


def checkout() -> Path | None:
    """Return the root of the source checkout the program runs from, or None when it was installed."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "resources").is_dir() else None


def user_state() -> Path:
    """Return the per-user folder for what is not part of a practice: appearance, failed unlocks, error reports.

    ``IRT_DESK_STATE`` overrides it, so that tests and the demonstration leave the user's own folder alone.
    """
    override = os.environ.get("IRT_DESK_STATE")
    if override:
        return Path(override)
    from platformdirs import user_state_path  # lazy: start-up only needs it once a practice is looked for

    return user_state_path("irt-desk", appauthor=False)


def documents_folder() -> Path:
    """Return where a new practice or a saved PDF is offered to go first."""
    from platformdirs import user_documents_path  # lazy, as above

    return user_documents_path()
