"""Writing hints: words in a text about an absent partner that say more than anyone can know, with a gentler wording.

Advice only (domain paper, rows 33 and 40): nothing is blocked, counted, stored or logged. Words that may name danger are never
hinted at, what stands in quotation marks is somebody's own, and a sentence that says whose words it tells, or that it guesses,
needs no hint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from irt_desk.domain.content import ContentError
from irt_desk.domain.snippets import GAP


class HintFamily(StrEnum):
    """What kind of remark it is: global trait words (row 40) and the five families of Doherty & Harris (row 33)."""

    GLOBAL_TRAIT = "global_trait"
    DIAGNOSIS = "diagnosis"
    BAD_MOTIVE = "bad_motive"
    NEVER_CHANGE = "never_change"
    RELATIONSHIP_OVER = "relationship_over"
    STAY_OR_LEAVE = "stay_or_leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One kind of wording. ``words`` make a sentence worth a look; ``pattern`` then has to be found in it."""

    family: HintFamily
    words: tuple[str, ...]
    gentler: str
    pattern: str = ""
    unless: str = ""
    about_partner: bool = False
    instead: tuple[str, ...] = ()
    """Wordings that may take the place of the words: ``{words}`` are they, ``{client}`` is the client's first name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintExample:
    """A worked example of the content file: a text and the families it draws, in reading order."""

    text: str
    partner: str
    pronouns: str
    families: tuple[HintFamily, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """The hints of one language with where they come from."""

    version: int
    provenance: str
    hints: tuple[Hint, ...]
    never: frozenset[str]
    partner: tuple[str, ...]
    guesses: frozenset[str]
    reported: frozenset[str]
    examples: tuple[HintExample, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One place in a text: from ``start`` to ``end`` stand the ``words`` the advice is about."""

    family: HintFamily
    start: int
    end: int
    words: str
    gentler: str
    offers: tuple[str, ...] = ()
    """Wordings ready to take the place of the words."""


_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_PLACE = re.compile(r"\{(\w*)\}")
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»")
_NEGATIONS = frozenset("not no never isn't aren't wasn't weren't don't doesn't".split())
_NEGATED_BY = 3
"""A negation so many words before a trait or a diagnosis turns it around."""

_PRONOUNS = (frozenset("he him his".split()), frozenset("she her hers".split()), frozenset("they them their".split()))


_Look = tuple[Hint, re.Pattern[str] | None, re.Pattern[str] | None]
"""A hint with its patterns made for one partner: what has to be found, and what turns it off."""


class HintFinder:
    """Finds what could be said more gently in texts about one partner. Made once a note; ``find`` runs while typing.

    Args:
        book: the hints.
        names: the partner's names as they may stand in the text.
        pronouns: the partner's pronouns as recorded, such as "he/him"; unknown ones mean any.
        client: the first name of the client, whose word something may be; a gap to fill where it is left out.
    """

    def __init__(self, book: HintBook, names: Sequence[str] = (), pronouns: str = "", client: str = "") -> None:
        self._book, self._client = book, client
        said = frozenset(_TOKEN.findall(pronouns.lower()))
        pronoun_words = frozenset[str]().union(*([p for p in _PRONOUNS if said & p] or _PRONOUNS))
        first_names = [name.split()[0].lower() for name in names if name.split()]
        self._names = frozenset(first_names)
        self._about = pronoun_words | frozenset(book.partner) | frozenset(first_names)
        who = "|".join(sorted(map(re.escape, self._about - frozenset("him his her hers them their".split()))))
        name = "|".join(map(re.escape, first_names)) or r"(?!)"
        self._looks: dict[str, list[_Look]] = {}
        for hint in book.hints:
            pattern = hint.pattern.replace("{partner}", rf"\b(?:{who})\b").replace("{name}", name)
            look = (
                hint,
                re.compile(pattern) if pattern else None,
                re.compile(hint.unless) if hint.unless else None,
            )
            for word in hint.words:
                self._looks.setdefault(word, []).append(look)

    def find(self, text: str) -> tuple[Advice, ...]:
        """Return what could be said more gently, in reading order; the text itself is left alone."""
        plain = text.lower().replace("’", "'")
        if len(plain) != len(text):
            return ()  # a letter whose small form is longer: places in the text would not fit
        quoted = [found.span() for found in _QUOTED.finditer(text)]
        found: dict[tuple[int, int], Advice] = {}
        for token in _TOKEN.finditer(plain):
            looks = self._looks.get(token.group())
            if looks is None or any(low <= token.start() < high for low, high in quoted):
                continue
            for advice in self._look(text, plain, token, looks):
                found.setdefault((advice.start, advice.end), advice)
        return tuple(sorted(found.values(), key=lambda advice: advice.start))

    def _look(
        self,
        text: str,
        plain: str,
        token: re.Match[str],
        looks: Sequence[_Look],
    ) -> list[Advice]:
        low, high = _sentence(plain, token.start(), token.end())
        sentence = plain[low:high]
        words = frozenset(_TOKEN.findall(sentence))
        if any(words & silent for silent in (self._book.never, self._book.reported, self._book.guesses)):
            return []
        found: list[Advice] = []
        for hint, pattern, unless in looks:
            if hint.about_partner and not words & self._about:
                continue
            if unless is not None and unless.search(sentence):
                continue
            span = _span(hint, pattern, sentence, token.start() - low, token.end() - low)
            if span is not None:
                start, end = span[0] + low, span[1] + low
                said = text[start:end]
                offers = self._offers(hint, said, is_first=not text[low:start].strip())
                found.append(Advice(hint.family, start, end, said, hint.gentler, offers))
        return found

    def _offers(self, hint: Hint, said: str, *, is_first: bool) -> tuple[str, ...]:
        """Return the wordings of a hint with the words of this place in them, written as the place asks for."""
        offers: list[str] = []
        for template in hint.instead:
            first = _TOKEN.match(said)
            is_name = first is not None and first.group().lower().removesuffix("’s").removesuffix("'s") in self._names
            moved = said if is_name or template.startswith("{words}") else said[:1].lower() + said[1:]
            offer = template.replace("{client}", self._client or GAP).replace("{words}", moved)
            offers.append(offer[:1].upper() + offer[1:] if is_first else offer)
        return tuple(offers)


