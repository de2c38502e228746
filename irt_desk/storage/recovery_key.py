"""The recovery key: 256 random bits with a 24-bit checksum, as 56 Crockford letters in eight groups (VK-7)."""

from __future__ import annotations

import hashlib
import os

from irt_desk.errors import UserError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS, GROUP = 56, 7
_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})


def fresh() -> tuple[bytes, str]:
    """Return a new key and the text a person keeps."""
    key = os.urandom(32)
    return key, text_of(key)


def text_of(key: bytes) -> str:
    """Return the text of a key: eight groups of seven letters."""
    number = int.from_bytes(key + hashlib.sha256(key).digest()[:3], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LETTERS)))
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def tidy(text: str) -> str:
    """Return typed letters as the alphabet knows them: upper case, no spaces or dashes, O as 0, I and L as 1."""
    return "".join(text.split()).replace("-", "").upper().translate(_READ)


def parse(text: str) -> bytes:
    """Return the key of a typed text.

    Raises:
        UserError: a letter is missing, unknown or mistyped; the checksum finds any single one.
    """
    letters = tidy(text)
    if len(letters) != LETTERS:
        raise UserError("practice.recovery_length", found=len(letters), wanted=LETTERS)
    number = 0
    for letter in letters:
        if letter not in ALPHABET:
            raise UserError("practice.recovery_mistyped")
        number = number << 5 | ALPHABET.index(letter)
    raw = number.to_bytes(35, "big")
    if hashlib.sha256(raw[:32]).digest()[:3] != raw[32:]:
        raise UserError("practice.recovery_mistyped")
    return raw[:32]
