"""Keeping a page of signatures from standing alone: the last section of a paper goes over the page with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from irt_desk.documents.blocks import Block, Bullets, Heading, Paragraph


def with_last_section(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks whose last section holds together with whatever follows them.

    Where everything fits, nothing moves; where the signatures need a page of their own, a part of what is signed is on it.
    """
    found = list(blocks)
    start = max((place for place, one in enumerate(found) if isinstance(one, Heading)), default=len(found))
    kept = [replace(one, keep=True) if isinstance(one, Paragraph | Bullets) else one for one in found[start:]]
    return (*found[:start], *kept)


__all__ = ["with_last_section"]