def _sentence(plain: str, start: int, end: int) -> tuple[int, int]:
    before = max(plain.rfind(mark, 0, start) for mark in ".!?;\n")
    after = _SENTENCE_END.search(plain, end)
    return before + 1, after.start() if after else len(plain)


def _span(hint: Hint, pattern: re.Pattern[str] | None, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the wording stands in its sentence, around the word that made it worth a look."""
    if pattern is not None:
        return next((m.span() for m in pattern.finditer(sentence) if m.start() <= start and end <= m.end()), None)
    before = _TOKEN.findall(sentence[:start])[-_NEGATED_BY:]
    return None if _NEGATIONS.intersection(before) else (start, end)


def parse_hints(name: str, data: Mapping[str, Any]) -> HintBook:
    """Return the hints of a content file.

    Raises:
        ContentError: something is missing, unknown or would hint at a word that may name danger; every problem at once.
    """
    problems: list[str] = []
    hints: list[Hint] = []
    never = frozenset(data.get("never", ()))
    for number, raw in enumerate(data.get("hints", ()), 1):
        if unknown := set(raw) - set(Hint.__dataclass_fields__):
            problems.append(f"hint {number} has the unknown key {sorted(unknown)[0]!r}")
            continue
        try:
            instead = tuple(raw.get("instead", ()))
            hint = Hint(
                **{**raw, "family": HintFamily(raw["family"]), "words": tuple(raw["words"]), "instead": instead}
            )
            if unknown := set(_PLACE.findall(" ".join(instead))) - {"words", "client"}:
                problems.append(f"hint {number} has the unknown place {sorted(unknown)[0]!r}")
            re.compile(hint.pattern.replace("{partner}", "x").replace("{name}", "x"))
            re.compile(hint.unless)
        except (KeyError, ValueError, TypeError, re.error) as error:
            problems.append(f"hint {number}: {error}")
            continue
        if danger := never & set(hint.words):
            problems.append(f"hint {number} softens {sorted(danger)[0]!r}, which may name danger")
        hints.append(hint)
    wanted = ("provenance", "version", "never", "partner", "guesses", "reported", "examples")
    problems += [f"{key} is missing" for key in wanted if not data.get(key)]
    if problems:
        raise ContentError(name, problems)
    return HintBook(
        version=int(data["version"]),
        provenance=str(data["provenance"]).strip(),
        hints=tuple(hints),
        never=never,
        partner=tuple(data["partner"]),
        guesses=frozenset(data["guesses"]),
        reported=frozenset(data["reported"]),
        examples=tuple(
            HintExample(
                text=raw["text"], partner=raw["partner"], pronouns=raw["pronouns"],
                families=tuple(HintFamily(family) for family in raw["families"]),
            )
            for raw in data["examples"]
        ),
    )  # fmt: skip
