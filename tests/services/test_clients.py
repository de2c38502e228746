"""Finding a client by what a therapist types."""

from __future__ import annotations

import pytest

from irt_desk.errors import NotFound
from irt_desk.services.desk import Desk


@pytest.mark.parametrize("text", ["9" * 15, "9" * 40])
def test_a_number_nobody_has_finds_nobody(desk: Desk, unit_id: str, text: str) -> None:
    with pytest.raises(NotFound):
        desk.clients.find(text)
