"""Pictures of every page, drawn without a screen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from irt_desk.errors import UserError
from irt_desk.services.desk import Desk

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures are wanted."""

    themes: tuple[str, ...]
    scales: tuple[float, ...]
    size: tuple[int, int]
    client: str
    page: str

    @classmethod
    def parse(cls, *, theme: str, scale: str, size: str, client: str, page: str) -> Wanted:
        """Return what the options ask for.

        Raises:
            UserError: an option cannot be read; the sentence gives an example.
        """
        themes = tuple(part.strip() for part in theme.split(",") if part.strip())
        if not themes or any(name not in THEMES for name in themes):
            raise UserError("cli.bad_theme")
        try:
            scales = tuple(float(part) for part in scale.split(","))
            width, height = (int(part) for part in size.lower().split("x"))
        except ValueError as error:
            raise UserError("cli.bad_size") from error
        if not all(0.5 <= one <= 4 for one in scales) or not (400 <= width <= 8000 and 300 <= height <= 8000):
            raise UserError("cli.bad_size")
        return cls(themes, scales, (width, height), client, page)


def draw(desk: Desk, out: Path, wanted: Wanted, *, is_demo: bool) -> tuple[Path, ...]:
    """Draw the pictures into a folder and return their paths."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from irt_desk.ui.screens import render_screens

    out.mkdir(parents=True, exist_ok=True)
    unit_id = desk.clients.find(wanted.client).unit_id if wanted.client else None
    return render_screens(
        desk,
        out,
        themes=wanted.themes,
        scales=wanted.scales,
        size=wanted.size,
        only_page=wanted.page or None,
        unit_id=unit_id,
        is_demo=is_demo,
    )
