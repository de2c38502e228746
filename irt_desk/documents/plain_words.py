"""Pages for home say no code of the field: where a skill is named, its code beside the name goes, and the name stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from irt_desk.documents.blocks import Document
from irt_desk.domain.figures.primitives import Figure as Drawing


def without_codes(document: Document, skills: Mapping[str, str]) -> Document:
    """Return a document in which no skill has its code beside its name: "Soft start (S1)" and "S1 Soft start" are "Soft start".

    A code that stands alone in a text is left: it may be a room, a vertebra or a vitamin.

    Args:
        document: a page for home.
        skills: the name of every skill by its code.
    """
    named = {code: name for code, name in skills.items() if name.strip()}
    beside = [
        rf"{re.escape(name)} \({re.escape(code)}\)|\b{re.escape(code)} {re.escape(name)}"
        for code, name in named.items()
    ]
    if not beside:
        return document
    pattern = re.compile("|".join(f"({part})" for part in beside))
    names = tuple(named.values())

    def plain(text: str) -> str:
        return pattern.sub(lambda found: names[(found.lastindex or 1) - 1], text)

    return replace(document, blocks=tuple(_mapped(block, plain) for block in document.blocks))


def _mapped(value: Any, plain: Callable[[str], str]) -> Any:
    """Return a block with its texts changed; a drawing stays as it was drawn, and codes of choices are no texts."""
    if type(value) is str:
        return plain(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, plain) for item in value)
    if is_dataclass(value) and not isinstance(value, Drawing):
        given = {f.name: getattr(value, f.name) for f in fields(value)}
        return replace(cast(Any, value), **{name: _mapped(item, plain) for name, item in given.items()})
    return value
