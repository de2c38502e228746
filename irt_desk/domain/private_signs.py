"""Signs in a private text of what belongs in the progress note: times, dates, codes, scores, medication.

Advice only (domain paper, 7.1): what stands in a psychotherapy note alone breaks the record, and mixing it in weakens the
protection of both. The words found are shown to the writer and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST = 4
"""More findings than this are not listed one by one."""


class PrivateSign(StrEnum):
    """What kind of thing was found."""

    TIME = "time"
    DATE = "date"
    CODE = "code"
    SCORE = "score"
    MEDICATION = "medication"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with the words it is about."""

    sign: PrivateSign
    words: str


_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_LONG_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_SIGNS = (
    (
        PrivateSign.TIME,
        r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:am|pm)\b|\b\d{1,2}\.\d{2}\s?(?:am|pm|h|o'clock)\b"
        r"|\b\d{1,3}[- ]?(?:min|minutes?)\b",
    ),
    (
        PrivateSign.DATE,
        rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_LONG_MONTHS}|{_MONTHS})\b|\b(?:{_LONG_MONTHS}|{_MONTHS})\.? \d{{1,2}}\b",
    ),
    (PrivateSign.CODE, r"\b(?:908\d\d|9078[459]|[FTZ]\d\d(?:\.\d+)?)\b"),
    (
        PrivateSign.SCORE,
        r"\b(?:CSI|PHQ|GAD|HITS|ECR|R-?DAS|AUDIT|DAST|KMSS|ORS|SRS)(?:-?\w{1,2})?\b(?:\D{0,12}\d+)?"
        r"|\bscor(?:e[sd]?|ing) (?:of |is |was )?\d+",
    ),
    (PrivateSign.MEDICATION, r"\b\d+\s?mg\b"),
)
_COMPILED = tuple(
    (sign, re.compile(pattern, 0 if sign is PrivateSign.CODE else re.IGNORECASE)) for sign, pattern in _SIGNS
)


def found_in(text: str) -> tuple[Found, ...]:
    """Return what was found, each kind of thing and each wording once, in reading order."""
    places = [(m.start(), Found(sign, m.group().strip())) for sign, look in _COMPILED for m in look.finditer(text)]
    return tuple(dict.fromkeys(found for _, found in sorted(places, key=lambda place: place[0])))
