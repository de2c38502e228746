"""The colours of paper, the print counterpart of the theme files; no other document module names one."""

from __future__ import annotations

from irt_desk.domain.figures.primitives import Ink

INK = "#24312F"
MUTED = "#5B6663"
HAIRLINE = "#D8D1C7"
SURFACE = "#F6F3EE"
WHITE = "#FFFFFF"
CLIENT = "#1F6F78"
PARTNER = "#8A4B7D"
RELATIONSHIP = "#4A5A78"
ATTENTION = "#8A5F00"
ATTENTION_SOFT = "#FBF0D9"
DANGER = "#B3362B"
WATERMARK = "#F7EEEB"

FIGURE: dict[Ink, str] = {
    Ink.INK: INK,
    Ink.MUTED: MUTED,
    Ink.LINE: HAIRLINE,
    Ink.SURFACE: WHITE,
    Ink.CLIENT: CLIENT,
    Ink.CLIENT_SOFT: "#E3F0F0",
    Ink.PARTNER: PARTNER,
    Ink.PARTNER_SOFT: "#F5E9F2",
    Ink.RELATIONSHIP: RELATIONSHIP,
    Ink.RELATIONSHIP_SOFT: "#E8ECF4",
    Ink.ATTENTION: ATTENTION,
    Ink.ATTENTION_SOFT: ATTENTION_SOFT,
    Ink.GOOD: "#2A7448",
    Ink.GOOD_SOFT: "#E3F2E8",
}


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1 of a ``#RRGGBB`` value."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
