"""What changed between two texts: words that stayed, went and came, found fast enough for pages of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from irt_desk.domain.notes import NoteContent

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
MOST_WORDS = 1_500
"""Beyond so many words on either side a stretch is compared line by line only: word matching takes the square of it."""


BRIDGE = 5
"""Fewer letters than this that stayed between two changes are read with them: "to", "and" make nobody wiser."""


class Part(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text and what became of it."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs between two notes, as stretches in reading order."""

    name: str
    stretches: tuple[Stretch, ...]

    @property
    def before(self) -> str:
        """The field in the first note."""
        return "".join(s.text for s in self.stretches if s.part is not Part.NEW)

    @property
    def after(self) -> str:
        """The field in the second note."""
        return "".join(s.text for s in self.stretches if s.part is not Part.GONE)


def compared(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the stretches that lead from one text to the other; joined without the new ones they are the first text."""
    if before == after:
        return (Stretch(Part.SAME, before),) if before else ()
    return _joined(_by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True)))


def note_changes(
    before: NoteContent, after: NoteContent, words_of: Callable[[NoteContent, str], str]
) -> tuple[FieldChange, ...]:
    """Return the fields that differ, in the order of the note.

    Args:
        before: the earlier note.
        after: the later one.
        words_of: how a field of a note reads; ratings and choices have words too.
    """
    found: list[FieldChange] = []
    for name in NoteContent.__dataclass_fields__:
        if getattr(before, name) != getattr(after, name):
            stretches = compared(words_of(before, name), words_of(after, name))
            if any(stretch.part is not Part.SAME for stretch in stretches):
                found.append(FieldChange(name=name, stretches=stretches))
    return tuple(found)


def _by_lines(before: list[str], after: list[str]) -> Iterator[Stretch]:
    for tag, low, high, left, right in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Stretch(Part.SAME, "".join(before[low:high]))
        else:
            yield from _by_words("".join(before[low:high]), "".join(after[left:right]))


def _by_words(before: str, after: str) -> Iterator[Stretch]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        yield Stretch(Part.GONE, before)
        yield Stretch(Part.NEW, after)
        return
    gone = came = ""
    for tag, low, high, left, right in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[low:high]), "".join(new[left:right])
        if tag != "equal" or (len(removed.strip()) < BRIDGE and (gone or came) and 0 < high < len(old)):
            gone, came = gone + removed, came + added
            continue
        yield from (Stretch(Part.GONE, gone), Stretch(Part.NEW, came), Stretch(Part.SAME, removed))
        gone = came = ""
    yield from (Stretch(Part.GONE, gone), Stretch(Part.NEW, came))


def _joined(stretches: Iterator[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for stretch in stretches:
        if not stretch.text:
            continue
        if found and found[-1].part is stretch.part:
            found[-1] = Stretch(stretch.part, found[-1].text + stretch.text)
        else:
            found.append(stretch)
    return tuple(found)
