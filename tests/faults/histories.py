"""A longer run of the random lives of a case: ``python -m tests.faults.histories [EXAMPLES]``; ends with the first broken invariant."""

from __future__ import annotations

import sys

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.test_histories import Histories

if __name__ == "__main__":
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    longer = settings(
        max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Histories, settings=longer)  # type: ignore[no-untyped-call]  # Hypothesis has no types here
    print(f"{examples} histories, no invariant broken")
