"""Which passphrases are good enough."""

from __future__ import annotations

import pytest

from irt_desk.errors import UserError
from irt_desk.storage import passphrase


@pytest.mark.parametrize("text", ["nine quiet lamps again", "Ünder the Öld bridge", "x7!kQ#p2 mnrTz vv9"])
def test_long_and_uncommon_is_enough(text: str) -> None:
    passphrase.check_passphrase(text)


@pytest.mark.parametrize(
    "text",
    ["short", "fourteen chars", "passwordpassword", "password1234567!!", "aaaaaaaaaaaaaaaa", "qwertyuiopasdfghjkl", "1234567890123456",
     "IRTDESKirtdesk2026", "correct horse battery staple", "abababababababab"],
)  # fmt: skip
def test_short_common_padded_or_repeated_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        passphrase.check_passphrase(text)


def test_every_common_base_is_refused_padded_and_repeated_too() -> None:
    for base in sorted(passphrase._common()):
        for tried in (base * (15 // len(base) + 1), (base + "1234567890!!!!!!")[: max(15, len(base) + 6)]):
            with pytest.raises(UserError):
                passphrase.check_passphrase(tried)


def test_a_suggestion_is_six_words_strong_enough_and_accepted() -> None:
    assert passphrase.suggestion_bits() > 77
    for _ in range(20):
        text = passphrase.suggest_passphrase()
        assert len(text.split()) == 6
        passphrase.check_passphrase(text)
