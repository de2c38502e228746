"""Tables and label-value lists as slices: column widths, repeated headings, hairlines, tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from irt_desk import words
from irt_desk.documents import palette, style
from irt_desk.documents import text as texts
from irt_desk.documents.blocks import Facts, PageIdentity, Table
from irt_desk.documents.cleaning import clean
from irt_desk.documents.layout import Box, Rule, Slice, Words
from irt_desk.documents.setting import Cell, Setter, ruled, stuck
from irt_desk.documents.style import Sheet, Style
from irt_desk.documents.tagging import Element

_GUTTER = 12.0
_LONGEST_MEASURED = 400  # characters looked at to find a column's width


def _heading_attributes(scope: str) -> dict[str, object]:
    return {"O": "Table", "Scope": scope}


def facts_slices(block: Facts, setter: Setter, sheet: Sheet, parent: Element) -> list[Slice]:
    """Return labels at the left and their values beside them; a pair without a value is left out."""
    pairs = [(label, value) for label, value in block.pairs if clean(value).strip()]
    if not pairs:
        return []
    table = parent.add("Table")
    widest = max(texts.width_of(clean(label), setter.face(label, style.LABEL)) for label, _ in pairs)
    left = min(max(widest + _GUTTER, 96.0), sheet.measure * 0.36)
    slices: list[Slice] = []
    for label, value in pairs:
        row = table.add("TR")
        heading = row.add("TH", attributes=_heading_attributes("Row"))
        cells = (
            Cell(text=label, style=style.LABEL, x=sheet.side, width=left - _GUTTER, element=heading),
            Cell(
                text=value,
                style=style.BODY,
                x=sheet.side + left,
                width=sheet.measure - left,
                element=row.add("TD"),
            ),
        )
        slices += setter.row(cells, tallest=sheet.later_room * 0.3, before=1.6, after=1.6)
    return [replace(slices[0], before=6.0), *slices[1:]]


def identity_slices(identity: PageIdentity, setter: Setter, sheet: Sheet, parent: Element) -> list[Slice]:
    """Return the band at the head of page 1 that says whose record this is; nothing for a page that is nobody's."""
    if identity.is_nobody:
        return []
    box = Box(x=sheet.side, width=sheet.measure, fill=palette.SURFACE)
    columns: tuple[tuple[str, str, float], ...] = (
        (identity.who or words.say("document.client"), identity.client_name, 1.0),
    )
    if not identity.who:
        columns = (
            (words.say("document.client"), identity.client_name, 0.46),
            (words.say("document.client_id"), identity.client_id, 0.32),
            (words.say("document.date_of_birth"), identity.date_of_birth_text, 0.22),
        )
    table = parent.add("Table")
    head, body = table.add("TR"), table.add("TR")
    labels: list[Cell] = []
    values: list[Cell] = []
    x, room = sheet.side + 12, sheet.measure - 24
    for heading, value, share in columns:
        wide = room * share
        element = head.add("TH", attributes=_heading_attributes("Column"))
        labels.append(Cell(text=heading, style=style.SMALL_LABEL, x=x, width=wide - 8, element=element))
        values.append(Cell(text=value, style=style.IDENTITY, x=x, width=wide - 8, element=body.add("TD")))
        x += wide
    top = setter.row(labels, tallest=60, before=8, after=0, box=box)
    rest = setter.row(values, tallest=150, before=0, after=9, box=box)
    return [replace(top[0], before=12.0, glue=True), *top[1:], *rest]


def table_slices(block: Table, setter: Setter, sheet: Sheet, parent: Element) -> list[Slice]:
    """Return a table ruled by hairlines; its headings are set again, as artifacts, on each page it reaches.

    A table without rows says so in words.
    """
    if not block.rows:
        empty = words.say("document.nothing_recorded")
        return setter.paragraphs(empty, style.ASIDE, x=sheet.side, width=sheet.measure, parent=parent)
    table = parent.add("Table")
    widths = _column_widths(block, setter, sheet.measure)
    slices = setter.paragraphs(
        block.caption, style.CAPTION, x=sheet.side, width=sheet.measure, parent=table, role="Caption"
    )
    caption = stuck(slices)
    row = table.add("TR")
    owners = [row.add("TH", attributes=_heading_attributes("Column")) for _ in block.columns]
    heading = _row(block.columns, owners, style.COLUMN, widths, setter, sheet)
    heading = [*heading[:-1], ruled(heading[-1], _rule(sheet, heading[-1].height, palette.MUTED))]
    again = tuple(replace(part, inks=_unowned(part)) for part in heading)
    above = 4.0 if caption else 10.0
    body: list[Slice] = []
    for texts_of_row in block.rows:
        row = table.add("TR")
        cells = [row.add("TD") for _ in block.columns]
        parts = _row(texts_of_row, cells, style.CELL, widths, setter, sheet)
        parts[-1] = ruled(parts[-1], _rule(sheet, parts[-1].height, palette.HAIRLINE))
        body += [replace(part, repeat=again) for part in parts]
    return [*caption, replace(stuck(heading)[0], before=above), *stuck(heading)[1:], *body]


def _row(
    cell_texts: Sequence[str],
    owners: Sequence[Element],
    look: Style,
    widths: Sequence[float],
    setter: Setter,
    sheet: Sheet,
) -> list[Slice]:
    x = sheet.side
    cells: list[Cell] = []
    for text, owner, wide in zip(cell_texts, owners, widths, strict=True):
        cells.append(Cell(text=text, style=look, x=x, width=wide - _GUTTER, element=owner))
        x += wide
    return setter.row(cells, tallest=sheet.later_room * 0.3, before=4.0, after=4.5)


def _rule(sheet: Sheet, down: float, colour: str) -> Rule:
    return Rule(x1=sheet.side, x2=sheet.side + sheet.measure, down=down, colour=colour)


def _unowned(part: Slice) -> tuple[Words | Rule, ...]:
    """Return the inks of a repeated heading, which a screen reader must not hear again."""
    inks: list[Words | Rule] = []
    for ink in part.inks:
        if isinstance(ink, Words):
            inks.append(replace(ink, element=None))
        elif isinstance(ink, Rule):
            inks.append(ink)
    return tuple(inks)


def _column_widths(block: Table, setter: Setter, measure: float) -> list[float]:
    """Return widths that fill the measure: every text on one line where it fits, else the room goes by need."""
    needs: list[tuple[float, float]] = []
    for rank, heading in enumerate(block.columns):
        samples = [(heading, style.COLUMN), *((row[rank], style.CELL) for row in block.rows)]
        least = wish = 0.0
        for sample, look in samples:
            plain = clean(sample[:_LONGEST_MEASURED])
            face = setter.face(plain, look)
            least = max(least, *(texts.width_of(word, face) for word in plain.split() or [""]))
            wish = max(wish, *(texts.width_of(row, face) for row in plain.split("\n")))
        fair = measure / len(block.columns)
        needs.append((min(least + _GUTTER, fair), wish + _GUTTER))
    slack = measure - sum(wish for _, wish in needs)
    if slack >= 0:
        return [wish + slack / len(needs) for _, wish in needs]
    spare = measure - sum(least for least, _ in needs)
    wanted = sum(max(0.0, wish - least) for least, wish in needs)
    return [least + spare * max(0.0, wish - least) / wanted for least, wish in needs]
