"""Offline spelling: a bundled word list, the names of a chart, and words added by the therapist, kept in the practice (LH-10).

The library loads on first use, on the lane; the checker that comes back is plain data and safe to ask from the window.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from irt_desk import paths
from irt_desk.errors import UserError
from irt_desk.services import content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection

if TYPE_CHECKING:
    from spellchecker import SpellChecker

WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*")
"""What counts as one word: letters, with apostrophes inside."""

_SETTING = "spelling_words"
_LANGUAGE = "en"
SUGGESTED_AT_MOST = 6
FAR_UP_TO = 9
"""Letters up to which words two slips away are looked for, too; beyond that it takes too long to wait for."""


@cache
def _library() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language=_LANGUAGE, distance=1)


@cache
def _content_words() -> frozenset[str]:
    """Return the words of our own content: British spellings, terms of the work, names of skills and patterns."""
    found: set[str] = set()
    lines = paths.resource("dictionaries", "own.txt").read_text(encoding="utf-8").splitlines()
    found.update(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
    for skill in content.load_skills().values():
        found.update(word.lower() for word in WORD.findall(skill.name))
    for pattern in content.load_patterns().values():
        found.update(word.lower() for word in WORD.findall(pattern.name))
    return frozenset(found)


class Checker:
    """Knows words and what a wrong one may have meant. Asking it never waits for the disk."""

    def __init__(self, known: frozenset[str]) -> None:
        self._library = _library()
        self._known = known | _content_words()

    def is_known(self, word: str) -> bool:
        """Return whether a word is no slip: in the list, added, a name of the chart, an abbreviation."""
        if len(word) < 2 or word.isupper() or not word.isascii():
            return True  # other languages and abbreviations are left alone: a mark on them only disturbs
        plain = _plain(word)
        bare = plain.removesuffix("'s").removesuffix("'")
        return any(form in self._known or form in self._library for form in (plain, bare))

    def slips(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return start and length of every word in a text that is not known."""
        return tuple(
            (found.start(), len(found.group())) for found in WORD.finditer(text) if not self.is_known(found.group())
        )

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return what the word may have meant, most usual first, written with its capital."""
        plain = _plain(word)
        near = set(self._library.known(self._library.edit_distance_1(plain)))
        near |= {form for form in self._known if abs(len(form) - len(plain)) < 2 and _one_slip(form, plain)}
        if not near and len(plain) <= FAR_UP_TO:
            near = set(self._library.known(self._library.edit_distance_2(plain)))
        usual = self._library.word_frequency
        best = sorted(near - {plain}, key=lambda form: (-int(usual[form]), form))[:SUGGESTED_AT_MOST]
        return tuple(form[:1].upper() + form[1:] if word[:1].isupper() else form for form in best)


def _plain(word: str) -> str:
    return word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter added, left out, changed or swapped with its neighbour."""
    short, long = sorted((one, other), key=len)
    place = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    swapped = short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
    return short[place + 1 :] == long[place + 1 :] or swapped


class Spelling(Service):
    """The words of this practice."""

    def checker(self, unit_id: str = "") -> Checker:
        """Return a checker that knows the practice's words and, for a record, the names of its people."""
        with self._reading() as c:
            names = [self._practitioner(c).name, *(self._names(c, unit_id) if unit_id else [])]
            own = {str(word) for word in settings.get(c, _SETTING) or []}
        return Checker(frozenset(own | {_plain(part) for name in names for part in WORD.findall(name)}))

    def words(self) -> tuple[str, ...]:
        """Return the words that were added, in order."""
        with self._reading() as c:
            return tuple(sorted(str(word) for word in settings.get(c, _SETTING) or []))

    def add(self, word: str) -> Saved[str]:
        """Add a word; it is kept inside the practice and nowhere else.

        Raises:
            UserError: ``spelling.no_word``, what was given is no single word.
        """
        return self._change(word, keep=True)

    def remove(self, word: str) -> Saved[str]:
        """Take an added word away again."""
        return self._change(word, keep=False)

    def _change(self, word: str, *, keep: bool) -> Saved[str]:
        plain = _plain(word.strip())
        if WORD.fullmatch(plain) is None or len(plain) > 60:
            raise UserError("spelling.no_word")
        with self._changing() as c:
            words = {str(known) for known in settings.get(c, _SETTING) or []} - {plain}
            settings.put(c, _SETTING, sorted(words | {plain} if keep else words))
            self._audit(c, "settings.spelling", "setting", None)
        return saved(plain, Area.SETTINGS)

    def _names(self, c: Connection, unit_id: str) -> list[str]:
        client = self._client(c, unit_id)
        partners = tables.PARTNERS.of_unit(c, unit_id)
        people = [person.name for s in tables.SESSIONS.of_unit(c, unit_id) for person in s.present]
        return [client.preferred_name, client.legal_name, *(n for p in partners for n in p.called), *people]
