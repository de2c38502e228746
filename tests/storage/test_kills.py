"""A few kills of each kind; ``python -m tests.faults.kills`` runs many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import kills, note_kills


@pytest.mark.parametrize("name", kills.SCENARIOS)
def test_a_kill_loses_nothing_that_was_acknowledged(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    assert kills.run(name, 4, tmp_path) >= 4


def test_a_kill_while_a_note_is_typed_saved_or_signed_loses_two_seconds_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    figures = note_kills.run(3, tmp_path, seed=5, longest=1.2)
    assert figures.kills == 3
    assert figures.words > 0
