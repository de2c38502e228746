"""What may leave for which reader: safety content never, a third party's identifiers only as a role word.

The rules are DL-3 and DL-4 of the security paper. Text is matched with case, accents, letter forms and
spacing folded, so "ZOË", "Zoe" and "zoe" count as one name; whole words only, with the endings that
names take in Russian, Korean and Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from irt_desk import words
from irt_desk.documents.cleaning import clean
from irt_desk.documents.names import EVERYDAY_WORDS, MONTHS, PARTICLES
from irt_desk.domain.figures.step_views import StepView
from irt_desk.domain.values import SAFETY


class Reader(StrEnum):
    """For whom a document is made; the values are the command line's."""

    CLIENT = "client"
    PARTNER = "partner"
    COUPLE = "couple"
    CLINICIAN = "clinician"
    COUPLE_THERAPIST = "couple-therapist"
    SUPERVISOR = "supervisor"
    PAYER = "payer"
    COURT = "court"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the tags of the field it comes from: ``SAFETY``, ``THIRD_PARTY`` of domain values."""

    text: str
    tags: frozenset[str] = frozenset()

    @property
    def is_safety(self) -> bool:
        """Whether it leaves every default output."""
        return SAFETY in self.tags


NOTHING = Told("")
"""Nothing was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """Someone who is not the client, by everything that identifies them.

    ``role`` is the word that stands instead of a name, such as "partner". ``names`` are full names, nicknames
    and pronouncements of them; ``contacts`` phone numbers, e-mail addresses and postal addresses; ``others``
    further identifiers, such as an employer.
    """

    role: str
    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`\u05f3"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SAME = _APOSTROPHES | _DASHES
_LETTERS = {
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u0131": "i",
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u0451": "\u0435",
}
_CONTACT = re.compile(r"(?<![\w@])\+?\(?\d[\d\s().\-/]{4,}\d")
_DASH = re.compile("[-\u2010-\u2015]")
_FEWEST_DIGITS = 6
_SHARED_DIGITS = 7  # two spellings of one number agree in at least so many last digits


@lru_cache(maxsize=8192)
def _fold_letter(char: str) -> str:
    """Return what a letter is compared as: lower case, without accents, in its plain form."""
    if 0xAC00 <= ord(char) <= 0xD7A3:
        return char  # a Hangul syllable is one letter here, though it decomposes
    plain = unicodedata.normalize("NFKD", char.translate(_SAME)).casefold()
    bare = "".join(part for part in plain if not unicodedata.combining(part))
    return "".join(_LETTERS.get(part, part) for part in bare)


def fold(text: str) -> str:
    """Return the text as it is compared: see :class:`Redactor`."""
    return "".join(_fold_letter(char) for char in clean(text))


def _script(word: str) -> str:
    """Return the writing of a name's first letter, as far as its endings matter here."""
    code = ord(next((char for char in word if char.isalpha()), "a"))
    if 0x0400 <= code <= 0x052F:
        return "cyrillic"
    if 0x0590 <= code <= 0x05FF:
        return "hebrew"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return "hangul"
    if 0x2E80 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF:
        return "han"
    return "other"


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    """Return the regular expression, over folded text, for one folded name or other identifier."""
    return re.compile(_expression(name))


def _expression(name: str) -> str:
    parts = name.split()
    body = r"\s+".join(re.escape(part) for part in parts)
    match _script(name):
        case "han":
            return r"\s*".join(re.escape(char) for part in parts for char in part)
        case "hangul":
            return rf"(?<!\w){body}"  # particles follow without a space
        case "hebrew":
            return rf"(?<!\w)[\u05d5\u05e9\u05d4\u05db\u05dc\u05d1\u05de]{{0,2}}{body}(?!\w)"
        case "cyrillic" if len(parts[-1]) >= 4:
            stem = re.sub(r"[\u0430\u0435\u0438\u0439\u043e\u0443\u044b\u044c\u044d\u044e\u044f]$", "", body)
            return rf"(?<!\w){stem}[\u0430-\u044f]{{0,3}}(?!\w)"
        case _:
            return rf"(?<!\w){body}(?!\w)"


def _name_parts(name: str) -> Iterable[str]:
    """Yield the words of a full name that alone identify someone; particles and initials do not."""
    pieces = [piece for piece in re.split(r"[\s,.]+", clean(name)) if piece]
    for piece in (part for whole in pieces for part in dict.fromkeys((whole, *_DASH.split(whole)))):
        if len(fold(piece)) >= 3 - (_script(fold(piece)) in ("han", "hangul")) and fold(piece) not in PARTICLES:
            yield piece


class Folded:
    """A text ready to be searched for names: folded once, with the way back from each letter to where it stands."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        folded: list[str] = []
        places: list[int] = []
        for place, char in enumerate(self.text):
            parts = _fold_letter(char)
            folded.append(parts)
            places.extend([place] * len(parts))
        self._folded = "".join(folded)
        self._places = [*places, len(self.text)]

    def found(self, identifier: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each place in :attr:`text` that names someone or something by the identifier."""
        name = fold(identifier).strip()
        if not name:
            return
        for match in _pattern(name).finditer(self._folded):
            start, end = self._places[match.start()], self._places[match.end()]
            end = max(end, start + 1)  # a match may end inside what one letter folds to
            everyday = name in EVERYDAY_WORDS and self.text[start].islower()
            if not everyday and not (name in MONTHS and _is_date(self.text, start, end)):
                yield start, end

    def mentions(self, identifier: str) -> bool:
        """Return whether the text names someone or something by the identifier."""
        return next(self.found(identifier), None) is not None


def mentions(text: str, identifier: str) -> bool:
    """Return whether a text names someone or something, under the rules a redaction works by."""
    return Folded(text).mentions(identifier)


def _is_date(text: str, start: int, end: int) -> bool:
    """Return whether the month's name between the two places stands beside a number."""
    before, after = text[max(0, start - 6) : start], text[end : end + 4]
    return bool(re.search(r"\d(?:st|nd|rd|th)?\s+$", before) or re.match(r",?\s+\d", after))


class Redactor:
    """Decides for one document what of a text may be shown.

    ``client_names`` are left alone even where a third party shares them. With ``name_partner`` names stay and
    only contact details and other identifiers are taken out.
    """

    def __init__(
        self, people: Sequence[ThirdParty], *, client_names: Sequence[str] = (), name_partner: bool = False
    ) -> None:
        own = {fold(piece) for name in client_names for piece in (name, *re.split(r"[\s,.]+", name)) if piece.strip()}
        self._names: list[tuple[str, str]] = []
        self._withheld: list[str] = []
        self._numbers: list[str] = []
        for person in people:
            if not name_partner:
                wanted = [part for name in person.names for part in (name, *_name_parts(name))]
                self._names += [(name, person.role) for name in wanted if fold(name).strip() not in {*own, ""}]
            for contact in (*person.contacts, *person.others):
                digits = _digits(contact)
                if len(digits) >= _FEWEST_DIGITS and not any(char.isalpha() for char in contact):
                    self._numbers.append(digits)
                elif fold(contact).strip():
                    self._withheld.append(contact)
        self._names.sort(key=lambda pair: -len(fold(pair[0])))  # a full name before its parts
        self._withheld.sort(key=lambda text: -len(fold(text)))

    def text(self, typed: str) -> str:
        """Return the text with every identifier replaced; what was typed is cleaned on the way."""
        whole = Folded(typed)
        for identifier in self._withheld:
            whole = _without(whole, identifier, words.say("redaction.withheld"))
        whole = self._without_numbers(whole)
        for name, role in self._names:
            whole = _without(whole, name, role)
        return whole.text

    def told(self, told: Told) -> str:
        """Return what may be shown of a tagged text: nothing when it is about safety."""
        return "" if told.is_safety else self.text(told.text)

    def all(self, several: Iterable[Told]) -> tuple[str, ...]:
        """Return what may be shown of several tagged texts, without the empty ones."""
        shown = (self.told(told) for told in several)
        return tuple(text for text in shown if text.strip())

    def step(self, view: StepView) -> StepView:
        """Return a step of a cycle map with its words redacted."""
        lines = tuple(replace(line, text=self.text(line.text)) for line in view.lines)
        return replace(
            view, title=self.text(view.title), lines=lines, maybe=self.text(view.maybe), exit=self.text(view.exit)
        )

    def _without_numbers(self, whole: Folded) -> Folded:
        spans = [
            match.span()
            for match in _CONTACT.finditer(whole.text)
            if any(_same_number(_digits(match.group()), number) for number in self._numbers)
        ]
        return Folded(_replaced(whole.text, spans, words.say("redaction.withheld"))) if spans else whole


def _without(whole: Folded, identifier: str, by: str) -> Folded:
    spans = list(whole.found(identifier))
    return Folded(_replaced(whole.text, spans, by)) if spans else whole


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


def _same_number(one: str, other: str) -> bool:
    """Return whether two telephone numbers are one, with or without the country's code."""
    least = min(len(one), len(other))
    if least < _FEWEST_DIGITS:
        return False
    shared = max(_SHARED_DIGITS, least - 3) if least > _SHARED_DIGITS else least
    return one[-shared:] == other[-shared:]


def _replaced(text: str, spans: Iterable[tuple[int, int]], by: str) -> str:
    """Return the text with the spans replaced; a word that opens a sentence keeps its capital."""
    parts: list[str] = []
    last = 0
    for start, end in spans:
        if start < last:
            continue
        parts.append(text[last:start])
        before = text[max(0, start - 4) : start].rstrip(" ")
        opens = not before or before[-1] in ".!?\n" or (start <= len(before) + 1 and before.isdigit())
        parts.append(by[:1].upper() + by[1:] if opens and by[:1].isalpha() else by)
        last = end
    return "".join([*parts, text[last:]])
