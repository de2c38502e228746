"""The one door for text that a person typed (security paper, EX-5); nothing is laid out or printed past it.

It needs no font and no PDF library, so that what only looks at texts does not load them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BREAKS = re.compile("\r\n|[\r\u2028\u2029\u0085\u000b\u000c]")
_VARIATION = frozenset(range(0xFE00, 0xFE10)) | frozenset(range(0xE0100, 0xE01F0))


def clean(text: str) -> str:
    """Return the text as it can be printed: composed (NFC), every line break a newline, tabs as spaces.

    Control characters, invisible format characters (direction overrides, joiners, soft hyphens), variation
    selectors and lone surrogates are dropped. Visible letters are never dropped or replaced.
    """
    plain = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).replace("\t", "    "))
    if plain.isascii() and plain.isprintable():
        return plain
    return "".join(char for char in plain if char == "\n" or not _is_invisible(char))


@lru_cache(maxsize=8192)
def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or ord(char) in _VARIATION
