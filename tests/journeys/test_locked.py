"""A lock at any moment while somebody types loses no word (LK-6); the long run is ``python -m tests.faults.locks``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults import locks


@pytest.mark.skipif(sys.platform == "win32", reason="the run forks")
def test_a_lock_at_any_moment_while_somebody_types_loses_no_word(tmp_path: Path) -> None:
    figures = locks.run(0, tmp_path, seed=3, times=8)
    assert figures.locks == 8
    assert figures.words > 0
    assert len(figures.closed) == 8, "each lock closed the practice"


def test_mixed_up_words_are_no_words() -> None:
    assert locks.words_in("note_0 and note_1, map_0", "note") == 2
    assert locks.words_in("note_1 note_0", "note") == -1
    assert locks.words_in("note_0 note_2", "note") == -1
    assert locks.words_in("", "note") == 0
