"""What a new passphrase must be (VK-1): 15 characters or more, no composition rules, not a common one; and a good suggestion."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from irt_desk import paths
from irt_desk.errors import UserError

LEAST, MOST = 15, 1024


@cache
def _common() -> frozenset[str]:
    text = paths.resource("security", "common-passphrases.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def _words() -> tuple[str, ...]:
    return tuple(paths.resource("security", "words.txt").read_text(encoding="utf-8").split())


def _core(text: str) -> str:
    """Return what is left of a passphrase without padding and repetition: that is what is looked up."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(c for c in folded if c.isalpha())
    for size in range(1, len(letters) // 2 + 1):
        whole, rest = divmod(len(letters), size)
        if letters[:size] * whole + letters[:rest] == letters:
            return letters[:size]
    return letters


def check_passphrase(text: str) -> None:
    """Accept a new passphrase silently.

    Raises:
        UserError: too short, too long, or common once padding and repetition are taken off.
    """
    normal = unicodedata.normalize("NFKC", text)
    if len(normal) < LEAST:
        raise UserError("practice.passphrase_short", least=LEAST)
    if len(normal) > MOST:
        raise UserError("practice.passphrase_long", most=MOST)
    core = _core(text)
    folded = normal.casefold()
    plain = "".join(c for c in folded if c.isalnum())
    if len(core) < 5 or core in _common() or plain in _common() or len(set(normal)) < 5:
        raise UserError("practice.passphrase_common")


def suggest_passphrase() -> str:
    """Return six random words from the bundled list; :func:`suggestion_bits` says how strong that is."""
    return " ".join(secrets.choice(_words()) for _ in range(6))


def suggestion_bits() -> float:
    """Return the strength of a suggestion in bits: six draws from the list."""
    from math import log2

    return 6 * log2(len(_words()))
