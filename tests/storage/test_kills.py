"""A few kills of each kind; ``python -m tests.faults.kills`` runs many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import kills


@pytest.mark.parametrize("name", kills.SCENARIOS)
def test_a_kill_loses_nothing_that_was_acknowledged(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    assert kills.run(name, 4, tmp_path) >= 4
