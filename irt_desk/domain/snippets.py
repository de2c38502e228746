"""Pieces of text a therapist uses again, with places for names and days; and openings of sentences, field by field.

Both are content: built-in ones are files, own ones are kept in the practice. Nothing is ever filled in that the chart does not
know; such a place stays an open gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from irt_desk.domain.content import ContentError
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.note_views import STARTABLE
from irt_desk.domain.values import Problem, need_text

VARIABLES: tuple[str, ...] = (
    "client", "partner", "pronoun", "object", "possessive", "date", "session", "pattern", "skill", "practice",
    "last_plan", "objective",
)  # fmt: skip
"""What may stand in braces in a snippet."""

GAP = "___"
"""What stands where the chart knows nothing; it is easy to see and to find."""

LIMIT = 4000
"""Characters of one snippet."""

_PLACE = re.compile(r"\{([a-z_]*)\}")
_TRIGGER = re.compile(r"[a-z][a-z0-9]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """One piece of text. ``trigger`` is what is typed after a semicolon; ``fields`` where it fits, empty for anywhere."""

    id: str
    trigger: str
    title: str
    text: str
    fields: tuple[str, ...] = ()
    retired: bool = False

    @property
    def is_built_in(self) -> bool:
        """Whether it comes with the program."""
        return self.id.startswith("built-in/")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSet:
    """Openings of sentences for one field."""

    field: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetFile:
    """The built-in snippets and openings."""

    version: int
    snippets: tuple[Snippet, ...]
    starters: tuple[StarterSet, ...]
    provenance: str


def snippet_problems(snippet: Snippet, others: Iterable[Snippet] = ()) -> list[Problem]:
    """Return what keeps a snippet from being stored."""
    found = need_text("title", snippet.title) + need_text("text", snippet.text)
    if not _TRIGGER.fullmatch(snippet.trigger):
        found.append(Problem("trigger", "snippet_trigger"))
    if any(o.trigger == snippet.trigger and o.id != snippet.id and not o.retired for o in others):
        found.append(Problem("trigger", "name_taken", {"text": snippet.trigger}))
    if len(snippet.text) > LIMIT:
        found.append(Problem("text", "too_long", {"limit": LIMIT}))
    if unknown := [name for name in _PLACE.findall(snippet.text) if name not in VARIABLES]:
        names = ", ".join("{" + name + "}" for name in dict.fromkeys(unknown))
        known = ", ".join("{" + name + "}" for name in VARIABLES)
        found.append(Problem("text", "snippet_variable", {"names": names, "known": known}))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled; one the chart knows nothing for is a gap, an unknown one stays as it is."""

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return (values.get(name, "").strip() or GAP) if name in VARIABLES else found.group(0)

    return _PLACE.sub(fill, text)


def pronouns(text: str) -> tuple[str, str, str]:
    """Return subject, object and possessive of pronouns written as "she/her"; "they" forms for anything else."""
    first = re.split(r"[/,\s]+", text.strip().lower())[0]
    known = {"she": ("she", "her", "her"), "he": ("he", "him", "his")}
    return known.get(first, ("they", "them", "their"))


def typed_trigger(before: str) -> str:
    """Return the trigger that stands right before the cursor after a semicolon, or empty text."""
    found = re.search(r"(?:^|(?<=[\s(]));([a-z][a-z0-9]{1,19})$", before)
    return found.group(1) if found else ""


def fitting(snippets: Sequence[Snippet], name: str) -> tuple[Snippet, ...]:
    """Return the snippets that fit a field, those made for it first."""
    live = [s for s in snippets if not s.retired and (not s.fields or name in s.fields)]
    return tuple(sorted(live, key=lambda s: (name not in s.fields, s.title.casefold())))


def _snippet(f: Fields) -> Snippet:
    trigger = f.text("trigger")
    return Snippet(
        id=f"built-in/{trigger}",
        trigger=trigger,
        title=f.text("title"),
        text=f.text("text"),
        fields=f.texts("fields", needed=False),
    )


def _starters(f: Fields) -> StarterSet:
    return StarterSet(field=f.text("field"), texts=f.texts("texts"))


def parse_snippets(data: Mapping[str, Any]) -> SnippetFile:
    """Return the built-in snippets a file's data stands for.

    Raises:
        ContentError: with every problem at once: an unknown place, a trigger twice, a field that is none.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    found = SnippetFile(
        version=f.number("version") or 0,
        snippets=f.tables("snippets", _snippet, needed=True),
        starters=f.tables("starters", _starters, needed=True),
        provenance=f.provenance(),
    )
    for number, snippet in enumerate(found.snippets):
        for problem in snippet_problems(snippet, found.snippets[:number]):
            f.wrong(snippet.trigger, f"{problem.field}: {problem.code}")
    for name in [n for s in found.snippets for n in s.fields] + [s.field for s in found.starters]:
        if name not in STARTABLE:
            f.wrong(name, "is no field of running text")
    f.left_over()
    if problems:
        raise ContentError("snippets", problems)
    return found
